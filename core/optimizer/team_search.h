// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/candidates.h"

#include <memory>
#include <vector>

namespace paretoscope::optimizer {

/// Several searches as one: each trial is proposed by one of them, all learn from every result, and none
/// repeats what another one has proposed.
class TeamSearch : public Optimizer
{
public:
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) final;
    [[nodiscard]] std::string whyNone() const final { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) final;
    void withdraw(std::span<const std::uint64_t> ids) final;
    void constrain(const Steering& steering) final;

protected:
    TeamSearch(const SearchProblem& problem, std::uint64_t seed,
               std::vector<std::unique_ptr<Optimizer>> members);

    /// The member that trial `id` is due to. Others stand in, in order, when it has nothing new.
    [[nodiscard]] virtual std::size_t due(std::uint64_t id) const = 0;
    virtual void learnt(const Observation& observation) = 0;
    virtual void askedAnew() = 0;

    [[nodiscard]] std::size_t memberCount() const { return m_members.size(); }
    [[nodiscard]] const Candidates& candidates() const { return m_candidates; }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

private:
    Candidates m_candidates;
    std::uint64_t m_seed;
    std::vector<std::unique_ptr<Optimizer>> m_members;
};

} // namespace paretoscope::optimizer
