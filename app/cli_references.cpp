// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_references.h"

#include "core/study/reference_ratio.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace paretoscope::cli {

ReferenceMeasuring::ReferenceMeasuring(study::Session& session)
    : m_session(session)
    , m_all(study::referencesFromJson(session.get(study::kReferencesKey), session.study()))
{
    m_thread = std::jthread([this](const std::stop_token& stop) {
        for (study::Reference& reference : m_all) {
            if (reference.evaluated)
                continue;
            std::optional<problem::Outcome> outcome = study::evaluateReference(*m_session.study().problem,
                                                                               reference, stop);
            if (!outcome || stop.stop_requested())
                return;
            reference.trial.outcome = std::move(*outcome);
            reference.evaluated = true;
            m_session.put(study::kReferencesKey, study::referencesToJson(m_all));
        }
    });
}

void ReferenceMeasuring::finish(bool giveUp)
{
    if (giveUp)
        m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::string ReferenceMeasuring::comparedWith(const study::Snapshot& now) const
{
    const auto known = std::find_if(m_all.begin(), m_all.end(), [](const study::Reference& one) {
        return one.evaluated && one.trial.outcome.verdict == problem::Verdict::Feasible;
    });
    if (known == m_all.end())
        return {};
    const problem::Problem& problem = *m_session.study().problem;
    const std::size_t metric = study::judgedMetric(problem);
    study::BestTrial best(problem, metric);
    best.follow(now.trials);
    if (!best.id())
        return {};
    const std::optional<double> ratio = study::ratioTo(known->trial, now.trials[*best.id()], metric);
    if (!ratio)
        return {};
    char number[32];
    std::snprintf(number, sizeof number, "%.3g", *ratio);
    return std::string(", best ") + number + " x " + known->name + " (" + problem.metrics()[metric].name
           + ')';
}

} // namespace paretoscope::cli
