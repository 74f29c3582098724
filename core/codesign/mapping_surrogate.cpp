// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/mapping_surrogate.h"

#include "core/codesign/mapping_features.h"
#include "core/surrogate/boosted_trees.h"
#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/gaussian_process.h"
#include "core/surrogate/random_forest.h"
#include "core/surrogate/stationary_kernel.h"

#include <cmath>
#include <optional>

namespace paretoscope::codesign {

namespace {

using Rows = std::vector<std::vector<double>>;
using surrogate::Index;
using surrogate::Matrix;
using surrogate::Vector;

Matrix matrixOf(const Rows& rows)
{
    Matrix matrix(static_cast<Index>(rows.size()), static_cast<Index>(rows.front().size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
        matrix.row(static_cast<Index>(i)) = Eigen::Map<const Eigen::RowVectorXd>(
            rows[i].data(), static_cast<Index>(rows[i].size()));
    return matrix;
}

Vector vectorOf(const std::vector<double>& values)
{
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

std::vector<double> flat(const Rows& rows)
{
    std::vector<double> all;
    for (const auto& row : rows)
        all.insert(all.end(), row.begin(), row.end());
    return all;
}

class OnFeatures : public MappingSurrogate
{
public:
    OnFeatures(const LayerShape& layer, const Machine& machine)
        : m_layer(layer)
        , m_machine(machine)
    { }
    [[nodiscard]] std::vector<double> row(const TiledMapping& mapping) const override
    {
        const auto features = mappingFeatures(m_layer, m_machine, mapping);
        return {features.begin(), features.end()};
    }

private:
    LayerShape m_layer;
    Machine m_machine;
};

class LinearSurrogate final : public OnFeatures
{
public:
    using OnFeatures::OnFeatures;
    [[nodiscard]] bool fit(const Rows& rows, const std::vector<double>& values, std::uint64_t) override
    {
        auto fitted = surrogate::BayesianLinear::fit(matrixOf(rows), vectorOf(values));
        if (!fitted)
            return false;
        m_model = std::move(fitted).value();
        return true;
    }
    [[nodiscard]] Belief predict(const Rows& rows) const override
    {
        const auto belief = m_model->predict(matrixOf(rows));
        return {{belief.mean.begin(), belief.mean.end()}, {belief.deviation.begin(), belief.deviation.end()}};
    }
    [[nodiscard]] std::vector<FeatureWeight> weights() const override
    {
        if (!m_model)
            return {};
        const Vector weights = m_model->weights();
        const Vector errors = m_model->weightErrors();
        std::vector<FeatureWeight> named;
        for (std::size_t i = 0; i < kMappingFeatures; ++i)
            named.push_back(
                {mappingFeatureNames()[i], weights(static_cast<Index>(i)), errors(static_cast<Index>(i))});
        return named;
    }

private:
    std::optional<surrogate::BayesianLinear> m_model;
};

/// A Gaussian process on columns that are standardised over the mappings seen. Hyper-parameters are fitted
/// when there are half as many mappings again as at the last time (our choice), in between points only join.
class ProcessSurrogate final : public MappingSurrogate
{
public:
    ProcessSurrogate(bool raw, const LayerShape& layer, const Machine& machine)
        : m_raw(raw)
        , m_features(layer, machine)
    { }
    [[nodiscard]] std::vector<double> row(const TiledMapping& mapping) const override
    {
        if (!m_raw)
            return m_features.row(mapping);
        const auto raw = rawParameters(mapping);
        return {raw.begin(), raw.end()};
    }
    [[nodiscard]] bool fit(const Rows& rows, const std::vector<double>& values, std::uint64_t) override
    {
        if (!m_model || rows.size() >= m_fittedTo + m_fittedTo / 2)
            return refit(rows, values);
        for (auto next = static_cast<std::size_t>(m_told); next < rows.size(); ++next)
            (void)m_model->append(scaled(matrixOf({rows[next]})), values[next]); // adds nothing: left out
        m_told = rows.size();
        return true;
    }
    [[nodiscard]] Belief predict(const Rows& rows) const override
    {
        const surrogate::Prediction prediction = m_model->predict(scaled(matrixOf(rows)));
        const Vector deviation = prediction.variance.cwiseSqrt();
        return {{prediction.mean.begin(), prediction.mean.end()}, {deviation.begin(), deviation.end()}};
    }

private:
    bool refit(const Rows& rows, const std::vector<double>& values)
    {
        const Matrix points = matrixOf(rows);
        const auto n = static_cast<double>(rows.size());
        m_centre = points.colwise().mean();
        m_scale = ((points.rowwise() - m_centre).colwise().squaredNorm() / n).cwiseSqrt();
        for (double& scale : m_scale)
            scale = scale > 1e-12 ? scale : 1.0;
        std::vector<surrogate::NumericColumn> columns;
        for (Index c = 0; c < points.cols(); ++c)
            columns.push_back({c, std::to_string(c)});
        surrogate::KernelPtr kernel = std::make_shared<surrogate::StationaryKernel>(
            surrogate::Profile::Matern52, std::move(columns));
        kernel = std::make_shared<surrogate::ScaledKernel>(std::move(kernel), "signal");
        surrogate::FitOptions options;
        options.iterations = 30;
        auto fitted = surrogate::GaussianProcess::fitted(std::move(kernel), scaled(points), vectorOf(values),
                                                         options);
        if (!fitted)
            return false;
        m_model = std::move(fitted).value();
        m_fittedTo = m_told = rows.size();
        return true;
    }
    [[nodiscard]] Matrix scaled(const Matrix& points) const
    {
        return (points.rowwise() - m_centre).array().rowwise() / m_scale.array();
    }

    bool m_raw;
    LinearSurrogate m_features; ///< for its rows
    Eigen::RowVectorXd m_centre, m_scale;
    std::optional<surrogate::GaussianProcess> m_model;
    std::size_t m_fittedTo = 0; ///< mappings
    std::size_t m_told = 0;
};

class ForestSurrogate final : public OnFeatures
{
public:
    using OnFeatures::OnFeatures;
    [[nodiscard]] bool fit(const Rows& rows, const std::vector<double>& values, std::uint64_t seed) override
    {
        auto fitted = surrogate::RandomForest::fit(flat(rows), std::vector<std::size_t>(kMappingFeatures, 0),
                                                   values, {}, seed);
        if (!fitted)
            return false;
        m_model = std::move(fitted).value();
        return true;
    }
    [[nodiscard]] Belief predict(const Rows& rows) const override
    {
        Belief belief;
        for (const auto& row : rows) {
            const auto prediction = m_model->predict(row);
            belief.mean.push_back(prediction.mean);
            belief.deviation.push_back(std::sqrt(prediction.variance));
        }
        return belief;
    }

private:
    std::optional<surrogate::RandomForest> m_model;
};

class BoostedSurrogate final : public MappingSurrogate
{
public:
    [[nodiscard]] std::vector<double> row(const TiledMapping& mapping) const override
    {
        const auto raw = rawParameters(mapping);
        return {raw.begin(), raw.end()};
    }
    [[nodiscard]] bool fit(const Rows& rows, const std::vector<double>& values, std::uint64_t seed) override
    {
        auto fitted = surrogate::BoostedTrees::fit(flat(rows), kRawParameters, values, {}, seed);
        if (!fitted)
            return false;
        m_model = std::move(fitted).value();
        return true;
    }
    [[nodiscard]] Belief predict(const Rows& rows) const override
    {
        Belief belief;
        for (const auto& row : rows)
            belief.mean.push_back(m_model->predict(row));
        belief.deviation.assign(rows.size(), 0.0);
        return belief;
    }

private:
    std::optional<surrogate::BoostedTrees> m_model;
};

} // namespace

std::unique_ptr<MappingSurrogate> makeMappingSurrogate(SurrogateKind kind, const LayerShape& layer,
                                                       const Machine& machine)
{
    switch (kind) {
    case SurrogateKind::Linear:
        return std::make_unique<LinearSurrogate>(layer, machine);
    case SurrogateKind::MaternFeatures:
        return std::make_unique<ProcessSurrogate>(false, layer, machine);
    case SurrogateKind::MaternRaw:
        return std::make_unique<ProcessSurrogate>(true, layer, machine);
    case SurrogateKind::Forest:
        return std::make_unique<ForestSurrogate>(layer, machine);
    case SurrogateKind::Boosted:
        return std::make_unique<BoostedSurrogate>();
    }
    return std::make_unique<LinearSurrogate>(layer, machine);
}

} // namespace paretoscope::codesign
