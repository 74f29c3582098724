// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/agent_turns.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/text.h"

#include <QGuiApplication>

namespace paretoscope::ui::panels {

using optimizer::PaboTurn;

namespace {

constexpr int kOwner = 1;

std::vector<PlainTableModel::Column> columnsFor(const problem::Problem& problem)
{
    std::vector<PlainTableModel::Column> columns{
        {AgentTurns::tr("Turn"), AgentTurns::tr("Turns of the agent, in order"), true},
        {AgentTurns::tr("Proposes"),
         AgentTurns::tr("The objective whose model proposed the design; with two levels also whether the "
                        "network was chosen (1) or the machine (2)"),
         false},
        {AgentTurns::tr("Decision"),
         AgentTurns::tr("What the agent decided, what came of it, and which models learn of it"), false}};
    for (const problem::Objective& objective : problem.objectives()) {
        const QString label = text(problem.metrics()[objective.metric].label);
        columns.push_back({AgentTurns::tr("%1 expected").arg(label),
                           AgentTurns::tr("What the model of %1 expected: the middle, and one standard "
                                          "deviation either way")
                               .arg(label),
                           true});
    }
    columns.push_back({AgentTurns::tr("At best"),
                       AgentTurns::tr("What the agent hopes for at best, which is what a veto goes by"),
                       false});
    return columns;
}

} // namespace

AgentTurns::AgentTurns(const problem::Problem& problem, QObject* parent)
    : PlainTableModel(columnsFor(problem), parent)
    , m_problem(problem)
{ }

void AgentTurns::setTurns(std::vector<PaboTurn> turns)
{
    m_turns = std::move(turns);
    std::vector<QStringList> rows;
    for (std::size_t i = 0; i < m_turns.size(); ++i)
        rows.push_back(rowOf(i));
    setRows(std::move(rows));
}

std::optional<std::uint64_t> AgentTurns::trialOf(int row) const
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_turns.size())
        return {};
    const PaboTurn& turn = m_turns[static_cast<std::size_t>(row)];
    return turn.decision == PaboTurn::Decision::Vetoed ? turn.dominating : turn.trial;
}

QString AgentTurns::labelOf(std::size_t objective) const
{
    return text(m_problem.metrics()[m_problem.objectives()[objective].metric].label);
}

QString AgentTurns::valueOf(std::size_t objective, double value) const
{
    return look::quantity(value, text(m_problem.metrics()[m_problem.objectives()[objective].metric].unit));
}

QString AgentTurns::decisionOf(const PaboTurn& turn) const
{
    const QString better = turn.dominating ? look::count(*turn.dominating) : QString();
    if (turn.decision == PaboTurn::Decision::Vetoed)
        return tr("✕ vetoed: #%1 is better even so").arg(better);
    const QString trial = look::count(turn.trial.value_or(0));
    if (!turn.told)
        return tr("▷ #%1 is being evaluated").arg(trial);
    const QString learns = turn.shared ? tr("all learn") : tr("only %1 learns").arg(labelOf(turn.owner));
    return turn.dominating ? tr("○ #%1, beaten by #%2; %3").arg(trial, better, learns)
                           : tr("● #%1, beaten by none; %2").arg(trial, learns);
}

QStringList AgentTurns::rowOf(std::size_t index) const
{
    const PaboTurn& turn = m_turns[index];
    QString owner = labelOf(turn.owner);
    if (m_levelTwo && turn.trial)
        owner = tr("%1, level %2").arg(owner).arg(*turn.trial < *m_levelTwo ? 1 : 2);
    QStringList row{look::count(index + 1), owner, decisionOf(turn)};
    QStringList best;
    for (std::size_t i = 0; i < m_problem.objectives().size(); ++i) {
        if (i >= turn.views.size()) {
            row << QStringLiteral("–");
            continue;
        }
        const optimizer::PartnerView& view = turn.views[i];
        row << tr("%1 (%2 to %3)").arg(valueOf(i, view.median), valueOf(i, view.low), valueOf(i, view.high));
        best << valueOf(i, view.optimistic);
    }
    row << best.join(QStringLiteral("; "));
    return row;
}

QVariant AgentTurns::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_turns.size())
        return PlainTableModel::data(index, role);
    const PaboTurn& turn = m_turns[static_cast<std::size_t>(index.row())];
    const auto colours = look::coloursFor(QGuiApplication::palette());
    if (role == Qt::DecorationRole && index.column() == kOwner)
        return colours.series[turn.owner % colours.series.size()];
    if (role == Qt::ForegroundRole && index.column() == kDecision) {
        if (turn.decision == PaboTurn::Decision::Vetoed)
            return colours.worse;
        return turn.told && turn.dominating ? colours.mutedText : colours.text;
    }
    return PlainTableModel::data(index, role);
}

} // namespace paretoscope::ui::panels
