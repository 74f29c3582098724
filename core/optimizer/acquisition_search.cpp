// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/acquisition_search.h"

#include "core/optimizer/variation.h"

#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace paretoscope::optimizer {

namespace {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

/// A design on its way up.
struct Climber
{
    space::Design design;
    double value = -INFINITY;
};

class Ascent
{
public:
    Ascent(const Acquisition& acquisition, const surrogate::FeatureMap& features, Candidates& candidates,
           const SearchEffort& effort, Rng& rng)
        : m_acquisition(acquisition)
        , m_features(features)
        , m_candidates(candidates)
        , m_effort(effort)
        , m_rng(rng)
        , m_variation(candidates.space())
    { }

    void climb(Climber& climber)
    {
        for (int round = 0; round < m_effort.rounds && m_rounds < m_effort.allRounds; ++round, ++m_rounds) {
            const double before = climber.value;
            followGradient(climber);
            stepToNeighbour(climber);
            constexpr double kGain = 1e-4; // of a logarithm: a hundredth of a per cent
            if (climber.value < before + kGain)
                return;
        }
    }

private:
    struct Objective
    {
        const Acquisition& acquisition;
        const std::vector<Index>& columns;
        Eigen::RowVectorXd row;
        std::vector<double> best;
        double bestValue;
    };

    static double negative(unsigned n, const double* x, double* gradient, void* data)
    {
        Objective& objective = *static_cast<Objective*>(data);
        for (unsigned i = 0; i < n; ++i)
            objective.row(objective.columns[i]) = x[i];
        Eigen::RowVectorXd slope;
        const double value = objective.acquisition.valueWithGradient(objective.row, slope);
        for (unsigned i = 0; gradient && i < n; ++i)
            gradient[i] = -slope(objective.columns[i]);
        if (!std::isfinite(value))
            return 1e30;
        if (value > objective.bestValue) {
            objective.bestValue = value;
            objective.best.assign(x, x + n);
        }
        return -value;
    }

    [[nodiscard]] std::vector<Index> activeReals(const space::Design& design) const
    {
        std::vector<Index> columns;
        for (const Index column : m_features.realColumns())
            if (m_candidates.space().isActive(design, m_features.parameterOf(column)))
                columns.push_back(column);
        return columns;
    }

    /// L-BFGS within the unit cube of the active real parameters. Where the top lies outside what is legal,
    /// the way there is followed as far as it is.
    void followGradient(Climber& climber)
    {
        const std::vector<Index> columns = activeReals(climber.design);
        if (columns.empty() || m_effort.gradients < 1)
            return;
        Objective objective{m_acquisition, columns, m_features.encode(climber.design), {}, climber.value};
        std::vector<double> x;
        for (const Index column : columns)
            x.push_back(objective.row(column));
        const std::vector<double> from = x;
        const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> run(
            nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(x.size())), &nlopt_destroy);
        nlopt_set_lower_bounds1(run.get(), 0.0);
        nlopt_set_upper_bounds1(run.get(), 1.0);
        nlopt_set_min_objective(run.get(), negative, &objective);
        nlopt_set_maxeval(run.get(), m_effort.gradients);
        nlopt_set_ftol_abs(run.get(), 1e-4);
        double least = 0.0;
        static_cast<void>(nlopt_optimize(run.get(), x.data(), &least)); // the best seen is kept above
        if (objective.best.empty())
            return;
        double share = 1.0;
        for (int halving = 0; halving < 6; ++halving, share *= 0.5) {
            space::Design there = climber.design;
            for (std::size_t i = 0; i < columns.size(); ++i)
                m_features.setReal(there, columns[i], from[i] + share * (objective.best[i] - from[i]));
            if (m_candidates.isLegal(there)) {
                moveIfBetter(climber, {std::move(there)});
                return;
            }
        }
    }

    void moveIfBetter(Climber& climber, const std::vector<space::Design>& designs)
    {
        if (designs.empty())
            return;
        const Vector values = m_acquisition.values(m_features.encode(designs));
        Index best = 0;
        if (values.maxCoeff(&best) > climber.value) {
            climber.value = values(best);
            climber.design = designs[static_cast<std::size_t>(best)];
        }
    }

    /// Known constraints tie parameters together: a larger tile needs a larger buffer. A step that breaks one
    /// is followed by a small step of something else, if one that mends it is found soon.
    [[nodiscard]] bool madeLegal(space::Design& design)
    {
        constexpr int kTries = 8;
        if (m_candidates.isLegal(design))
            return true;
        const auto varied = [&](Rng& rng) {
            space::Design other = design;
            m_variation.mutate(other, 1.0, rng);
            m_candidates.space().activate(other, &rng);
            return other;
        };
        if (m_candidates.wantsAnnouncements()) {
            Rng ahead = m_rng;
            std::vector<space::Design> next;
            for (int attempt = 0; attempt < kTries; ++attempt)
                next.push_back(varied(ahead));
            m_candidates.announce(next);
        }
        for (int attempt = 0; attempt < kTries; ++attempt) {
            space::Design mended = varied(m_rng);
            if (m_candidates.isLegal(mended)) {
                design = std::move(mended);
                return true;
            }
        }
        return false;
    }

    /// All neighbours in the parameters that are not real.
    [[nodiscard]] std::vector<space::Design> neighboursOf(const space::Design& centre)
    {
        const space::Space& space = m_candidates.space();
        std::vector<space::Design> designs;
        for (std::size_t i = 0; i < space.size(); ++i) {
            const space::Parameter& parameter = space.parameter(i);
            if (!space.isActive(centre, i) || parameter.kind() == space::ParameterKind::Real)
                continue;
            const std::vector<double> near = parameter.neighbours(space.value(centre, i));
            for (std::size_t first = 0; first + parameter.width() <= near.size();
                 first += parameter.width()) {
                designs.push_back(centre);
                std::copy_n(near.begin() + static_cast<std::ptrdiff_t>(first), parameter.width(),
                            space.value(designs.back(), i).begin());
                space.activate(designs.back(), &m_rng);
            }
        }
        return designs;
    }

    /// To the best of the neighbours (and, where there are such, of variations that reach farther and change
    /// the real parameters too).
    void stepToNeighbour(Climber& climber)
    {
        std::vector<space::Design> designs = neighboursOf(climber.design);
        if (designs.empty())
            return;
        for (std::size_t jump = 0; jump < m_effort.jumps; ++jump) {
            designs.push_back(climber.design);
            m_variation.mutate(designs.back(), 1.5, m_rng);
            m_candidates.space().activate(designs.back(), &m_rng);
        }
        m_candidates.announce(designs);
        std::erase_if(designs, [this](space::Design& design) {
            return !madeLegal(design) || !m_candidates.isNew(design);
        });
        moveIfBetter(climber, designs);
    }

    const Acquisition& m_acquisition;
    const surrogate::FeatureMap& m_features;
    Candidates& m_candidates;
    const SearchEffort& m_effort;
    Rng& m_rng;
    Variation m_variation;
    int m_rounds = 0; ///< so far, of all climbers
};

/// The best of the pool, but no two from the same corner: a start within a twentieth of the cube's diagonal
/// of a better one would climb to the same top.
std::vector<Climber> startsOf(const std::vector<space::Design>& designs, const Vector& values,
                              const Matrix& rows, std::size_t most)
{
    std::vector<Index> order(designs.size());
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return values(a) > values(b); });
    const double near = 0.05 * std::sqrt(static_cast<double>(rows.cols()));
    std::vector<Index> chosen;
    for (const Index i : order) {
        const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](Index other) {
            return (rows.row(i) - rows.row(other)).norm() > near;
        });
        if (apart && std::isfinite(values(i)))
            chosen.push_back(i);
        if (chosen.size() == most)
            break;
    }
    std::vector<Climber> climbers;
    for (const Index i : chosen)
        climbers.push_back({designs[static_cast<std::size_t>(i)], values(i)});
    return climbers;
}

} // namespace

std::vector<space::Design> pool(Candidates& candidates, std::span<const space::Design> parents,
                                const SearchEffort& effort, Rng& rng)
{
    const space::Space& space = candidates.space();
    const Variation variation(space);
    std::vector<space::Design> designs;
    for (std::size_t i = 0; i < effort.random; ++i) {
        if (i % 64 == 0) // twice as many as are wanted, because some will not be legal
            candidates.announceDraws(rng, 2 * (effort.random - i));
        auto design = candidates.fresh(rng);
        if (!design)
            break;
        designs.push_back(std::move(*design));
    }
    std::vector<space::Design> children;
    for (std::size_t i = 0; i < effort.around && !parents.empty(); ++i) {
        const space::Design& first = parents[rng.below(parents.size())];
        space::Design child = first;
        if (rng.chance(0.4))
            child = variation.crossed(first, parents[rng.below(parents.size())], 5.0, rng);
        if (rng.chance(0.8))
            variation.mutate(child, rng.chance(0.5) ? 1.0 : 3.0, rng);
        space.activate(child, &rng);
        candidates.settle(child, rng);
        children.push_back(std::move(child));
    }
    candidates.announce(children);
    for (space::Design& child : children)
        if (candidates.isNew(child) && candidates.isLegal(child))
            designs.push_back(std::move(child));
    return designs;
}

std::optional<space::Design> maximize(const Acquisition& acquisition, const surrogate::FeatureMap& features,
                                      Candidates& candidates, std::span<const space::Design> parents,
                                      const SearchEffort& effort, Rng& rng)
{
    const std::vector<space::Design> designs = pool(candidates, parents, effort, rng);
    if (designs.empty())
        return {};
    const Matrix rows = features.encode(designs);
    const Vector values = acquisition.values(rows);
    std::vector<Climber> climbers = startsOf(designs, values, rows, effort.starts);
    const std::size_t fallbacks = climbers.size(); // starts are legal and new, tops need not be
    for (std::size_t i = 0; i < fallbacks; ++i)
        climbers.push_back(climbers[i]);
    Ascent ascent(acquisition, features, candidates, effort, rng);
    for (std::size_t i = 0; i < fallbacks; ++i)
        ascent.climb(climbers[i]);
    const Climber* best = nullptr;
    for (const Climber& climber : climbers)
        if (candidates.isNew(climber.design) && candidates.isLegal(climber.design)
            && (best == nullptr || climber.value > best->value))
            best = &climber;
    return best ? best->design : designs.front();
}

} // namespace paretoscope::optimizer
