// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_space.h"
#include "core/surrogate/bayesian_linear.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace paretoscope::codesign {

/// What learns which mappings are good.
enum class SurrogateKind {
    Linear,         ///< linear in the features: what the paper uses, from memory
    MaternFeatures, ///< Gaussian process, Matern 5/2, on the features
    MaternRaw,      ///< likewise, on factors and orders as they are written down
    Forest,         ///< random forest on the features
    Boosted         ///< boosted trees on factors and orders; says nothing of its doubt
};

/// One weight of a linear model: by how much the logarithm of energy times delay grows with one standard
/// deviation of a feature among the mappings seen.
struct FeatureWeight
{
    std::string feature;
    double weight = 0.0;
    double error = 0.0; ///< standard error
};

/// A model of ln(energy * delay) over the mappings of one layer on one machine. Deterministic for a seed.
class MappingSurrogate
{
public:
    virtual ~MappingSurrogate() = default;
    /// What a mapping looks like to this model.
    [[nodiscard]] virtual std::vector<double> row(const TiledMapping& mapping) const = 0;
    /// \returns false where the data cannot be fitted; then the model is as it was
    [[nodiscard]] virtual bool fit(const std::vector<std::vector<double>>& rows,
                                   const std::vector<double>& values, std::uint64_t seed) = 0;
    struct Belief
    {
        std::vector<double> mean, deviation;
    };
    /// Only after a fit.
    [[nodiscard]] virtual Belief predict(const std::vector<std::vector<double>>& rows) const = 0;
    /// Of linear models; none otherwise.
    [[nodiscard]] virtual std::vector<FeatureWeight> weights() const { return {}; }
};

[[nodiscard]] std::unique_ptr<MappingSurrogate>
makeMappingSurrogate(SurrogateKind kind, const LayerShape& layer, const Machine& machine);

} // namespace paretoscope::codesign
