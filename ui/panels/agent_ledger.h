// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/optimizer/pabo_ledger.h"
#include "core/problem/problem.h"
#include "ui/panels/agent_turns.h"

#include <QLabel>
#include <QTableView>
#include <QWidget>

namespace paretoscope::ui::panels {

/// What a search has spent, and of an agent each turn: who proposed, what was expected, what was decided.
class AgentLedger : public QWidget
{
    Q_OBJECT

public:
    /// \param method  that takes the turns
    AgentLedger(const problem::Problem& problem, const optimizer::MethodChoice& method, QWidget* parent);

    struct Said
    {
        std::vector<optimizer::PaboTurn> turns; ///< in people's directions
        optimizer::PaboCounters counters;
        optimizer::Effort effort;
        quint64 evaluations = 0;
        bool byAgent = true; ///< otherwise there are no turns to tell
    };
    void say(Said said);
    [[nodiscard]] QString sums() const { return m_sums->text(); }
    [[nodiscard]] QTableView& table() { return *m_table; }

Q_SIGNALS:
    void trialChosen(quint64 id);
    void trialHovered(quint64 id);
    void hoverLeft();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QString sumsOf(const Said& said) const;
    void fit();

    AgentTurns* m_turns;
    QLabel* m_sums;
    QTableView* m_table;
};

} // namespace paretoscope::ui::panels
