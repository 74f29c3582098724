// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::space {

namespace {

constexpr std::size_t kMostItems = 20; // 20! is the last factorial that fits 64 bits

std::uint64_t factorial(std::size_t n)
{
    std::uint64_t product = 1;
    for (std::size_t i = 2; i <= n; ++i)
        product *= i;
    return product;
}

/// Orders of named items: loop orders. Ranked lexicographically by the Lehmer code, whose j-th digit says how
/// many of the items not yet placed come before the one at place j.
class PermutationParameter final : public Parameter, public Labelled
{
public:
    PermutationParameter(ParameterName name, std::vector<std::string> items)
        : Parameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                    std::move(name.condition))
        , m_items(std::move(items))
    { }

    [[nodiscard]] const std::vector<std::string>& labels() const override { return m_items; }
    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Permutation; }
    [[nodiscard]] std::size_t width() const override { return m_items.size(); }

    void sample(Rng& rng, std::span<double> value) const override
    {
        std::iota(value.begin(), value.end(), 0.0);
        for (std::size_t i = value.size(); i > 1; --i) // Fisher-Yates
            std::swap(value[i - 1], value[rng.below(i)]);
    }

    [[nodiscard]] std::optional<std::uint64_t> count() const override
    {
        const std::uint64_t orders = factorial(m_items.size());
        return orders <= kMostCounted ? std::optional(orders) : std::nullopt;
    }

    void at(std::uint64_t index, std::span<double> value) const override
    {
        std::iota(value.begin(), value.end(), 0.0);
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::uint64_t rest = factorial(value.size() - i - 1);
            const auto place = static_cast<std::ptrdiff_t>(i);
            const auto picked = place + static_cast<std::ptrdiff_t>(index / rest);
            std::rotate(value.begin() + place, value.begin() + picked, value.begin() + picked + 1);
            index %= rest;
        }
    }

    void mutate(Rng& rng, double reach, std::span<double> value) const override
    {
        if (value.size() < 2)
            return;
        const std::size_t last = value.size() - 1;
        const auto widest = static_cast<std::size_t>(std::clamp(reach, 0.0, 1.0) * static_cast<double>(last));
        const std::size_t step = 1 + rng.below(std::max<std::size_t>(widest, 1));
        const std::size_t i = rng.below(value.size() - step);
        std::swap(value[i], value[i + step]);
    }

    [[nodiscard]] std::vector<double> neighbours(std::span<const double> value) const override
    {
        std::vector<double> near;
        for (std::size_t i = 0; i + 1 < value.size(); ++i) {
            const std::size_t first = near.size();
            near.insert(near.end(), value.begin(), value.end());
            std::swap(near[first + i], near[first + i + 1]);
        }
        return near;
    }

    [[nodiscard]] std::size_t featureCount() const override
    {
        return m_items.size() * (m_items.size() - 1) / 2;
    }

    void features(std::span<const double> value, std::span<double> out) const override
    {
        std::vector<std::size_t> place(value.size());
        for (std::size_t i = 0; i < value.size(); ++i)
            place[static_cast<std::size_t>(value[i])] = i;
        std::size_t pair = 0;
        for (std::size_t a = 0; a < place.size(); ++a)
            for (std::size_t b = a + 1; b < place.size(); ++b)
                out[pair++] = place[a] < place[b] ? 1.0 : -1.0;
    }

    [[nodiscard]] std::string print(std::span<const double> value) const override
    {
        std::string text;
        for (const double item : value)
            text += (text.empty() ? "" : ">") + m_items[static_cast<std::size_t>(item)];
        return text;
    }

    [[nodiscard]] Result<std::vector<double>> parse(const std::string& text) const override
    {
        std::vector<double> value;
        for (std::size_t begin = 0; begin <= text.size() && value.size() <= m_items.size();) {
            const std::size_t end = std::min(text.find('>', begin), text.size());
            const auto item = std::find(m_items.begin(), m_items.end(), text.substr(begin, end - begin));
            value.push_back(static_cast<double>(item - m_items.begin()));
            begin = end + 1;
        }
        if (contains(value))
            return value;
        std::vector<double> example(m_items.size());
        at(0, example);
        return refusal(name(), "\"" + text.substr(0, 40)
                                   + "\" is none of its orders; allowed is every item once, as in "
                                   + print(example) + ".");
    }

    [[nodiscard]] bool contains(std::span<const double> value) const override
    {
        if (value.size() != m_items.size())
            return false;
        std::uint32_t seen = 0;
        for (const double item : value) {
            if (!(item >= 0.0) || item >= static_cast<double>(m_items.size()) || std::trunc(item) != item)
                return false;
            seen |= 1U << static_cast<unsigned>(item);
        }
        return seen == (1U << m_items.size()) - 1U;
    }

    [[nodiscard]] double axisPosition(std::span<const double> value) const override
    {
        std::uint64_t rank = 0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto after = value.subspan(i + 1);
            const auto smaller = std::count_if(after.begin(), after.end(),
                                               [&](double item) { return item < value[i]; });
            rank += static_cast<std::uint64_t>(smaller) * factorial(after.size());
        }
        return static_cast<double>(rank);
    }

    [[nodiscard]] Extent axisExtent() const override
    {
        return paddedExtent(0.0, static_cast<double>(factorial(m_items.size()) - 1));
    }

private:
    std::vector<std::string> m_items;
};

} // namespace

Result<ParameterPtr> makePermutation(ParameterName name, std::vector<std::string> items)
{
    if (const Status named = complete(name); !named)
        return named.error();
    if (const Status checked = checkLabels(name.name, items, "items"); !checked)
        return checked.error();
    if (items.size() > kMostItems) {
        return refusal(name.name,
                       "there are " + std::to_string(items.size()) + " items; 1 to 20 are allowed.");
    }
    for (const std::string& item : items) {
        if (item.find('>') != std::string::npos)
            return refusal(name.name,
                           "the item \"" + item + "\" holds \">\", which joins the items of an order.");
    }
    return ParameterPtr(std::make_shared<PermutationParameter>(std::move(name), std::move(items)));
}

} // namespace paretoscope::space
