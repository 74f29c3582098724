// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"
#include "core/space/ranked_parameter.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::space {

namespace {

/// True where the values are spaced more evenly by ratio than by difference, as 1, 2, 4, 8 are.
bool isGeometric(const std::vector<double>& values)
{
    if (values.size() < 3 || values.front() <= 0.0)
        return false;
    const auto unevenness = [&](auto&& gap) {
        double smallest = kInactive;
        double largest = 0.0;
        for (std::size_t i = 1; i < values.size(); ++i) {
            smallest = std::min(smallest, gap(values[i - 1], values[i]));
            largest = std::max(largest, gap(values[i - 1], values[i]));
        }
        return largest / smallest;
    };
    return unevenness([](double a, double b) { return std::log(b) - std::log(a); })
           < unevenness([](double a, double b) { return b - a; });
}

/// An ordered list of numbers: buffer sizes, bit widths, frequencies.
class OrdinalParameter final : public RankedParameter
{
public:
    OrdinalParameter(ParameterName name, std::vector<double> values)
        : RankedParameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                          std::move(name.condition))
        , m_values(std::move(values))
        , m_extent(paddedExtent(m_values.front(), m_values.back()))
    {
        m_extent.logarithmic = isGeometric(m_values);
    }

    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Ordinal; }
    [[nodiscard]] Extent axisExtent() const override { return m_extent; }

protected:
    [[nodiscard]] std::uint64_t ranks() const override { return m_values.size(); }
    [[nodiscard]] double valueAt(std::uint64_t rank) const override { return m_values[rank]; }

    [[nodiscard]] std::optional<std::uint64_t> rankOf(double value) const override
    {
        const auto found = std::lower_bound(m_values.begin(), m_values.end(), value);
        if (found == m_values.end() || *found != value)
            return {};
        return static_cast<std::uint64_t>(found - m_values.begin());
    }

    [[nodiscard]] std::string allowed() const override
    {
        constexpr std::size_t kShown = 8;
        std::string text;
        for (std::size_t i = 0; i < std::min(m_values.size(), kShown); ++i)
            text += (i == 0 ? "" : ", ") + printNumber(m_values[i]);
        return m_values.size() > kShown ? text + " to " + printNumber(m_values.back()) : text;
    }

private:
    std::vector<double> m_values;
    Extent m_extent;
};

} // namespace

Result<ParameterPtr> makeOrdinal(ParameterName name, std::vector<double> values)
{
    if (const Status named = complete(name); !named)
        return named.error();
    if (values.empty())
        return refusal(name.name, "the list of values is empty; at least one number is needed.");
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            return refusal(name.name, "value " + std::to_string(i) + " is not a finite number.");
        values[i] += 0.0; // turns -0 into 0
        if (i > 0 && values[i] <= values[i - 1]) {
            return refusal(name.name, printNumber(values[i]) + " stands after " + printNumber(values[i - 1])
                                          + "; the values must increase strictly.");
        }
    }
    return ParameterPtr(std::make_shared<OrdinalParameter>(std::move(name), std::move(values)));
}

} // namespace paretoscope::space
