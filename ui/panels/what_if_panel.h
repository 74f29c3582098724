// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/what_if_breakdown.h"
#include "ui/panels/what_if_condition.h"
#include "ui/panels/what_if_control.h"
#include "ui/panels/what_if_evaluation.h"
#include "ui/panels/what_if_result.h"
#include "ui/panels/what_if_steps.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

#include <optional>
#include <vector>

namespace paretoscope::ui::panels {

/// What if this design were a little different? Takes a design apart into sliders and lists, and answers
/// every move with exact numbers, its place in the front, and a ghost in every view. Enter keeps what was
/// found as a design of the study, Esc forgets it.
class WhatIfPanel : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfPanel(session::StudyDocument& document, QWidget* parent = nullptr);
    ~WhatIfPanel() override;

    /// The design as it stands.
    [[nodiscard]] const space::Design& design() const { return m_design; }
    [[nodiscard]] bool isChanged() const { return m_start && m_design != m_startDesign; }
    [[nodiscard]] QString badgeText() const { return m_badge->text(); }
    [[nodiscard]] QSize sizeHint() const override { return {360, 640}; }

public Q_SLOTS:
    /// Takes a trial for the start; what was changed before is forgotten.
    void startFrom(paretoscope::ui::session::TrialId trial);
    void keep();   ///< evaluates the design as a trial of its own, made by hand
    void forget(); ///< back to the start

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeBody();
    QWidget* makeFoot();
    void connectDocument();
    void followFocus();
    void forgetLost(); ///< where the design that it began with is gone
    void setParameter(std::size_t parameter, const std::vector<double>& value);
    void setDesign(const space::Design& design);
    void setConditions();                   ///< as their sliders stand
    [[nodiscard]] bool isElsewhere() const; ///< conditions are not those of the study
    void ask();
    void takeAnswer(const WhatIfAnswerPtr& answer);
    void moveGhost(const WhatIfAnswer& answer, bool refines);
    void showStart();
    void showBreakdown();
    void showBadge(const QString& words, bool settled);
    void awaitKept();
    void restyle();
    [[nodiscard]] double expected_s() const;

    session::StudyDocument& m_document;
    WhatIfEvaluation m_evaluation;
    std::optional<session::TrialId> m_start;
    space::Design m_startDesign;
    space::Design m_design;
    WhatIfAnswerPtr m_answer;                   ///< newest; null while nothing was changed
    std::optional<session::TrialId> m_keptFrom; ///< a kept design comes at or after this trial
    space::Design m_kept;
    bool m_badgeSettled = true;

    QStackedWidget* m_whole; ///< hint, or the design
    QLabel* m_title;
    QLabel* m_badge;
    QToolButton* m_other; ///< start from the focus instead
    QLabel* m_note;
    WhatIfResult* m_result;
    std::vector<WhatIfControl*> m_controls;
    std::vector<WhatIfCondition*> m_conditions;
    WhatIfBreakdown* m_breakdown;
    WhatIfSteps* m_steps;
    QPushButton* m_keep;
    QPushButton* m_forget;
};

} // namespace paretoscope::ui::panels
