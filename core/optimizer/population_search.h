// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/history.h"
#include "core/optimizer/variation.h"

namespace paretoscope::optimizer {

/// What all searches share that breed new designs from what they were told. They say how a child comes about
/// and what to remember; here it is made sure that a child is legal under the known constraints and the pins,
/// has never been proposed, and depends on nothing but the trial's number and what is known by then. Where
/// breeding finds nothing new, a random design takes its place.
class PopulationSearch : public Optimizer
{
public:
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) final;
    [[nodiscard]] std::string whyNone() const final { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) final;
    void withdraw(std::span<const std::uint64_t> ids) final;
    void constrain(const Steering& steering) final;
    [[nodiscard]] Thought thought() const override;

protected:
    PopulationSearch(const SearchProblem& problem, std::uint64_t seed);

    /// Whether there is anything to breed from; until then designs are drawn at random.
    [[nodiscard]] virtual bool breeds() const = 0;
    /// A child for trial `id`. Called again, with further random numbers, while what comes is not new or not
    /// allowed.
    [[nodiscard]] virtual space::Design bred(std::uint64_t id, Rng& rng) const = 0;
    /// Rows of the history that breed at present, and those of the last child's parents, where a method keeps
    /// account of them.
    [[nodiscard]] virtual std::vector<std::size_t> breeders() const { return {}; }
    [[nodiscard]] virtual std::vector<std::size_t> lastParents() const { return {}; }
    /// Row `row` of the history is new.
    virtual void learnt(std::size_t row) = 0;
    /// The question has changed, and with it the violations of the whole history.
    virtual void askedAnew() = 0;

    [[nodiscard]] const History& history() const { return m_history; }
    [[nodiscard]] const Variation& variation() const { return m_variation; }
    [[nodiscard]] const space::Space& space() const { return m_candidates.space(); }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

private:
    Candidates m_candidates;
    History m_history;
    Variation m_variation;
    std::uint64_t m_seed;
    enum class Last { None, Drawn, Bred } m_last = Last::None; ///< what the last proposal was
};

/// The rows of a history that breed best: whole fronts while they fit, of the last the least crowded; then
/// what is least violated. For when the question changes: it costs a pass over everything told for each
/// front.
[[nodiscard]] std::vector<std::size_t> bestRows(const History& history, std::size_t count);

} // namespace paretoscope::optimizer
