// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/believer.h"
#include "core/optimizer/candidate_search.h"

namespace paretoscope::optimizer {

/// Candidate searches with one model per objective. Designs in flight are believed in, see Believer.
class ModelSearch : public CandidateSearch
{
public:
    using CandidateSearch::CandidateSearch;

    [[nodiscard]] Result<Beliefs> beliefs(std::span<const space::Design> designs) override;

protected:
    /// A design by models that are up to date. Fills in m_thought.
    [[nodiscard]] virtual std::optional<space::Design> proposed(std::uint64_t id, Believer& believer,
                                                                Rng& rng) = 0;

private:
    [[nodiscard]] std::optional<space::Design> modelled(std::uint64_t id, Rng& rng) final;
};

} // namespace paretoscope::optimizer
