// SPDX-License-Identifier: GPL-3.0-or-later
// What a random forest of 100 trees costs over 14 columns, two of them categories, in processor time of one
// thread, the best of five repeats:
//     build/release/tests/bin/bench_forest
#include "core/base/rng.h"
#include "core/surrogate/random_forest.h"

#include <algorithm>
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
    double fit_ms = 1e300;
    double predict_ms = 1e300;
    double importance_ms = 1e300;
    double outOfBagR2 = 0.0;
    double sum = 0.0; // of all predictions, so that none can be left out
    for (int repeat = 0; repeat < 5; ++repeat) {
        const double began = processor_ms();
        const auto forest = surrogate::RandomForest::fit(rows, categories, targets, {}, 1).value();
        const double fitted = processor_ms();
        for (std::size_t i = 0; i < n; ++i)
            sum += forest.predict(std::span(rows).subspan(i * kColumns, kColumns)).mean;
        const double predicted = processor_ms();
        sum += forest.permutationImportance()[0];
        importance_ms = std::min(importance_ms, processor_ms() - predicted);
        predict_ms = std::min(predict_ms, predicted - fitted);
        fit_ms = std::min(fit_ms, fitted - began);
        outOfBagR2 = forest.outOfBagR2();
    }
    std::printf(
        "%6zu rows: fit %7.1f ms, predict %6.2f us a row, permutation importance %7.1f ms, out-of-bag "
        "R2 %.3f (sum %.0f)\n",
        n, fit_ms, 1e3 * predict_ms / static_cast<double>(n), importance_ms, outOfBagR2, sum);
}

} // namespace

int main()
{
    for (const std::size_t n : {100, 1'000, 5'000})
        measure(n);
    return 0;
}
