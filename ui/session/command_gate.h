// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace paretoscope::problem {
class Problem;
} // namespace paretoscope::problem

namespace paretoscope::ui::session {

/// A study over a command runs it only after a person has said so. What wants to be evaluated before waits
/// here for the answer. For other studies everything passes at once. Lives on the UI thread; a child of its
/// document.
class CommandGate : public QObject
{
    Q_OBJECT

public:
    CommandGate(std::shared_ptr<const problem::Problem> problem, QObject* document);
    /// The gate of a document; null where it has none.
    [[nodiscard]] static CommandGate* of(const QObject* document);

    [[nodiscard]] bool isOpen() const;
    /// Does the work now, or when the gate is opened; wanted() asks for that. Forgotten when it is refused.
    void pass(std::function<void()> work);
    void open();
    void refuse();

Q_SIGNALS:
    void wanted(); ///< something waits: somebody should open() or refuse()
    void opened();

private:
    std::shared_ptr<const problem::Problem> m_problem;
    std::vector<std::function<void()>> m_waiting;
};

} // namespace paretoscope::ui::session
