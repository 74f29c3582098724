// SPDX-License-Identifier: GPL-3.0-or-later
// The module that knows libtorch. It includes headers of the core but links none of it, so that the program
// and the module share no state but what they hand each other.
#include "core/accuracy/training/entry.h"
#include "core/accuracy/training/torch_network.h"
#include "core/base/rng.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <ctime>

// OpenBLAS would spread a product over all cores and make two trainings wait for each other. Absent where
// another BLAS is installed.
extern "C" void openblas_set_num_threads(int threads) __attribute__((weak));

namespace paretoscope::accuracy {

namespace {

double threadTime_s()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Threads are counted per calling thread (OpenMP), so this is said before every piece of work.
void useOneThread()
{
    at::set_num_threads(1);
    if (openblas_set_num_threads != nullptr)
        openblas_set_num_threads(1);
}

class TorchEngine final : public TrainingEngine
{
public:
    explicit TorchEngine(const TrainingTask& task)
        : m_task(task)
        , m_network(task)
    { }

    Result<EpochRecord> learn(int epoch, const std::stop_token& stop) override
    {
        try {
            useOneThread();
            return learnAll(epoch, stop);
        } catch (const std::exception& problem) {
            return Error{ErrorCode::Internal, std::string("libtorch failed: ") + problem.what(), {}, {}};
        }
    }
    std::vector<StepWeights> weights() const override { return m_network.weights(); }
    std::vector<float> state() const override { return m_network.state(); }
    Status restore(const std::vector<float>& state) override
    {
        if (!m_network.restore(state))
            return Error{ErrorCode::InvalidInput, "The saved weights belong to another network.", {}, {}};
        return success();
    }

private:
    Result<EpochRecord> learnAll(int epoch, const std::stop_token& stop)
    {
        const double start_s = threadTime_s();
        const std::vector<float> before = m_network.state();
        const std::vector<std::int64_t> order = shuffled(epoch);
        m_network.seedDropout(scatter(m_task.seed ^ scatter(static_cast<std::uint64_t>(epoch))));
        const auto batch = static_cast<std::size_t>(m_task.candidate.recipe.batch);
        EpochRecord record{epoch, 0.0, 0.0, 0.0, 0.0};
        std::int64_t right = 0;
        for (std::size_t at = 0; at < order.size(); at += batch) {
            if (stop.stop_requested()) {
                (void)m_network.restore(before);
                return Error{ErrorCode::Cancelled, "stopped", {}, {}};
            }
            const auto chosen = std::span(order).subspan(at, std::min(batch, order.size() - at));
            const BatchResult result = m_network.learn(m_task.data->training, chosen);
            if (!std::isfinite(result.loss))
                return Error{ErrorCode::InvalidInput,
                             "The training ran away: the loss is no longer a number.",
                             {},
                             "Choose a lower learning rate or momentum."};
            record.loss += result.loss * static_cast<double>(chosen.size());
            right += result.right;
        }
        const auto count = static_cast<double>(order.size());
        record.loss /= count;
        record.trainingAccuracy = static_cast<double>(right) / count;
        record.validationAccuracy = validationAccuracy();
        record.cpu_s = threadTime_s() - start_s;
        return record;
    }

    [[nodiscard]] std::vector<std::int64_t> shuffled(int epoch) const
    {
        std::vector<std::int64_t> order(m_task.data->training.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = static_cast<std::int64_t>(i);
        Rng rng(m_task.seed, static_cast<std::uint64_t>(epoch));
        for (std::size_t i = order.size() - 1; i > 0; --i)
            std::swap(order[i], order[rng.below(i + 1)]);
        return order;
    }

    [[nodiscard]] double validationAccuracy()
    {
        constexpr std::int64_t kBatch = 250;
        const ImageSet& images = m_task.data->validation;
        const auto count = static_cast<std::int64_t>(images.size());
        std::int64_t right = 0;
        for (std::int64_t at = 0; at < count; at += kBatch) {
            std::vector<std::int64_t> chosen;
            for (std::int64_t i = at; i < std::min(at + kBatch, count); ++i)
                chosen.push_back(i);
            right += m_network.countRight(images, chosen);
        }
        return static_cast<double>(right) / static_cast<double>(count);
    }

    TrainingTask m_task;
    TorchNetwork m_network;
};

} // namespace

} // namespace paretoscope::accuracy

using namespace paretoscope;

extern "C" {
extern const int paretoscopeTrainingEngineVersion;
const int paretoscopeTrainingEngineVersion = accuracy::kTrainingEngineVersion;

// Not of a C type, which no one minds who is compiled by the same compiler and checks the version.
Result<std::unique_ptr<accuracy::TrainingEngine>>
paretoscopeMakeTrainingEngine(const accuracy::TrainingTask& task);
Result<std::unique_ptr<accuracy::TrainingEngine>>
paretoscopeMakeTrainingEngine(const accuracy::TrainingTask& task)
{
    try {
        accuracy::useOneThread();
        return std::unique_ptr<accuracy::TrainingEngine>(std::make_unique<accuracy::TorchEngine>(task));
    } catch (const std::exception& problem) {
        return Error{ErrorCode::Internal, std::string("libtorch failed: ") + problem.what(), {}, {}};
    }
}
}
