// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/filter_axis.h"

#include "core/study/filter_words.h"

#include <algorithm>
#include <utility>

namespace paretoscope::study {

namespace {

using Node = TrialFilter::Node;

std::string initialsOf(const std::string& category)
{
    std::string initials;
    bool start = true;
    for (const char c : category) {
        const bool gap = c == '_' || c == ' ' || c == '-';
        if (start && !gap)
            initials += c;
        start = gap;
    }
    return initials;
}

} // namespace

std::vector<FilterAxis> filterAxesOf(const problem::Problem& problem)
{
    std::vector<FilterAxis> axes;
    const space::Space& space = problem.space();
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        FilterAxis axis{Node::Axis::Parameter, i, parameter.name(), parameter.label(), parameter.unit(), {}};
        if (parameter.kind() == space::ParameterKind::Categorical)
            axis.categories = space::labelsOf(parameter);
        axes.push_back(std::move(axis));
    }
    for (std::size_t i = 0; i < problem.metrics().size(); ++i) {
        const problem::Metric& metric = problem.metrics()[i];
        axes.push_back({Node::Axis::Metric, i, metric.name, metric.label, metric.unit, {}});
    }
    axes.push_back({Node::Axis::Design, 0, "design", "number", {}, {}});
    return axes;
}

std::optional<std::size_t> categoryCalled(const std::string& text, const std::vector<std::string>& categories)
{
    const auto only = [&](auto fits) -> std::optional<std::size_t> {
        const auto found = std::find_if(categories.begin(), categories.end(), fits);
        if (found == categories.end() || std::find_if(found + 1, categories.end(), fits) != categories.end())
            return {};
        return static_cast<std::size_t>(found - categories.begin());
    };
    if (const auto whole = only([&](const std::string& c) { return sameWord(c, text); }))
        return whole;
    if (const auto start = only(
            [&](const std::string& c) { return sameWord(c.substr(0, text.size()), text); }))
        return start;
    return only([&](const std::string& c) { return sameWord(initialsOf(c), text); });
}

} // namespace paretoscope::study
