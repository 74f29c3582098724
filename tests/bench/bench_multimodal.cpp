// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_multimodal.h"

#include "bench_formula.h"

#include <cmath>
#include <numbers>

namespace paretoscope::bench {

namespace {

using std::numbers::pi;

/// Rastrigin's sum, which both papers put on the way to the front; `waves` per unit of x.
double ruggedness(Values x, double centre, double waves)
{
    double sum = 0.0;
    for (const double value : x) {
        const double step = value - centre;
        sum += step * step - std::cos(2.0 * pi * waves * step);
    }
    return sum + static_cast<double>(x.size());
}

} // namespace

BenchProblem zdt4(const std::string& name, std::size_t d)
{
    std::vector<Bounds> bounds(d, Bounds{-5.0, 5.0});
    bounds[0] = {};
    return boxProblem(name, bounds, {0, 0}, {1, 1}, 0, [](Values x) -> Evaluation {
        double g = 1.0 + 10.0 * static_cast<double>(x.size() - 1);
        for (const double value : x.subspan(1))
            g += value * value - 10.0 * std::cos(4.0 * pi * value);
        return {{x[0], g * (1.0 - std::sqrt(x[0] / g))}, {}};
    });
}

BenchProblem dtlz1(const std::string& name, std::size_t d)
{
    return boxProblem(name, std::vector<Bounds>(d), {0, 0, 0}, {0.5, 0.5, 0.5}, 0,
                      [](Values x) -> Evaluation {
                          const double f = 0.5 * (1.0 + 100.0 * ruggedness(x.subspan(2), 0.5, 10.0));
                          return {{f * x[0] * x[1], f * x[0] * (1.0 - x[1]), f * (1.0 - x[0])}, {}};
                      });
}

BenchProblem dtlz3(const std::string& name, std::size_t d)
{
    return boxProblem(name, std::vector<Bounds>(d), {0, 0, 0}, {1, 1, 1}, 0, [](Values x) -> Evaluation {
        const double r = 1.0 + 100.0 * ruggedness(x.subspan(2), 0.5, 10.0);
        const double a = x[0] * pi / 2.0;
        const double b = x[1] * pi / 2.0;
        return {{r * std::cos(a) * std::cos(b), r * std::cos(a) * std::sin(b), r * std::sin(a)}, {}};
    });
}

} // namespace paretoscope::bench
