// SPDX-License-Identifier: GPL-3.0-or-later
// What the geometry of fronts costs beside the libraries people use for it, in ms of processor time of one
// thread, the best of several repeats:
//     build/release/tests/bin/bench_pareto
// The columns of others were measured by others, on a machine of the same kind; they are typed in from the
// page on optimizers of the project's reference data (section 5: moocore compiled for x86-64-v2 and called
// through its Python binding, Debian's pagmo called from C++, pymoo's compiled functions). Empty: not run.
#include "core/base/rng.h"
#include "core/pareto/contributions.h"
#include "core/pareto/dominance.h"
#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <numbers>

namespace {

using namespace paretoscope;
using Values = std::vector<double>;

double processor_ms()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

/// The shortest of at least three repeats, of more while they fit into half a second.
double best_ms(const std::function<void()>& work)
{
    double best = 1e300;
    const double began = processor_ms();
    for (int repeat = 0; repeat < 3 || (repeat < 100 && processor_ms() - began < 500.0); ++repeat) {
        const double before = processor_ms();
        work();
        best = std::min(best, processor_ms() - before);
    }
    return best;
}

/// Uniform on the sphere's positive part, which for minimisation is a concave front.
Values sphereFront(std::size_t n, std::size_t k)
{
    Rng rng(1);
    Values points(n * k);
    for (std::size_t i = 0; i < n; ++i) {
        double square = 0.0;
        for (std::size_t j = 0; j < k; ++j) { // a normal number each (Box, Muller 1958)
            const double radius = std::sqrt(-2.0 * std::log(1.0 - rng.uniform()));
            const double value = std::abs(radius * std::cos(2.0 * std::numbers::pi * rng.uniform()));
            points[i * k + j] = value;
            square += value * value;
        }
        for (std::size_t j = 0; j < k; ++j)
            points[i * k + j] /= std::sqrt(square);
    }
    return points;
}

Values uniformCube(std::size_t n, std::size_t k)
{
    Rng rng(2);
    Values points(n * k);
    for (double& value : points)
        value = rng.uniform();
    return points;
}

/// One line: what, ours, theirs; 0 for what nobody measured.
void line(std::size_t k, std::size_t n, double ours, std::initializer_list<double> theirs)
{
    std::printf("%4zu %8zu %10.4f", k, n, ours);
    for (const double value : theirs)
        value > 0.0 ? std::printf(" %10.4g", value) : std::printf(" %10s", "");
    std::printf("\n");
}

void hypervolumes()
{
    std::printf("exact hypervolume, concave sphere front, reference 1.1\n"
                "   k        n       ours    moocore      pagmo     optuna\n");
    struct Published
    {
        std::size_t k, n;
        double moocore, pagmo, optuna;
    };
    constexpr Published kRows[]{{2, 100, 0.0211, 0.0121, 0.187},
                                {2, 1000, 0.0839, 0.126, 0.664},
                                {3, 100, 0.0244, 0.0229, 1.92},
                                {3, 1000, 0.2, 0.297, 81.3},
                                {4, 100, 0.0425, 0.391, 109},
                                {4, 1000, 1.86, 28.5, 0},
                                {5, 100, 0.166, 1.06, 214},
                                {5, 1000, 11, 0, 0},
                                {6, 100, 0, 0, 0},
                                {6, 1000, 0, 0, 0}};
    for (const auto& [k, n, moocore, pagmo, optuna] : kRows) {
        const Values points = sphereFront(n, k);
        const Values reference(k, 1.1);
        line(k, n, best_ms([&] { (void)pareto::hypervolume(points, reference); }), {moocore, pagmo, optuna});
    }
}

void contributions()
{
    std::printf("\nall exclusive contributions, the same fronts\n   k        n       ours\n");
    for (std::size_t k = 2; k <= 6; ++k) {
        for (const std::size_t n : {100, 1000}) {
            const Values points = sphereFront(n, k);
            const Values reference(k, 1.1);
            line(k, n, best_ms([&] { (void)pareto::exclusiveContributions(points, reference); }), {});
        }
    }
}

void ranks()
{
    std::printf("\nnon-dominated sorting into all fronts, uniform random points\n"
                "   k        n       ours    moocore      pymoo     optuna      pagmo\n");
    struct Published
    {
        std::size_t k, n;
        double moocore, pymoo, optuna, pagmo;
    };
    constexpr Published kRows[]{{2, 1000, 0.0477, 0.383, 2.31, 16.5},
                                {2, 10000, 0.773, 2.35, 25.1, 2550},
                                {2, 100000, 15.7, 43.6, 706, 0},
                                {3, 1000, 0.375, 0.375, 22, 10.4},
                                {3, 10000, 6.83, 6.4, 523, 2360},
                                {3, 100000, 232, 221, 0, 0},
                                {4, 10000, 0, 0, 0, 0},
                                {6, 10000, 0, 0, 0, 0}};
    for (const auto& [k, n, moocore, pymoo, optuna, pagmo] : kRows) {
        const Values points = uniformCube(n, k);
        const Values violations(n, 0.0);
        line(k, n, best_ms([&] { (void)pareto::nonDominatedRanks(points, k, violations); }),
             {moocore, pymoo, optuna, pagmo});
    }
}

void archive(const char* what, const Values& points, std::size_t k)
{
    std::size_t size = 0;
    const double before = processor_ms();
    pareto::FrontArchive front(k);
    for (std::size_t i = 0; i < points.size() / k; ++i)
        (void)front.insert(i, std::span(points).subspan(i * k, k));
    size = front.size();
    std::printf("%-32s %8zu points %10.1f ms, front of %zu\n", what, points.size() / k,
                processor_ms() - before, size);
}

} // namespace

int main()
{
    hypervolumes();
    contributions();
    ranks();
    std::printf("\nfront archive, one point after the other\n");
    archive("uniform in the cube, k = 3", uniformCube(1'000'000, 3), 3);
    archive("sphere front, k = 3", sphereFront(20'000, 3), 3);
    archive("uniform in the cube, k = 5", uniformCube(100'000, 5), 5);
    return 0;
}
