// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"
#include "core/space/ranked_parameter.h"

#include <cmath>

namespace paretoscope::space {

namespace {

/// {low, low + step, ...}: `ranks` evenly spaced whole numbers, exact in a double.
class IntegerParameter final : public RankedParameter
{
public:
    IntegerParameter(ParameterName name, std::int64_t low, std::int64_t step, std::uint64_t ranks)
        : RankedParameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                          std::move(name.condition))
        , m_low(low)
        , m_step(step)
        , m_ranks(ranks)
    { }

    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Integer; }
    [[nodiscard]] Extent axisExtent() const override
    {
        return paddedExtent(valueAt(0), valueAt(m_ranks - 1));
    }

protected:
    [[nodiscard]] std::uint64_t ranks() const override { return m_ranks; }

    [[nodiscard]] double valueAt(std::uint64_t rank) const override
    {
        return static_cast<double>(m_low + static_cast<std::int64_t>(rank) * m_step);
    }

    [[nodiscard]] std::optional<std::uint64_t> rankOf(double value) const override
    {
        if (std::trunc(value) != value || value < valueAt(0) || value > valueAt(m_ranks - 1))
            return {};
        const std::int64_t above = static_cast<std::int64_t>(value) - m_low;
        return above % m_step == 0 ? std::optional(static_cast<std::uint64_t>(above / m_step)) : std::nullopt;
    }

    [[nodiscard]] std::string allowed() const override
    {
        return "whole numbers from " + printNumber(valueAt(0)) + " to " + printNumber(valueAt(m_ranks - 1))
               + (m_step > 1 ? " in steps of " + std::to_string(m_step) : std::string());
    }

private:
    std::int64_t m_low;
    std::int64_t m_step;
    std::uint64_t m_ranks;
};

} // namespace

Result<ParameterPtr> makeInteger(ParameterName name, std::int64_t low, std::int64_t high, std::int64_t step)
{
    if (const Status named = complete(name); !named)
        return named.error();
    constexpr auto kLargest = static_cast<std::int64_t>(kMostCounted);
    if (low < -kLargest || high > kLargest || low > kLargest || high < -kLargest)
        return refusal(name.name, "whole numbers from -2^53 to 2^53 are allowed.");
    if (low > high) {
        return refusal(name.name, "the range from " + std::to_string(low) + " to " + std::to_string(high)
                                      + " is empty; the minimum must not exceed the maximum.");
    }
    if (step < 1)
        return refusal(name.name, "the step is " + std::to_string(step) + "; at least 1 is allowed.");
    const std::uint64_t ranks = static_cast<std::uint64_t>((high - low) / step) + 1;
    return ParameterPtr(std::make_shared<IntegerParameter>(std::move(name), low, step, ranks));
}

} // namespace paretoscope::space
