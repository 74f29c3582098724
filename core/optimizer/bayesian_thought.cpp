// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/bayesian_search.h"

/// What Bayesian optimization says of its last proposal.
namespace paretoscope::optimizer {

namespace {

std::string wanted(AcquisitionKind kind, std::size_t objectives)
{
    switch (kind) {
    case AcquisitionKind::Improvement:
        return objectives > 1
                   ? "Proposed where the models promise the largest growth of the hypervolume: where "
                     "good values are expected, or where little is known."
                   : "Proposed where the model promises the largest improvement on the best so far: "
                     "where a good value is expected, or where little is known.";
    case AcquisitionKind::Chebyshev:
        return "Proposed where a weighting of the objectives, drawn anew each time, promises to improve "
               "most.";
    case AcquisitionKind::Confidence:
        return "Proposed where the lower end of what the model believes possible is lowest.";
    case AcquisitionKind::Thompson:
        return "Proposed where one function, drawn from all that the model believes possible, is best.";
    }
    return {};
}

} // namespace

Thought BayesianSearch::thought() const
{
    if (!m_lastAsked)
        return {};
    if (*m_lastAsked < m_options.initial) {
        return {"First designs",
                {"The first " + std::to_string(m_options.initial)
                 + " designs are spread evenly, so that a model has something to go by."},
                {},
                {}};
    }
    Thought thought;
    thought.phase = "Improving";
    thought.fromModel = true;
    const std::size_t seen = m_models.told().size();
    thought.sentences.push_back("A model was fitted to the " + std::to_string(seen)
                                + " designs so far. It says what to expect anywhere, and how sure that is.");
    thought.sentences.push_back(wanted(m_options.acquisition, m_problem.objectives));
    return thought;
}

} // namespace paretoscope::optimizer
