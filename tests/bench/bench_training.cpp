// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how fast networks train beside a plain libtorch loop, what a second training at the same time costs,
// how far accuracies spread over the default space, and how long a network takes on quantized crossbars.
// Usage: bench_training [throughput | parallel | crossbar | spread [candidates [seed]] | halving [candidates
// [seeds]]]; the first three without. halving: epochs and best error with and without successive halving, and
// what waiting at the rungs costs two workers.
#include "core/accuracy/crossbar_inference.h"
#include "core/accuracy/drawn_glyphs.h"
#include "core/accuracy/trainer.h"
#include "core/base/rng.h"
#include "core/problem/training_problem.h"
#include "plain_torch_loop.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <thread>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

double threadTime_s()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

long threadWaits()
{
    rusage use{};
    ::getrusage(RUSAGE_THREAD, &use);
    return use.ru_nvcsw;
}

double wallTime_s()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

HyperParameters network(int depth, int filters, int hidden)
{
    HyperParameters parameters;
    parameters.depth = depth;
    parameters.filters = filters;
    parameters.hidden = hidden;
    return parameters;
}

Trainer trainerOf(const HyperParameters& parameters, const std::shared_ptr<const DataSet>& data)
{
    return Trainer::make(plainNetwork(parameters, data->training.shape, data->training.classes), data, 1)
        .value();
}

void benchThroughput(const std::shared_ptr<const DataSet>& data)
{
    std::printf("epoch of %zu images, processor time of one thread, median of 7, taken in turns\n",
                data->training.size());
    for (const HyperParameters& parameters :
         {network(0, 2, 64), network(1, 8, 0), network(2, 8, 32), network(3, 16, 64)}) {
        Trainer trainer = trainerOf(parameters, data);
        PlainTorchLoop plain(parameters, *data);
        std::vector<double> ours, theirs;
        for (int i = 0; i < 8; ++i) {
            const double start_s = threadTime_s();
            (void)trainer.trainEpoch({});
            const double middle_s = threadTime_s();
            (void)plain.epoch();
            if (i == 0) // memory is allocated, kernels are made
                continue;
            ours.push_back(middle_s - start_s);
            theirs.push_back(threadTime_s() - middle_s);
        }
        std::printf(
            "  %d convolutions from %2d filters, %2d hidden: %6.1f ms, plain loop %6.1f ms, ratio %.2f\n",
            parameters.depth, parameters.filters, parameters.hidden, 1e3 * median(ours), 1e3 * median(theirs),
            median(ours) / median(theirs));
    }
}

void benchParallel(const std::shared_ptr<const DataSet>& data)
{
    constexpr int kEpochs = 6;
    const HyperParameters parameters = network(2, 16, 64);
    std::vector<double> one, two, oneCpu, twoCpu;
    // Who waits for a lock gives up its processor; on a machine with other work, wall time alone would not
    // tell such waits from a processor that was taken away.
    std::atomic<long> waits = 0;
    for (int i = 0; i < 5; ++i) {
        const auto run = [&](double& cpu_s) {
            Trainer trainer = trainerOf(parameters, data);
            const double start_s = threadTime_s();
            const long waitsBefore = threadWaits();
            (void)trainer.trainUntil(kEpochs, {}, {}, {});
            cpu_s = threadTime_s() - start_s;
            waits += threadWaits() - waitsBefore;
        };
        double a = 0.0, b = 0.0;
        double start_s = wallTime_s();
        run(a);
        one.push_back(wallTime_s() - start_s);
        oneCpu.push_back(a);
        start_s = wallTime_s();
        {
            std::jthread other([&] { run(b); });
            run(a);
        }
        two.push_back(wallTime_s() - start_s);
        twoCpu.push_back(0.5 * (a + b));
    }
    std::printf(
        "two trainings at once over one alone, median of 5: wall %.2f s / %.2f s = %.2f; processor time of "
        "each %.2f s / %.2f s = %.2f; times that any of the 15 trainings waited for something: %ld\n",
        median(two), median(one), median(two) / median(one), median(twoCpu), median(oneCpu),
        median(twoCpu) / median(oneCpu), waits.load());
}

void benchCrossbar(const std::shared_ptr<const DataSet>& data)
{
    for (const HyperParameters& parameters : {network(0, 2, 64), network(2, 8, 32), network(2, 16, 64)}) {
        Trainer trainer = trainerOf(parameters, data);
        (void)trainer.trainUntil(8, {}, {}, {});
        const TrainedNetwork trained = trainer.network();
        const ImageSet images = firstImages(data->validation, 500);
        std::printf("%d convolutions from %d filters, %d hidden, %zu images, processor time\n",
                    parameters.depth, parameters.filters, parameters.hidden, images.size());
        CrossbarWidths most, usual, varied, coarse;
        most.cellBits = 1;
        usual = {128, 4, 4, 2, 6, 0.0, 0.0, 0.0, 1};
        coarse = {128, 2, 1, 1, 4, 0.0, 0.0, 0.0, 1};
        varied = usual;
        varied.variation = 0.05;
        for (const CrossbarWidths& widths : {most, CrossbarWidths(), usual, coarse, varied}) {
            const double start_s = threadTime_s();
            const auto judged = judgeOnCrossbar(trained, widths, images, {});
            std::printf(
                "  weights %d, inputs %d, cells %d, converters %d bits, variation %.2f: %5.0f ms, error "
                "%.3f (floating point %.3f), SQNR of the first step %.1f dB\n",
                widths.weightBits, widths.activationBits, widths.cellBits, widths.converterBits,
                widths.variation, 1e3 * (threadTime_s() - start_s), judged->crossbarError, judged->floatError,
                judged->steps.front().sqnr_dB);
        }
    }
}

void printQuantiles(const char* name, std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    std::printf("  %s: least %.3f, 10 %% %.3f, 25 %% %.3f, median %.3f, 75 %% %.3f, 90 %% %.3f, most %.3f\n",
                name, at(0), at(0.1), at(0.25), at(0.5), at(0.75), at(0.9), at(1));
}

/// The default space, error against size.
problem::TrainingQuestion questionOver(const std::shared_ptr<const DataSet>& data)
{
    problem::TrainingQuestion question;
    question.name = "bench";
    question.data = data;
    question.space = problem::defaultTrainingSpace();
    for (std::size_t i = 0; i < question.space.size(); ++i)
        question.sets.push_back(question.space.parameter(i).name());
    question.objectives = {"error", "macs"};
    return question;
}

void benchSpread(const std::shared_ptr<const DataSet>& data, int count, std::uint64_t seed)
{
    const auto made = problem::makeTrainingProblem(questionOver(data)).value();
    Rng rng(seed);
    std::vector<double> exact, crossbar, time_s;
    int failed = 0;
    for (int i = 0; i < count; ++i) {
        const problem::Outcome outcome = made->evaluate(made->space().sample(rng).value(), {});
        if (outcome.verdict != problem::Verdict::Feasible) {
            ++failed;
            continue;
        }
        crossbar.push_back(1.0 - outcome.metrics[0]);
        exact.push_back(1.0 - outcome.metrics[1]);
        time_s.push_back(outcome.metrics[2]);
    }
    std::printf("%d random designs of the default space, %d infeasible (training ran away)\n", count, failed);
    printQuantiles("accuracy in floating point", exact);
    printQuantiles("accuracy on the crossbar", crossbar);
    printQuantiles("training, s of processor time", time_s);
    const auto share = [&](auto isIn) {
        return 100.0 * static_cast<double>(std::count_if(exact.begin(), exact.end(), isIn))
               / static_cast<double>(exact.size());
    };
    std::printf("  floating point below 50 %%: %.0f %% of designs; above 95 %%: %.0f %%\n",
                share([](double a) { return a < 0.5; }), share([](double a) { return a > 0.95; }));
}

/// The same candidates, by one worker or two, with and without halving.
struct Search
{
    double wall_s = 0.0;
    double waited_s = 0.0; ///< at rungs, of all workers
    std::size_t epochs = 0;
    double cpu_s = 0.0;
    double best = 1.0; ///< error in floating point
    std::size_t toTheEnd = 0;
};

/// Adds up how long trainings wait at rungs.
class WaitClock
{
public:
    void follow(TrainingLog& log)
    {
        log.setListener([this, &log] {
            const std::scoped_lock lock(m_mutex);
            const double now_s = wallTime_s();
            m_waited_s += static_cast<double>(m_waiting) * (now_s - m_last_s);
            m_last_s = now_s;
            const auto curves = log.snapshot();
            m_waiting = std::count_if(curves->begin(), curves->end(),
                                      [](const auto& curve) { return curve->isWaiting; });
        });
    }
    [[nodiscard]] double waited_s() const { return m_waited_s; } ///< once all trainings have ended

private:
    std::mutex m_mutex;
    double m_last_s = 0.0, m_waited_s = 0.0;
    std::ptrdiff_t m_waiting = 0;
};

Search search(const std::shared_ptr<const DataSet>& data, int candidates, std::uint64_t seed, bool halving,
              unsigned workers = 1)
{
    problem::TrainingQuestion question = questionOver(data);
    question.epochs = 9;
    question.judgedImages = 1;
    if (halving)
        question.halving = HalvingOptions();
    const auto made = problem::makeTrainingProblem(std::move(question)).value();
    Rng rng(seed);
    std::vector<space::Design> designs;
    for (int i = 0; i < candidates; ++i)
        designs.push_back(made->space().sample(rng).value());
    Search found;
    WaitClock waits;
    waits.follow(*problem::trainingLogOf(*made));
    const double start_s = wallTime_s();
    {
        std::atomic<std::size_t> next = 0;
        std::vector<std::jthread> threads;
        for (unsigned worker = 0; worker < workers; ++worker)
            threads.emplace_back([&] {
                for (std::size_t i = next++; i < designs.size(); i = next++)
                    (void)made->evaluateTrial(i, designs[i], {});
            });
    }
    found.wall_s = wallTime_s() - start_s;
    found.waited_s = waits.waited_s();
    const auto curves = problem::trainingLogOf(*made)->snapshot();
    for (const auto& curve : *curves) {
        found.epochs += curve->epochs.size();
        found.toTheEnd += curve->state == TrainingState::Finished ? 1 : 0;
        for (const EpochRecord& epoch : curve->epochs)
            found.cpu_s += epoch.cpu_s;
        if (curve->state != TrainingState::Failed && !curve->epochs.empty())
            found.best = std::min(found.best, 1.0 - curve->epochs.back().validationAccuracy);
    }
    return found;
}

void benchHalving(const std::shared_ptr<const DataSet>& data, int candidates, int seeds)
{
    std::printf(
        "%d random designs of the default space, at most 9 epochs of %zu images, judged after 1 and 3 "
        "where one in 3 goes on; early stopping at work in both\n",
        candidates, data->training.size());
    std::vector<double> epochs, time, difference;
    for (int seed = 1; seed <= seeds; ++seed) {
        const Search whole = search(data, candidates, static_cast<std::uint64_t>(seed), false);
        const Search halved = search(data, candidates, static_cast<std::uint64_t>(seed), true);
        std::printf(
            "  seed %d: without %4zu epochs, %5.1f s, best error %.3f; with %4zu epochs, %5.1f s, best "
            "error %.3f, %zu to the end\n",
            seed, whole.epochs, whole.cpu_s, whole.best, halved.epochs, halved.cpu_s, halved.best,
            halved.toTheEnd);
        epochs.push_back(static_cast<double>(halved.epochs) / static_cast<double>(whole.epochs));
        time.push_back(halved.cpu_s / whole.cpu_s);
        difference.push_back(halved.best - whole.best);
    }
    std::printf("  medians: %.0f %% of the epochs, %.0f %% of the processor time, best error %+.3f\n",
                100.0 * median(epochs), 100.0 * median(time), median(difference));
}

/// What two workers lose while one of them waits at a rung for trials below. On a machine with other work the
/// wall time says little, the share of it that was waited for still does.
void benchWaiting(const std::shared_ptr<const DataSet>& data, int candidates, int seeds)
{
    std::vector<double> wall, half, share;
    for (int seed = 1; seed <= seeds; ++seed) {
        const Search found = search(data, candidates, static_cast<std::uint64_t>(seed), true, 2);
        wall.push_back(found.wall_s);
        half.push_back(0.5 * found.cpu_s);
        share.push_back(100.0 * found.waited_s / (2.0 * found.wall_s));
    }
    std::printf("  with halving, two workers, medians: wall time %.1f s, half of the processor time of the "
                "trainings %.1f s, workers wait at rungs for %.0f %% of the wall time\n",
                median(wall), median(half), median(share));
}

} // namespace

int main(int argc, char** argv)
{
    if (const Status status = trainingAvailable(); !status) {
        std::printf("%s\n", status.error().text().c_str());
        return 0;
    }
    const std::string which = argc > 1 ? argv[1] : "";
    const auto data = std::make_shared<const DataSet>(drawGlyphs({}).value());
    if (which.empty() || which == "throughput")
        benchThroughput(data);
    if (which.empty() || which == "parallel")
        benchParallel(data);
    if (which.empty() || which == "crossbar")
        benchCrossbar(data);
    if (which == "halving") {
        const int candidates = argc > 2 ? std::stoi(argv[2]) : 27, seeds = argc > 3 ? std::stoi(argv[3]) : 3;
        benchHalving(data, candidates, seeds);
        benchWaiting(data, candidates, seeds);
    }
    if (which == "spread")
        benchSpread(data, argc > 2 ? std::stoi(argv[2]) : 40, argc > 3 ? std::stoull(argv[3]) : 1);
    return 0;
}
