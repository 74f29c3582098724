// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/single_steps.h"
#include "ui/session/study_document.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include <memory>
#include <thread>
#include <vector>

namespace paretoscope::ui::panels {

/// "Why not better?": evaluates every design one step away from the one at hand, in the background, and lists
/// the steps that improve an objective, the cheapest first. A click takes a step.
class WhatIfSteps : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfSteps(session::StudyDocument& document, QWidget* parent = nullptr);
    ~WhatIfSteps() override;

    /// The design whose neighbours are asked for, and what it costs. Another design clears the list.
    void setDesign(const space::Design& design, const problem::Outcome& outcome);
    void setReady(bool ready); ///< false while the outcome is not known
    void lookAround();
    void cancel();
    [[nodiscard]] QStringList listed() const; ///< as shown, the cheapest first

Q_SIGNALS:
    void taken(const paretoscope::space::Design& design);

private:
    void told(quint64 run, std::size_t done, std::size_t of);
    void finished(quint64 run, std::vector<study::SingleStep> steps, bool complete);
    void list();
    void clearList();
    void setBusy(bool busy);
    [[nodiscard]] QString words(const study::SingleStep& step, const study::HelpfulStep& helpful) const;

    session::StudyDocument& m_document;
    space::Design m_design;
    problem::Outcome m_outcome;
    std::vector<study::SingleStep> m_steps; ///< evaluated; empty before
    quint64 m_run = 0;                      ///< of the newest look around
    bool m_ready = false;
    QComboBox* m_objective;
    QPushButton* m_look;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
    QLabel* m_summary;
    QVBoxLayout* m_list;
    std::jthread m_thread; ///< last: joined before what it uses goes
};

} // namespace paretoscope::ui::panels
