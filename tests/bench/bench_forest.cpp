// SPDX-License-Identifier: GPL-3.0-or-later
// What a random forest of 100 trees costs, in processor time of one thread, over 14 columns of which two are
// categories:
//     build/release/tests/bin/bench_forest
#include "core/base/rng.h"
#include "core/surrogate/random_forest.h"

#include <cstdio>
#include <ctime>

namespace {

using namespace paretoscope;

constexpr std::size_t kColumns = 14;

double processor_ms()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

void measure(std::size_t n)
{
    std::vector<std::size_t> categories(kColumns, 0);
    categories[3] = 4;
    categories[7] = 3;
    Rng rng(1);
    std::vector<double> rows;
    std::vector<double> targets;
    for (std::size_t i = 0; i < n; ++i) {
        double target = rng.uniform(); // noise, and more of the later columns
        for (std::size_t j = 0; j < kColumns; ++j) {
            rows.push_back(categories[j] > 0 ? static_cast<double>(rng.below(categories[j])) : rng.uniform());
            target += static_cast<double>(j) * rows.back();
        }
        targets.push_back(target);
    }
    const double began = processor_ms();
    const auto forest = surrogate::RandomForest::fit(rows, categories, targets, {}, 1).value();
    const double fitted = processor_ms();
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i)
        sum += forest.predict(std::span(rows).subspan(i * kColumns, kColumns)).mean;
    const double predicted = processor_ms();
    const auto importance = forest.permutationImportance();
    std::printf(
        "%6zu rows: fit %7.1f ms, predict %6.2f us a row, permutation importance %7.1f ms, out-of-bag "
        "R2 %.3f (mean %.2f)\n",
        n, fitted - began, 1e3 * (predicted - fitted) / static_cast<double>(n), processor_ms() - predicted,
        forest.outOfBagR2(), sum / static_cast<double>(n));
}

} // namespace

int main()
{
    for (const std::size_t n : {100, 1'000, 5'000})
        measure(n);
    return 0;
}
