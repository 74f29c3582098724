// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/agent_ledger.h"

#include "core/optimizer/hpabo.h"
#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"

#include <QEvent>
#include <QHeaderView>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

AgentLedger::AgentLedger(const problem::Problem& problem, const optimizer::MethodChoice& method,
                         QWidget* parent)
    : QWidget(parent)
    , m_turns(new AgentTurns(problem, this))
    , m_sums(labelled({}, "caption", this))
    , m_table(new QTableView(this))
{
    m_turns->setLevelTwo(optimizer::firstOfLevelTwo(method));
    m_sums->setWordWrap(true);
    m_sums->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as the next lane's
    m_sums->setAccessibleName(tr("What the search has spent"));
    m_table->setModel(m_turns);
    dressTable(*m_table, tr("Turns of the agent"));
    m_table->setMouseTracking(true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->viewport()->installEventFilter(this);
    m_table->setMinimumHeight(4 * (fontMetrics().height() + 8));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_sums);
    column->addWidget(m_table, 1);
    const auto choose = [this](const QModelIndex& index) {
        if (const auto id = m_turns->trialOf(index.row()))
            Q_EMIT trialChosen(*id);
    };
    connect(m_table, &QTableView::clicked, this, choose);
    connect(m_table, &QTableView::activated, this, choose);
    connect(m_table, &QTableView::entered, this, [this](const QModelIndex& index) {
        if (const auto id = m_turns->trialOf(index.row()))
            Q_EMIT trialHovered(*id);
    });
}

void AgentLedger::say(Said said)
{
    m_sums->setText(sumsOf(said));
    const bool more = said.turns.size() != m_turns->turns().size();
    m_turns->setTurns(std::move(said.turns));
    m_table->setVisible(said.byAgent);
    if (!more)
        return;
    fit();
    // Once the rows are laid out.
    QMetaObject::invokeMethod(m_table, &QTableView::scrollToBottom, Qt::QueuedConnection);
}

QString AgentLedger::sumsOf(const Said& said) const
{
    QStringList parts{tr("%1 evaluations").arg(look::count(said.evaluations))};
    const bool decides = said.counters.updatesMade + said.counters.updatesSkipped > 0;
    if (said.byAgent && decides)
        parts << tr("%1 vetoes").arg(look::count(said.counters.vetoes))
              << tr("%1 of %2 updates of partners' models skipped")
                     .arg(look::count(said.counters.updatesSkipped),
                          look::count(said.counters.updatesSkipped + said.counters.updatesMade));
    if (said.effort.counted)
        parts << tr("%1 model fits").arg(look::count(said.effort.modelFits))
              << tr("%1 acquisition evaluations").arg(look::count(said.effort.acquisitionEvaluations))
              << tr("%1 of processor time to think")
                     .arg(look::quantity(said.effort.cpu_s, QStringLiteral("s")));
    return parts.join(QStringLiteral(" · "));
}

/// The decision is always there and takes the room that is left; of the columns after it as many are shown as
/// have room.
void AgentLedger::fit()
{
    showColumnsThatFit(*m_table, m_table->viewport()->width());
    m_table->setColumnHidden(AgentTurns::kDecision, false);
    m_table->horizontalHeader()->setSectionResizeMode(AgentTurns::kDecision, QHeaderView::Stretch);
}

void AgentLedger::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

bool AgentLedger::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave)
        Q_EMIT hoverLeft();
    return QWidget::eventFilter(watched, event);
}

} // namespace paretoscope::ui::panels
