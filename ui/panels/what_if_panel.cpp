// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_panel.h"

#include "ui/look/colours.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/what_if_words.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

WhatIfPanel::~WhatIfPanel() = default;

void WhatIfPanel::connectDocument()
{
    connect(&m_evaluation, &WhatIfEvaluation::answered, this, &WhatIfPanel::takeAnswer);
    connect(&m_document.selection(), &session::Selection::focusChanged, this, &WhatIfPanel::followFocus);
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, &WhatIfPanel::awaitKept);
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, &WhatIfPanel::forgetLost);
    connect(&m_document, &session::StudyDocument::explained, this, [this](quint64 id) {
        if (m_start == id)
            showBreakdown();
    });
}

void WhatIfPanel::followFocus()
{
    const auto focus = m_document.selection().focus();
    if (!isVisible() || !focus || m_document.trial(*focus) == nullptr
        || m_document.trial(*focus)->design.empty())
        return;
    // A thought in progress stays; the other design is offered.
    if (!m_start || (!isChanged() && !isElsewhere() && m_start != focus))
        startFrom(*focus);
    m_other->setVisible(m_start != focus);
    m_other->setText(tr("Start from %1 instead").arg(session::designName(m_document, *focus)));
}

void WhatIfPanel::startFrom(session::TrialId trial)
{
    const study::Trial* start = m_document.trial(trial);
    if (start == nullptr || start->design.empty()) // one outside of the space has nothing to change
        return;
    m_start = trial;
    m_startDesign = start->design;
    m_evaluation.startFrom(start->design, expected_s());
    m_whole->setCurrentIndex(1);
    m_title->setText(tr("From %1").arg(session::designName(m_document, trial)));
    m_note->hide();
    m_other->hide();
    m_document.ghost().startFrom(trial);
    showStart();
}

/// What evaluations of this study took lately: the middle one of the last few.
double WhatIfPanel::expected_s() const
{
    constexpr std::size_t kLately = 15;
    const study::TrialLog& trials = m_document.snapshot()->trials;
    std::vector<double> costs_s;
    for (std::size_t i = trials.size() - std::min(trials.size(), kLately); i < trials.size(); ++i)
        if (trials[i].outcome.verdict == problem::Verdict::Feasible)
            costs_s.push_back(trials[i].outcome.cost_s);
    if (costs_s.empty())
        return 0.0;
    const auto middle = costs_s.begin() + static_cast<std::ptrdiff_t>(costs_s.size() / 2);
    std::nth_element(costs_s.begin(), middle, costs_s.end());
    return *middle;
}

void WhatIfPanel::showStart()
{
    m_evaluation.cancel();
    m_evaluation.setProblem(m_document.study().problem);
    for (WhatIfCondition* condition : m_conditions)
        condition->reset();
    m_answer = nullptr;
    m_design = m_startDesign;
    for (WhatIfControl* control : m_controls)
        control->setDesign(m_startDesign, m_design);
    const study::Trial& start = *m_document.trial(*m_start);
    m_result->setWaiting(false);
    m_result->show(start, nullptr);
    m_steps->setDesign(m_design, start.outcome);
    m_steps->setReady(start.outcome.verdict == problem::Verdict::Feasible);
    m_keep->setEnabled(false);
    m_forget->setEnabled(false);
    showBadge(tr("● as measured"), true);
    showBreakdown();
}

void WhatIfPanel::showBreakdown()
{
    const auto before = m_start ? m_document.explanation(*m_start) : nullptr;
    m_breakdown->setExplanations(before, m_answer ? m_answer->explanation : nullptr);
}

void WhatIfPanel::showBadge(const QString& words, bool settled)
{
    m_badge->setText(words);
    m_badgeSettled = settled;
    restyle();
}

void WhatIfPanel::setParameter(std::size_t parameter, const std::vector<double>& value)
{
    if (m_start)
        setDesign(space::withValue(m_document.problem().space(), m_design, parameter, value));
}

void WhatIfPanel::setDesign(const space::Design& design)
{
    if (!m_start || design == m_design || space::brokenBy(m_document.problem().space(), design) != nullptr)
        return;
    if (design == m_startDesign && !isElsewhere()) {
        forget();
        return;
    }
    m_design = design;
    m_note->hide();
    for (WhatIfControl* control : m_controls)
        control->setDesign(m_startDesign, m_design);
    ask();
}

bool WhatIfPanel::isElsewhere() const
{
    return std::any_of(m_conditions.begin(), m_conditions.end(),
                       [](const WhatIfCondition* condition) { return condition->isChanged(); });
}

void WhatIfPanel::setConditions()
{
    if (!m_start)
        return;
    std::vector<double> values;
    for (const WhatIfCondition* condition : m_conditions)
        values.push_back(condition->value());
    // There are sliders only where the problem has conditions.
    m_evaluation.setProblem(isElsewhere() ? problem::conditionalOf(m_document.problem())->under(values)
                                          : m_document.study().problem);
    if (m_design == m_startDesign && !isElsewhere())
        forget();
    else
        ask();
}

void WhatIfPanel::ask()
{
    // What is kept is evaluated as the study has it.
    m_keep->setEnabled(isChanged() && !isElsewhere());
    m_forget->setEnabled(true);
    m_result->setWaiting(true);
    m_steps->setReady(false);
    showBadge(tr("◌ evaluating…"), false);
    m_evaluation.ask(m_design, m_document.snapshot());
}

void WhatIfPanel::takeAnswer(const WhatIfAnswerPtr& answer)
{
    if (!m_start)
        return;
    const bool refines = m_answer && m_answer->isShort && m_answer->design == answer->design;
    m_answer = answer;
    const bool current = answer->design == m_design;
    m_result->show(*m_document.trial(*m_start), answer);
    m_result->setWaiting(!current);
    moveGhost(*answer, refines);
    showBreakdown();
    if (answer->isShort)
        showBadge(tr("◌ %1…").arg(effortWords(*answer)), false);
    else
        showBadge(tr("● %1").arg(effortWords(*answer)), current);
    if (current) {
        m_steps->setDesign(m_design, answer->outcome);
        m_steps->setReady(!answer->isShort && !isElsewhere()
                          && answer->outcome.verdict == problem::Verdict::Feasible);
    }
}

void WhatIfPanel::moveGhost(const WhatIfAnswer& answer, bool refines)
{
    session::Ghost& ghost = m_document.ghost();
    const std::vector<session::GhostPoint> before = ghost.trail();
    ghost.setGhost(session::ghostPoint(answer.design, answer.outcome, m_document.problem()));
    if (refines) // the same design, better known: no step of the way
        ghost.setTrail(before);
}

void WhatIfPanel::keep()
{
    if (!isChanged() || isElsewhere())
        return;
    m_kept = m_design;
    m_keptFrom = m_document.inject(m_design);
    m_keep->setEnabled(false);
    m_note->setText(tr("Kept; it joins the study as soon as it is evaluated there."));
    m_note->show();
}

void WhatIfPanel::awaitKept()
{
    if (!m_keptFrom)
        return;
    const study::TrialLog& trials = m_document.snapshot()->trials;
    for (std::size_t i = static_cast<std::size_t>(*m_keptFrom); i < trials.size(); ++i) {
        const study::Trial& trial = trials[i];
        if (trial.origin != study::Origin::Manual || trial.design != m_kept)
            continue;
        m_keptFrom.reset();
        // Whoever has moved on since then is not called back.
        if (m_design == m_kept) {
            m_document.selection().setFocus(trial.id);
            startFrom(trial.id);
        }
        m_note->setText(tr("Kept as %1.").arg(designName(trial.id)));
        m_note->show();
        return;
    }
}

void WhatIfPanel::forgetLost()
{
    if (!m_start || m_document.trial(*m_start) != nullptr)
        return;
    m_start.reset(); // a reference that was removed
    m_document.ghost().startFrom(std::nullopt);
    m_whole->setCurrentIndex(0);
    followFocus();
}

void WhatIfPanel::forget()
{
    if (!m_start)
        return;
    m_document.ghost().startFrom(m_start);
    m_note->hide();
    showStart();
    followFocus();
}

bool WhatIfPanel::event(QEvent* event)
{
    // The window has its own Esc and Enter; here they belong to the design being changed.
    if (event->type() == QEvent::ShortcutOverride && (isChanged() || isElsewhere())) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void WhatIfPanel::keyPressEvent(QKeyEvent* event)
{
    if ((isChanged() || isElsewhere()) && event->key() == Qt::Key_Escape)
        forget();
    else if (isChanged() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        keep();
    else
        QWidget::keyPressEvent(event);
}

void WhatIfPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    followFocus();
}

void WhatIfPanel::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    QPalette inked = m_badge->palette();
    inked.setColor(QPalette::WindowText, m_badgeSettled ? colours.text : colours.mutedText);
    m_badge->setPalette(inked);
}

} // namespace paretoscope::ui::panels
