// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/parzen.h"

#include "core/base/normal_draw.h"

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

/// Log of a sum of exponentials, safe from overflow.
double logOfSum(std::span<const double> logTerms)
{
    constexpr double kNothing = -25.0; // of a thousand such terms, below a billionth of the largest
    const double largest = *std::max_element(logTerms.begin(), logTerms.end());
    double sum = 0.0;
    for (const double term : logTerms)
        if (term - largest > kNothing)
            sum += std::exp(term - largest);
    return largest + std::log(sum);
}

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
    m_codes.resize(m_space.codeWidth() * m_centres.size());
    for (std::size_t i = 0; i < m_centres.size(); ++i) {
        const std::vector<double> code = m_space.coded(*m_centres[i]);
        for (std::size_t j = 0; j < code.size(); ++j)
            m_codes[j * m_centres.size() + i] = code[j];
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
    if (axis.kind == ParzenSpace::Kind::Category && axis.values > 1.0) {
        m_logSame[a] = std::log((1.0 - m_options.categoryShare) * axis.values);
        m_logOther[a] = std::log(m_options.categoryShare * axis.values / (axis.values - 1.0));
    }
    if (axis.kind != ParzenSpace::Kind::Scale)
        return;
    std::vector<double> oneSided; // sums of a kernel's weights, from its own value out to each further one
    const bool few = axis.values > 1.0 && axis.values <= kFew;
    for (double ranks = 0.0; few && ranks < axis.values; ranks += 1.0) {
        const double distance = ranks / (axis.values - 1.0) / m_deviation;
        oneSided.push_back((oneSided.empty() ? 0.0 : oneSided.back()) + std::exp(-0.5 * distance * distance));
    }
    for (std::size_t i = 0; i < m_centres.size(); ++i) {
        const double at = numbersAt(axis.first)[i];
        double& logNorm = m_logNorms[a * m_centres.size() + i];
        if (std::isnan(at))
            continue;
        if (few) {
            const auto rank = static_cast<std::size_t>(std::lround(at * (axis.values - 1.0)));
            const double sum = oneSided[rank] + oneSided[oneSided.size() - 1 - rank] - oneSided[0];
            logNorm = std::log(sum / axis.values);
        } else {
            const double within = normalBelow((1.0 - at) / m_deviation) - normalBelow(-at / m_deviation);
            logNorm = std::log(m_deviation * std::sqrt(2.0 * std::numbers::pi) * within);
        }
    }
}

std::span<const double> ParzenEstimator::numbersAt(std::size_t place) const
{
    return std::span(m_codes).subspan(place * m_centres.size(), m_centres.size());
}

/// Adds the log of every centre's kernel on one axis. Nothing is added where the axis is inactive, in the
/// code or in the centre.
void ParzenEstimator::addLogKernels(std::size_t a, std::span<const double> code,
                                    std::span<double> logTerms) const
{
    const ParzenSpace::Axis& axis = m_space.axes()[a];
    const double at = code[axis.first];
    if (std::isnan(at))
        return;
    const std::span<const double> own = numbersAt(axis.first);
    const double* logNorms = m_logNorms.data() + a * m_centres.size();
    if (axis.kind == ParzenSpace::Kind::Scale) {
        const double perSquare = -0.5 / (m_deviation * m_deviation);
        for (std::size_t i = 0; i < own.size(); ++i) {
            const double distance = at - own[i];
            const double logKernel = perSquare * distance * distance - logNorms[i];
            logTerms[i] += std::isnan(own[i]) ? 0.0 : logKernel;
        }
    } else if (axis.kind == ParzenSpace::Kind::Category) {
        for (std::size_t i = 0; i < own.size(); ++i)
            if (!std::isnan(own[i]))
                logTerms[i] += own[i] == at ? m_logSame[a] : m_logOther[a];
    } else {
        addLogCompounds(axis, code, logTerms);
    }
}

void ParzenEstimator::addLogCompounds(const ParzenSpace::Axis& axis, std::span<const double> code,
                                      std::span<double> logTerms) const
{
    const double peak = std::log((1.0 - m_options.categoryShare) * kCompoundPeak);
    const double floor = std::log(m_options.categoryShare);
    for (std::size_t i = 0; i < m_centres.size(); ++i) {
        if (std::isnan(numbersAt(axis.first)[i]))
            continue;
        double apart = 0.0;
        for (std::size_t j = axis.first; j < axis.first + axis.width; ++j)
            apart += std::abs(numbersAt(j)[i] - code[j]);
        apart /= static_cast<double>(axis.width);
        logTerms[i] += std::max(floor, peak - apart / kCompoundReach);
    }
}

double ParzenEstimator::logDensity(std::span<const double> code) const
{
    std::vector<double> logTerms(m_centres.size() + 1, 0.0);
    logTerms.back() = std::log(m_options.prior);
    for (std::size_t axis = 0; axis < m_space.axes().size(); ++axis)
        addLogKernels(axis, code, std::span(logTerms).first(m_centres.size()));
    return logOfSum(logTerms) - std::log(m_options.prior + static_cast<double>(m_centres.size()));
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
            place = at + m_deviation * drawNormal(rng);
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
