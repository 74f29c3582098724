// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "ui/session/selection.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace paretoscope::ui::session {

using ExplanationPtr = std::shared_ptr<const problem::Explanation>;

/// Explains designs on a thread of its own, the one asked for last first: what a person looks at now matters
/// more than what was passed on the way. Keeps the few dozen that were used last.
class Explainer : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kKept = 32;    ///< an explanation of a deep network is about a megabyte
    static constexpr std::size_t kWaiting = 16; ///< older requests are forgotten and may be made again

    explicit Explainer(std::shared_ptr<const problem::Problem> problem, QObject* parent = nullptr);
    ~Explainer() override;

    /// At hand, or null and asked for.
    [[nodiscard]] ExplanationPtr ask(TrialId id, const space::Design& design);
    [[nodiscard]] QString error(TrialId id) const { return m_errors.value(id); }

Q_SIGNALS:
    void explained(quint64 id);

private:
    struct Request
    {
        TrialId id = 0;
        space::Design design;
    };
    void work(const std::stop_token& stop);
    void keep(TrialId id, const std::shared_ptr<Result<problem::Explanation>>& result);

    std::shared_ptr<const problem::Problem> m_problem;
    std::list<std::pair<TrialId, ExplanationPtr>> m_kept; ///< used last first; UI thread only
    QHash<TrialId, QString> m_errors;                     ///< UI thread only
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<Request> m_waiting; ///< newest last
    TrialId m_current = 0;
    bool m_busy = false;
    std::jthread m_thread; ///< last: joined before what it uses goes
};

} // namespace paretoscope::ui::session
