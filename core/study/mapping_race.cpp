// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/mapping_race.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::study {

namespace {

using codesign::InnerMethod;

/// One search's best energy times delay after each evaluation; NaN before a valid mapping was found. A search
/// that ran out of new mappings keeps what it has.
std::vector<double> bestAfter(const codesign::MappingRecord& record, std::size_t evaluations)
{
    std::vector<double> best = record.bestSoFar_Js();
    best.resize(evaluations, best.empty() ? std::nan("") : best.back());
    return best;
}

/// \param seeds  their best so far, one row a seed, all of one length
RaceBand bandOf(InnerMethod method, const std::vector<std::vector<double>>& seeds)
{
    RaceBand band;
    band.method = static_cast<std::size_t>(method);
    const std::size_t length = seeds.empty() ? 0 : seeds.front().size();
    for (std::size_t i = 0; i < length; ++i) {
        std::vector<double> values;
        for (const auto& seed : seeds)
            values.push_back(seed[i]);
        band.x.push_back(static_cast<double>(i + 1));
        band.y.push_back(quartilesOf(std::move(values), true));
    }
    return band;
}

} // namespace

std::vector<InnerMethod> mappingRaceMethods(codesign::EvaluatorKind evaluator)
{
    std::vector<InnerMethod> methods{InnerMethod::Random, InnerMethod::ConstrainedBo,
                                     InnerMethod::RelaxAndRound, InnerMethod::BoostedTrees};
    if (evaluator == codesign::EvaluatorKind::Exact)
        methods.push_back(InnerMethod::Direct);
    return methods;
}

std::string innerMethodTitle(InnerMethod method)
{
    switch (method) {
    case InnerMethod::Random:
        return "Random valid mappings";
    case InnerMethod::ConstrainedBo:
        return "Constrained Bayesian";
    case InnerMethod::RelaxAndRound:
        return "Relax and round";
    case InnerMethod::BoostedTrees:
        return "Boosted trees";
    case InnerMethod::Direct:
        return "Direct mapper";
    }
    return {};
}

void raceMappings(const MappingRace& race, const std::stop_token& stop,
                  const std::function<bool(const MappingRaceState&)>& report)
{
    const auto evaluations = static_cast<std::size_t>(std::max<std::int64_t>(race.options.evaluations, 0));
    std::vector<std::vector<std::vector<double>>> best(race.methods.size());
    MappingRaceState state;
    state.all = race.methods.size() * race.seeds;
    for (std::size_t seed = 0; seed < race.seeds; ++seed) {
        for (std::size_t m = 0; m < race.methods.size(); ++m) {
            codesign::MappingSearchOptions options = race.options;
            options.method = race.methods[m];
            options.seed = race.options.seed + seed;
            options.keepMoments = false;
            const auto record = codesign::searchMappings(race.layer, race.machine, options, stop);
            if (record.stopped || stop.stop_requested())
                return;
            best[m].push_back(bestAfter(record, evaluations));
            ++state.searches;
            if (m + 1 < race.methods.size() && !report(state))
                return;
        }
        state.seeds = seed + 1;
        state.bands.clear();
        state.none.clear();
        for (std::size_t m = 0; m < race.methods.size(); ++m) {
            state.bands.push_back(bandOf(race.methods[m], best[m]));
            state.none.push_back(static_cast<std::size_t>(
                std::count_if(best[m].begin(), best[m].end(), [](const std::vector<double>& line) {
                    return line.empty() || std::isnan(line.back());
                })));
        }
        if (!report(state))
            return;
    }
}

} // namespace paretoscope::study
