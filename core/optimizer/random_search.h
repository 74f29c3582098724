// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/optimizer/candidates.h"
#include "core/optimizer/method.h"

namespace paretoscope::optimizer {

/// Uniform sampling without repetition: the yardstick for every other method (Bergstra, Bengio 2012).
class RandomSearch final : public Optimizer
{
public:
    RandomSearch(const SearchProblem& problem, std::uint64_t seed);

    [[nodiscard]] std::string name() const override { return "random"; }
    [[nodiscard]] std::optional<space::Design> ask(std::uint64_t id) override;
    [[nodiscard]] std::string whyNone() const override { return m_candidates.whyNone(); }
    void tell(std::span<const Observation> observations) override;
    void withdraw(std::span<const std::uint64_t> ids) override;
    void constrain(const Steering& steering) override;
    [[nodiscard]] Thought thought() const override;

private:
    Candidates m_candidates;
    std::uint64_t m_seed;
};

[[nodiscard]] Method randomMethod();

} // namespace paretoscope::optimizer
