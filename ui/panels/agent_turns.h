// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/pabo_ledger.h"
#include "core/problem/problem.h"
#include "ui/panels/plain_table.h"

#include <optional>

namespace paretoscope::ui::panels {

/// The turns of an agent as rows. What became of each has a sign and a colour as well as words.
class AgentTurns : public PlainTableModel
{
    Q_OBJECT

public:
    static constexpr int kDecision = 2; ///< the column that says most

    AgentTurns(const problem::Problem& problem, QObject* parent);

    /// Of a search in two levels, the first trial of the second one.
    void setLevelTwo(std::optional<std::uint64_t> trial) { m_levelTwo = trial; }
    void setTurns(std::vector<optimizer::PaboTurn> turns);
    [[nodiscard]] const std::vector<optimizer::PaboTurn>& turns() const { return m_turns; }
    /// The trial of a row; of a vetoed design the one that is better.
    [[nodiscard]] std::optional<std::uint64_t> trialOf(int row) const;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] QString decisionOf(const optimizer::PaboTurn& turn) const;
    [[nodiscard]] QStringList rowOf(std::size_t index) const;
    [[nodiscard]] QString labelOf(std::size_t objective) const;
    [[nodiscard]] QString valueOf(std::size_t objective, double value) const;

    const problem::Problem& m_problem;
    std::vector<optimizer::PaboTurn> m_turns;
    std::optional<std::uint64_t> m_levelTwo;
};

} // namespace paretoscope::ui::panels
