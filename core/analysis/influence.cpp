// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/influence.h"

#include <algorithm>

namespace paretoscope::analysis {

using surrogate::GaussianProcess;
using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

namespace {

constexpr int kHalves = 8;

/// A base with the parameter of a donor; the base itself where no donor's value is possible.
space::Design replaced(const space::Space& space, const space::Design& base, std::size_t parameter,
                       std::span<const space::Design> donors, Rng& rng)
{
    constexpr int kTries = 8;
    if (!space.isActive(base, parameter))
        return base;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const space::Design& donor = donors[rng.below(donors.size())];
        if (!space.isActive(donor, parameter))
            continue;
        space::Design design = base;
        const auto from = space.value(donor, parameter);
        std::copy(from.begin(), from.end(), space.value(design, parameter).begin());
        space.activate(design, &rng);
        if (space.satisfiesConstraints(design))
            return design;
    }
    return base;
}

double variance(const Vector& a, const Vector& b)
{
    const double mean = 0.5 * (a.mean() + b.mean());
    return 0.5 * ((a.array() - mean).square().mean() + (b.array() - mean).square().mean());
}

std::vector<double> totalEffects(const GaussianProcess& model, const Probes& probes)
{
    const Vector base = model.predictMean(probes.bases);
    std::vector<double> effects;
    double whole = variance(base, base);
    for (const Matrix& changed : probes.changed) {
        const Vector moved = model.predictMean(changed);
        effects.push_back(0.5 * (moved - base).array().square().mean());
        whole = std::max(whole, variance(base, moved));
    }
    for (double& effect : effects)
        effect = whole > 0.0 ? std::min(effect / whole, 1.0) : 0.0;
    return effects;
}

/// A model of a random half of the values, with the hyper-parameters of the whole.
Result<GaussianProcess> halfOf(const optimizer::OutcomeModel& whole, const surrogate::KernelPtr& kernel,
                               Rng& rng)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < whole.size(); ++i)
        if (rng.chance(0.5))
            rows.push_back(i);
    Matrix points(static_cast<Index>(rows.size()), whole.features().front().size());
    Vector values(static_cast<Index>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        points.row(static_cast<Index>(i)) = whole.features()[rows[i]];
        values(static_cast<Index>(i)) = whole.toModel(whole.values()[rows[i]]);
    }
    return GaussianProcess::make(kernel, whole.model().fit(), std::move(points), values);
}

} // namespace

Probes probesOf(const space::Space& space, const surrogate::FeatureMap& features,
                std::span<const space::Design> bases, std::span<const space::Design> donors, Rng& rng)
{
    Probes probes;
    probes.bases = features.encode(bases);
    for (std::size_t parameter = 0; parameter < space.size(); ++parameter) {
        std::vector<space::Design> changed;
        changed.reserve(bases.size());
        for (const space::Design& base : bases)
            changed.push_back(replaced(space, base, parameter, donors, rng));
        probes.changed.push_back(features.encode(changed));
    }
    return probes;
}

std::optional<Influence> influenceOf(const optimizer::OutcomeModel& model, const surrogate::KernelPtr& kernel,
                                     const Probes& probes, Rng& rng, const std::function<bool()>& goOn)
{
    Influence influence;
    influence.shares = totalEffects(model.model(), probes);
    influence.low = influence.shares;
    influence.high = influence.shares;
    for (int i = 0; i < kHalves; ++i) {
        if (!goOn())
            return {};
        const auto half = halfOf(model, kernel, rng);
        if (!half)
            continue;
        const std::vector<double> shares = totalEffects(*half, probes);
        for (std::size_t j = 0; j < shares.size(); ++j) {
            influence.low[j] = std::min(influence.low[j], shares[j]);
            influence.high[j] = std::max(influence.high[j], shares[j]);
        }
    }
    return influence;
}

} // namespace paretoscope::analysis
