// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/model_search.h"

#include "core/optimizer/insight.h"

namespace paretoscope::optimizer {

std::optional<space::Design> ModelSearch::modelled(std::uint64_t id, Rng& rng)
{
    if (!m_models.update())
        return {};
    Believer believer(m_models, m_candidates.pending());
    m_thought.fromModel = true;
    return proposed(id, believer, rng);
}

Result<Beliefs> ModelSearch::beliefs(std::span<const space::Design> designs)
{
    if (!m_models.update())
        return Error{ErrorCode::NotFound, "too little has been evaluated for a model.", "insight", {}};
    Beliefs found = beliefsOf(m_models, designs);
    const surrogate::Vector score = scoreOf(designs);
    found.acquisition.assign(score.begin(), score.end());
    return found;
}

} // namespace paretoscope::optimizer
