// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/surrogate/feature_map.h"

#include "core/surrogate/composite_kernel.h"
#include "core/surrogate/mismatch_kernel.h"
#include "core/surrogate/warped_kernel.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::surrogate {

namespace {

using space::Parameter;
using space::ParameterKind;

bool isLabelled(const Parameter& parameter)
{
    return parameter.kind() == ParameterKind::Categorical || parameter.kind() == ParameterKind::Permutation;
}

/// A category needs one label where Parameter::features has as many columns as there are categories.
std::size_t widthOf(const Parameter& parameter)
{
    return parameter.kind() == ParameterKind::Categorical ? 1 : parameter.featureCount();
}

bool deservesLogarithm(const Parameter& parameter)
{
    constexpr double kRatio = 8.0;
    const auto extent = parameter.axisExtent();
    const bool ranked = parameter.kind() == ParameterKind::Ordinal
                        || parameter.kind() == ParameterKind::Integer;
    return ranked && extent.low > 0.0 && extent.high >= kRatio * extent.low;
}

} // namespace

FeatureMap::FeatureMap(const space::Space& space)
    : m_space(space)
{
    for (std::size_t i = 0; i < space.size(); ++i) {
        const Parameter& parameter = space.parameter(i);
        if (parameter.kind() == ParameterKind::Real)
            m_real.push_back(columns());
        const Kind kind = isLabelled(parameter) ? Kind::Label : Kind::Numeric;
        m_columns.insert(m_columns.end(), widthOf(parameter), {i, kind});
        if (parameter.condition())
            m_columns.push_back({i, Kind::Activity});
    }
}

void FeatureMap::encodeActive(const Parameter& parameter, std::span<const double> value,
                              std::vector<double>& out) const
{
    if (parameter.kind() == ParameterKind::Categorical) {
        out.push_back(value[0]);
        return;
    }
    if (deservesLogarithm(parameter)) {
        const auto extent = parameter.axisExtent();
        out.push_back(std::log(value[0] / extent.low) / std::log(extent.high / extent.low));
        return;
    }
    const std::size_t first = out.size();
    out.resize(first + parameter.featureCount());
    parameter.features(value, std::span(out).subspan(first));
}

Eigen::RowVectorXd FeatureMap::encode(const space::Design& design) const
{
    std::vector<double> row;
    row.reserve(m_columns.size());
    for (std::size_t i = 0; i < m_space.size(); ++i) {
        const Parameter& parameter = m_space.parameter(i);
        const bool active = m_space.isActive(design, i);
        if (active)
            encodeActive(parameter, m_space.value(design, i), row);
        else
            row.insert(row.end(), widthOf(parameter), isLabelled(parameter) ? -1.0 : 0.5);
        if (parameter.condition())
            row.push_back(active ? 1.0 : 0.0);
    }
    return Eigen::Map<const Eigen::RowVectorXd>(row.data(), static_cast<Index>(row.size()));
}

Matrix FeatureMap::encode(std::span<const space::Design> designs) const
{
    Matrix rows(static_cast<Index>(designs.size()), columns());
    for (std::size_t i = 0; i < designs.size(); ++i)
        rows.row(static_cast<Index>(i)) = encode(designs[i]);
    return rows;
}

std::size_t FeatureMap::parameterOf(Index column) const
{
    return m_columns[static_cast<std::size_t>(column)].parameter;
}

void FeatureMap::setReal(space::Design& design, Index column, double u) const
{
    const std::size_t index = parameterOf(column);
    const auto [low, high, logarithmic] = m_space.parameter(index).axisExtent();
    const double place = std::clamp(u, 0.0, 1.0);
    const double value = logarithmic ? low * std::pow(high / low, place) : low + (high - low) * place;
    m_space.value(design, index)[0] = std::clamp(value, low, high);
}

KernelPtr FeatureMap::kernel(Profile profile, bool warp) const
{
    std::vector<NumericColumn> numeric;
    std::vector<MismatchGroup> groups;
    for (Index c = 0; c < columns(); ++c) {
        const Column& column = m_columns[static_cast<std::size_t>(c)];
        const std::string& name = m_space.parameter(column.parameter).name();
        const bool more = c > 0 && m_columns[static_cast<std::size_t>(c - 1)].parameter == column.parameter;
        if (column.kind == Kind::Numeric)
            numeric.push_back({c, name});
        else if (column.kind == Kind::Activity)
            groups.push_back({{c}, "activity of " + name});
        else if (more)
            groups.back().columns.push_back(c);
        else
            groups.push_back({{c}, name});
    }
    std::vector<KernelPtr> parts;
    if (!numeric.empty()) {
        KernelPtr part = std::make_shared<StationaryKernel>(profile, numeric);
        parts.push_back(warp ? std::make_shared<WarpedKernel>(part, numeric) : part);
    }
    if (!groups.empty())
        parts.push_back(std::make_shared<MismatchKernel>(std::move(groups)));
    KernelPtr whole = parts.size() == 1
                          ? parts[0]
                          : std::make_shared<CompositeKernel>(Combination::Product, std::move(parts));
    return std::make_shared<ScaledKernel>(std::move(whole), "signal");
}

} // namespace paretoscope::surrogate
