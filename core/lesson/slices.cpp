// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/slices.h"

#include "core/lesson/own_units.h"

#include <algorithm>

namespace paretoscope::lesson {

namespace {

bool isNumber(const space::Parameter& parameter)
{
    return parameter.kind() == space::ParameterKind::Real || parameter.kind() == space::ParameterKind::Integer
           || parameter.kind() == space::ParameterKind::Ordinal;
}

std::vector<double> part(const std::vector<double>& values, std::size_t from, std::size_t count)
{
    if (values.size() < from + count)
        return {};
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(from);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

} // namespace

std::vector<optimizer::Slice> slicesThrough(const problem::Problem& problem, optimizer::Optimizer& optimizer,
                                            const space::Design& centre, std::size_t steps)
{
    const space::Space& space = problem.space();
    std::vector<optimizer::Slice> slices;
    std::vector<space::Design> all;
    for (std::size_t p = 0; p < space.size(); ++p) {
        if (!isNumber(space.parameter(p)))
            continue;
        auto designs = optimizer::designsAlong(space, centre, p, steps);
        if (!designs)
            continue;
        optimizer::Slice slice;
        slice.parameter = p;
        slice.designs = std::move(designs).value();
        for (const space::Design& design : slice.designs)
            slice.positions.push_back(space.parameter(p).axisPosition(space.value(design, p)));
        all.insert(all.end(), slice.designs.begin(), slice.designs.end());
        slices.push_back(std::move(slice));
    }
    // One question for all places: a model answers many at once faster than one after the other.
    auto asked = optimizer.beliefs(all);
    if (!asked)
        return {};
    optimizer::Beliefs beliefs = std::move(asked).value();
    toOwnUnits(beliefs.outcomes, problem);
    std::size_t from = 0;
    for (optimizer::Slice& slice : slices) {
        const std::size_t count = slice.designs.size();
        for (const optimizer::OutcomeBelief& belief : beliefs.outcomes)
            slice.beliefs.push_back({belief.outcome, part(belief.median, from, count),
                                     part(belief.low, from, count), part(belief.high, from, count)});
        slice.feasibility = part(beliefs.feasibility, from, count);
        slice.acquisition = part(beliefs.acquisition, from, count);
        from += count;
    }
    return slices;
}

const optimizer::Slice* sliceAlong(const std::vector<optimizer::Slice>& slices, std::size_t parameter)
{
    const auto found = std::find_if(slices.begin(), slices.end(), [&](const optimizer::Slice& slice) {
        return slice.parameter == parameter;
    });
    return found == slices.end() ? nullptr : &*found;
}

} // namespace paretoscope::lesson
