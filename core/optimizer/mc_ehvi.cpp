// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/mc_ehvi.h"

#include "core/base/normal_draw.h"
#include "core/optimizer/acquisition.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

McEhvi::McEhvi(const SearchProblem& problem, std::uint64_t seed, ModelSearchOptions options,
               std::size_t samples)
    : ModelSearch(problem, seed, options)
    , m_samples(samples)
{ }

BoxDecomposition McEhvi::regionLeft(const Believer& believer) const
{
    const std::vector<std::size_t> front = m_models.front();
    if (front.empty())
        return {};
    std::vector<double> points;
    const auto add = [&](const std::vector<double>& objectives) {
        for (std::size_t j = 0; j < objectives.size(); ++j)
            points.push_back(scaled(j, objectives[j]));
    };
    for (const std::size_t row : front)
        add(m_models.told()[row].objectives);
    for (const std::vector<double>& objectives : believer.believed())
        add(objectives);
    std::vector<double> reference = m_models.reference();
    for (std::size_t j = 0; j < reference.size(); ++j)
        reference[j] = scaled(j, reference[j]);
    return decompose(points, reference);
}

/// Volume that the point would add.
double McEhvi::gainOf(const std::vector<double>& point) const
{
    double gain = 0.0;
    for (const BoxDecomposition::Box& box : m_region.boxes) {
        double volume = 1.0;
        for (std::size_t j = 0; j < point.size() && volume > 0.0; ++j) {
            const double low = m_region.levels[j][box.low[j]];
            volume *= std::max(0.0, m_region.levels[j][box.high[j]] - std::max(low, point[j]));
        }
        gain += volume;
    }
    return gain;
}

Vector McEhvi::scoreOf(std::span<const space::Design> designs) const
{
    const Matrix rows = m_models.features().encode(designs);
    Vector score = Acquisition(m_models).logFeasibility(rows);
    if (m_region.boxes.empty())
        return score;
    const std::size_t k = m_problem.objectives;
    std::vector<surrogate::Prediction> expected;
    for (const OutcomeModel& model : m_models.objectives())
        expected.push_back(model.model().predict(rows));
    std::vector<double> point(k);
    for (Index i = 0; i < rows.rows(); ++i) {
        double sum = 0.0;
        for (std::size_t s = 0; s < m_samples; ++s) {
            for (std::size_t j = 0; j < k; ++j) {
                const OutcomeModel& model = m_models.objectives()[j];
                const double drawn = expected[j].mean(i)
                                     + std::sqrt(expected[j].variance(i)) * m_normals[s * k + j];
                point[j] = scaled(j, model.fromModel(drawn));
            }
            sum += gainOf(point);
        }
        constexpr double kLeast = 1e-300; // no draw improved: worse than any that did
        score(i) += std::log(std::max(sum / static_cast<double>(m_samples), kLeast));
    }
    return score;
}

std::optional<space::Design> McEhvi::proposed(std::uint64_t /*id*/, Believer& believer, Rng& rng)
{
    m_thought.phase = "Improving";
    m_thought.sentences = {"For each of " + std::to_string(m_options.candidates)
                               + " candidates the growth of the hypervolume is "
                                 "averaged over "
                               + std::to_string(m_samples) + " draws from what the models believe possible.",
                           "Proposed where that average is largest."};
    m_region = regionLeft(believer);
    m_normals.resize(m_samples * m_problem.objectives);
    for (double& normal : m_normals)
        normal = drawNormal(rng);
    return mostPromising(pooled(m_candidates, designsAt(m_models.front()), rng));
}

Method mcEhviMethod()
{
    MethodDoc doc{
        "ehvi", "Sampled hypervolume improvement",
        "Bayesian optimization by the expected growth of the hypervolume, averaged over draws: a joint "
        "acquisition function that is expensive to compute, to measure cheaper methods against. For "
        "up to three objectives.",
        modelSearchOptions()};
    doc.options.push_back({"samples", "Samples", 512, 8, 100'000,
                           "Draws over which the growth of the hypervolume is averaged, for each candidate.",
                           "", "", true});
    return {
        std::move(doc),
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            if (problem.objectives > 3)
                return refusedMethod("the sampled hypervolume improvement is computed for up to three "
                                     "objectives, and there are "
                                     + std::to_string(problem.objectives) + ".");
            return std::unique_ptr<Optimizer>(std::make_unique<McEhvi>(
                problem, seed, modelSearchFrom(options, problem), options.count("samples")));
        }};
}

} // namespace paretoscope::optimizer
