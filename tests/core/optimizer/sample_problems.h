// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"
#include "core/pareto/hypervolume.h"

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

/// Problems whose answers are known, and a run without workers, for the tests of this folder.
namespace paretoscope::optimizer::sample {

struct Problem
{
    space::Space space;
    std::vector<double> reference;
    std::function<Observation(const space::Design&)> evaluate; ///< all but the id
};

inline space::ParameterPtr real(const std::string& name)
{
    return space::makeReal({name, "", "", {}}, 0.0, 1.0, false).value();
}

inline space::ParameterPtr integer(const std::string& name, std::int64_t low, std::int64_t high)
{
    return space::makeInteger({name, "", "", {}}, low, high).value();
}

inline space::Space unitCube(std::size_t n)
{
    std::vector<space::ParameterPtr> parameters;
    for (std::size_t i = 0; i < n; ++i)
        parameters.push_back(real("x" + std::to_string(i)));
    return space::Space::make(parameters).value();
}

/// ZDT1 (Zitzler, Deb, Thiele 2000) of ten variables.
inline Problem zdt1()
{
    return {unitCube(10), {1.1, 6.0}, [](const space::Design& design) {
                const auto x = design.row();
                double g = 1.0;
                for (std::size_t i = 1; i < x.size(); ++i)
                    g += 9.0 * x[i] / static_cast<double>(x.size() - 1);
                Observation seen;
                seen.design = design;
                seen.objectives = {x[0], g * (1.0 - std::sqrt(x[0] / g))};
                seen.metrics = seen.objectives;
                return seen;
            }};
}

/// DTLZ2 (Deb, Thiele, Laumanns, Zitzler 2002) of three objectives and eight variables.
inline Problem dtlz2()
{
    return {unitCube(8), {2.0, 2.0, 2.0}, [](const space::Design& design) {
                const auto x = design.row();
                double g = 0.0;
                for (std::size_t i = 2; i < x.size(); ++i)
                    g += (x[i] - 0.5) * (x[i] - 0.5);
                const double a = x[0] * std::numbers::pi / 2.0;
                const double b = x[1] * std::numbers::pi / 2.0;
                Observation seen;
                seen.design = design;
                seen.objectives = {(1 + g) * std::cos(a) * std::cos(b), (1 + g) * std::cos(a) * std::sin(b),
                                   (1 + g) * std::sin(a)};
                seen.metrics = seen.objectives;
                return seen;
            }};
}

/// Two parameters of one's own, then one of each kind that is no plain number; the factorization is
/// conditional.
inline space::Space machineSpace(space::ParameterPtr first, space::ParameterPtr second)
{
    return space::Space::make(
               {std::move(first), std::move(second),
                space::makeOrdinal({"buffer", "", "", {}}, {1, 2, 4, 8, 16, 32, 64}).value(),
                space::makeCategorical({"dataflow", "", "", {}}, {"any", "fixed"}).value(),
                space::makeFactorization({"tile", "", "", space::Condition{"dataflow", {"any"}}}, 64, 3)
                    .value(),
                space::makePermutation({"order", "", "", {}}, {"a", "b", "c", "d"}).value()})
        .value();
}

/// A little machine: time against area, every kind of parameter, a known constraint, an unknown one with a
/// measure (too hot) and one without (no legal order).
inline Problem machine()
{
    auto space = machineSpace(integer("columns", 1, 64), integer("rows", 1, 64));
    (void)space.constrain("fits", "columns * rows <= 1024");
    return {space, {70.0, 1200.0}, [space](const space::Design& design) {
                const auto at = [&](std::size_t i) { return space.value(design, i)[0]; };
                Observation seen;
                seen.design = design;
                if (at(5) == 3.0) {
                    seen.violation = INFINITY;
                    return seen;
                }
                const double pes = at(0) * at(1);
                const double tile = space.isActive(design, 4) ? std::abs(space.value(design, 4)[1] - 16.0)
                                                              : 8.0;
                const double time = 4096.0 / pes + 20.0 / at(2) + tile + 2.0 * at(5);
                const double area = pes + 2.0 * at(2);
                seen.objectives = {time, area};
                seen.metrics = {time, area, pes / time};
                seen.violation = std::max(0.0, pes / time / 30.0 - 1.0);
                return seen;
            }};
}

struct Run
{
    std::vector<Observation> trials;
    double volume = 0.0; ///< of the feasible ones
};

/// Asks ahead by `lookahead` and tells in order of id, as a study does.
inline Run run(Optimizer& optimizer, const Problem& problem, std::size_t budget, std::size_t lookahead = 1)
{
    Run result;
    std::vector<space::Design> asked;
    pareto::IncrementalHypervolume volume(problem.reference);
    while (result.trials.size() < budget) {
        while (asked.size() < std::min(budget, result.trials.size() + lookahead)) {
            const auto design = optimizer.ask(asked.size());
            if (!design)
                return result;
            asked.push_back(*design);
        }
        Observation seen = problem.evaluate(asked[result.trials.size()]);
        seen.id = result.trials.size();
        optimizer.tell({&seen, 1});
        if (!seen.objectives.empty() && seen.violation == 0.0)
            result.volume = volume.add(seen.objectives);
        result.trials.push_back(std::move(seen));
    }
    return result;
}

inline std::unique_ptr<Optimizer> made(const std::string& method, const Problem& problem, std::uint64_t seed)
{
    return std::move(makeOptimizer({method, {}}, {problem.space, problem.reference.size()}, seed).value());
}

} // namespace paretoscope::optimizer::sample
