// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/parzen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace paretoscope::optimizer {

namespace {

// Compounds have no natural width or volume. Both are our choices; since every estimator uses the same ones,
// they matter little to the ratio of two.
constexpr double kCompoundReach = 0.25; ///< mean difference of features over which likeness falls to 1/e
constexpr double kCompoundPeak = 8.0;   ///< density at a compound kernel's centre over the uniform one

constexpr double kFew = 512.0; ///< values of a scale up to which kernels are summed up over them

double normalBelow(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// A normal number (Box, Muller 1958).
double normal(Rng& rng)
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - rng.uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * rng.uniform());
}

/// Log of a sum of exponentials, safe from overflow.
class LogSum
{
public:
    void add(double logTerm)
    {
        if (logTerm <= m_largest) {
            m_sum += std::exp(logTerm - m_largest);
        } else {
            m_sum = m_sum * std::exp(m_largest - logTerm) + 1.0;
            m_largest = logTerm;
        }
    }
    [[nodiscard]] double value() const { return m_largest + std::log(m_sum); }

private:
    double m_largest = std::numeric_limits<double>::lowest();
    double m_sum = 0.0;
};

} // namespace

ParzenSpace::ParzenSpace(const space::Space& space)
    : m_space(space)
    , m_scales(space)
{
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        const auto count = parameter.count();
        Axis axis;
        axis.values = count ? static_cast<double>(*count) : 0.0;
        if (m_scales.isScale(i)) {
            axis.margin = axis.values > 1.0 ? 0.5 / (axis.values - 1.0) : 0.0;
        } else if (parameter.width() == 1) {
            axis.kind = Kind::Category;
        } else {
            axis.kind = Kind::Compound;
            axis.width = parameter.featureCount();
        }
        axis.first = m_codeWidth;
        m_codeWidth += axis.width;
        m_axes.push_back(axis);
    }
}

std::vector<double> ParzenSpace::coded(const space::Design& design) const
{
    std::vector<double> code(m_codeWidth, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        if (!m_space.isActive(design, i))
            continue;
        const Axis& axis = m_axes[i];
        const auto value = m_space.value(design, i);
        if (axis.kind == Kind::Scale)
            code[axis.first] = m_scales.place(i, value[0]);
        else if (axis.kind == Kind::Category)
            code[axis.first] = value[0];
        else
            m_space.parameter(i).features(value, std::span(code).subspan(axis.first, axis.width));
    }
    return code;
}

/// Kernels narrow as they become many, by Scott's rule (Scott 1992).
ParzenEstimator::ParzenEstimator(const ParzenSpace& space, std::vector<const space::Design*> centres,
                                 const ParzenOptions& options)
    : m_space(space)
    , m_options(options)
    , m_centres(std::move(centres))
{
    const auto& axes = m_space.axes();
    for (const space::Design* centre : m_centres) {
        const std::vector<double> code = m_space.coded(*centre);
        m_codes.insert(m_codes.end(), code.begin(), code.end());
    }
    const auto n = static_cast<double>(std::max<std::size_t>(m_centres.size(), 1));
    const double narrowing = std::pow(n, -1.0 / (static_cast<double>(axes.size()) + 4.0));
    m_deviation = std::max(options.narrowest, options.width * narrowing);
    m_logNorms.assign(m_centres.size() * axes.size(), 0.0);
    m_logSame.assign(axes.size(), 0.0);
    m_logOther.assign(axes.size(), 0.0);
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
        normalise(axis);
}

/// Sees to it that every kernel is 1 on average over the axis.
void ParzenEstimator::normalise(std::size_t a)
{
    const ParzenSpace::Axis& axis = m_space.axes()[a];
    const std::size_t stride = m_space.axes().size();
    if (axis.kind == ParzenSpace::Kind::Category && axis.values > 1.0) {
        m_logSame[a] = std::log((1.0 - m_options.categoryShare) * axis.values);
        m_logOther[a] = std::log(m_options.categoryShare * axis.values / (axis.values - 1.0));
    }
    if (axis.kind != ParzenSpace::Kind::Scale)
        return;
    std::vector<double> logNorms; // by rank, for scales of few values
    const bool few = axis.values > 1.0 && axis.values <= kFew;
    for (double at = 0.0; few && at < axis.values; at += 1.0) {
        double sum = 0.0;
        for (double rank = 0.0; rank < axis.values; rank += 1.0) {
            const double distance = (rank - at) / (axis.values - 1.0) / m_deviation;
            sum += std::exp(-0.5 * distance * distance);
        }
        logNorms.push_back(std::log(sum / axis.values));
    }
    for (std::size_t i = 0; i < m_centres.size(); ++i) {
        const double at = m_codes[i * m_space.codeWidth() + axis.first];
        if (std::isnan(at))
            continue;
        if (few) {
            m_logNorms[i * stride + a] =
                logNorms[static_cast<std::size_t>(std::lround(at * (axis.values - 1.0)))];
        } else {
            const double within = normalBelow((1.0 - at) / m_deviation) - normalBelow(-at / m_deviation);
            m_logNorms[i * stride + a] = std::log(m_deviation * std::sqrt(2.0 * std::numbers::pi) * within);
        }
    }
}

double ParzenEstimator::logKernel(std::size_t centre, std::size_t a, std::span<const double> code) const
{
    const ParzenSpace::Axis& axis = m_space.axes()[a];
    const double* own = m_codes.data() + centre * m_space.codeWidth() + axis.first;
    const double* at = code.data() + axis.first;
    if (std::isnan(own[0]) || std::isnan(at[0]))
        return 0.0;
    if (axis.kind == ParzenSpace::Kind::Scale) {
        const double distance = (at[0] - own[0]) / m_deviation;
        return -0.5 * distance * distance - m_logNorms[centre * m_space.axes().size() + a];
    }
    if (axis.kind == ParzenSpace::Kind::Category)
        return own[0] == at[0] ? m_logSame[a] : m_logOther[a];
    double apart = 0.0;
    for (std::size_t j = 0; j < axis.width; ++j)
        apart += std::abs(own[j] - at[j]);
    apart /= static_cast<double>(axis.width);
    const double share = m_options.categoryShare;
    return std::log(share + (1.0 - share) * kCompoundPeak * std::exp(-apart / kCompoundReach));
}

double ParzenEstimator::logDensity(std::span<const double> code) const
{
    LogSum sum;
    sum.add(std::log(m_options.prior));
    for (std::size_t i = 0; i < m_centres.size(); ++i) {
        double product = 0.0;
        for (std::size_t a = 0; a < m_space.axes().size(); ++a)
            product += logKernel(i, a, code);
        sum.add(product);
    }
    return sum.value() - std::log(m_options.prior + static_cast<double>(m_centres.size()));
}

void ParzenEstimator::sampleAxis(std::size_t a, const space::Design& centre, space::Design& design,
                                 Rng& rng) const
{
    const space::Space& space = m_space.space();
    const ParzenSpace::Axis& axis = m_space.axes()[a];
    const std::span<double> value = space.value(design, a);
    if (axis.kind == ParzenSpace::Kind::Scale) {
        const double at = m_space.scales().place(a, space.value(centre, a)[0]);
        double place = at;
        do
            place = at + m_deviation * normal(rng);
        while (place < -axis.margin || place > 1.0 + axis.margin);
        value[0] = m_space.scales().valueAt(a, place);
        return;
    }
    const auto own = space.value(centre, a);
    std::copy(own.begin(), own.end(), value.begin());
    if (rng.chance(m_options.categoryShare))
        space.parameter(a).mutate(rng, 1.0, value); // anywhere else
    else if (axis.kind == ParzenSpace::Kind::Compound && rng.chance(0.5))
        space.parameter(a).mutate(rng, kCompoundReach, value);
}

space::Design ParzenEstimator::sample(Rng& rng) const
{
    const space::Space& space = m_space.space();
    space::Design design(std::vector<double>(space.slotCount(), 0.0));
    const double total = m_options.prior + static_cast<double>(m_centres.size());
    const auto drawn = static_cast<std::size_t>(rng.uniform()
                                                * total); // beyond the centres: the uniform part
    const space::Design* centre = drawn < m_centres.size() ? m_centres[drawn] : nullptr;
    for (std::size_t a = 0; a < m_space.axes().size(); ++a) {
        if (centre != nullptr && space.isActive(*centre, a))
            sampleAxis(a, *centre, design, rng);
        else
            space.parameter(a).sample(rng, space.value(design, a));
    }
    return design;
}

} // namespace paretoscope::optimizer
