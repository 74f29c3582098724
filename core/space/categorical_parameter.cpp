// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::space {

namespace {

/// Named alternatives without an order: a slot holds the index, every other category is a neighbour.
class CategoricalParameter final : public Parameter, public Labelled
{
public:
    CategoricalParameter(ParameterName name, std::vector<std::string> categories)
        : Parameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                    std::move(name.condition))
        , m_categories(std::move(categories))
    { }

    [[nodiscard]] const std::vector<std::string>& labels() const override { return m_categories; }
    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Categorical; }

    void sample(Rng& rng, std::span<double> value) const override
    {
        value[0] = static_cast<double>(rng.below(m_categories.size()));
    }

    [[nodiscard]] std::optional<std::uint64_t> count() const override { return m_categories.size(); }
    void at(std::uint64_t index, std::span<double> value) const override
    {
        value[0] = static_cast<double>(index);
    }

    void mutate(Rng& rng, double /*reach*/, std::span<double> value) const override
    {
        if (m_categories.size() < 2)
            return;
        const auto drawn = static_cast<double>(rng.below(m_categories.size() - 1));
        value[0] = drawn >= value[0] ? drawn + 1.0 : drawn;
    }

    [[nodiscard]] std::vector<double> neighbours(std::span<const double> value) const override
    {
        std::vector<double> others;
        for (std::size_t i = 0; i < m_categories.size(); ++i)
            if (static_cast<double>(i) != value[0])
                others.push_back(static_cast<double>(i));
        return others;
    }

    [[nodiscard]] std::size_t featureCount() const override { return m_categories.size(); }

    void features(std::span<const double> value, std::span<double> out) const override
    {
        for (std::size_t i = 0; i < m_categories.size(); ++i)
            out[i] = static_cast<double>(i) == value[0] ? 1.0 : 0.0;
    }

    [[nodiscard]] std::string print(std::span<const double> value) const override
    {
        return contains(value) ? m_categories[static_cast<std::size_t>(value[0])] : std::string();
    }

    [[nodiscard]] Result<std::vector<double>> parse(const std::string& text) const override
    {
        const auto found = std::find(m_categories.begin(), m_categories.end(), text);
        if (found != m_categories.end())
            return std::vector<double>{static_cast<double>(found - m_categories.begin())};
        std::string allowed;
        for (const std::string& category : m_categories)
            allowed += (allowed.empty() ? "" : ", ") + category;
        return refusal(name(), "\"" + text.substr(0, 40) + "\" is none of its categories; allowed are "
                                   + allowed + ".");
    }

    [[nodiscard]] bool contains(std::span<const double> value) const override
    {
        return value.size() == 1 && value[0] >= 0.0 && value[0] < static_cast<double>(m_categories.size())
               && std::trunc(value[0]) == value[0];
    }

    [[nodiscard]] double axisPosition(std::span<const double> value) const override { return value[0]; }
    [[nodiscard]] Extent axisExtent() const override
    {
        return paddedExtent(0.0, static_cast<double>(m_categories.size() - 1));
    }

private:
    std::vector<std::string> m_categories;
};

} // namespace

Result<ParameterPtr> makeCategorical(ParameterName name, std::vector<std::string> categories)
{
    if (const Status named = complete(name); !named)
        return named.error();
    if (const Status checked = checkLabels(name.name, categories, "categories"); !checked)
        return checked.error();
    return ParameterPtr(std::make_shared<CategoricalParameter>(std::move(name), std::move(categories)));
}

} // namespace paretoscope::space
