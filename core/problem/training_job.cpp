// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_job.h"

#include <system_error>
#include <utility>

namespace paretoscope::problem {

namespace {

using accuracy::EpochRecord;
using accuracy::TrainingState;

/// One training on its way.
class Job
{
public:
    Job(const TrainingRules& rules, const TrainingOrder& order, accuracy::HalvingLadder* ladder,
        accuracy::Trainer trainer, accuracy::TrainingLog::Id id, std::stop_token stop)
        : m_rules(rules)
        , m_order(order)
        , m_ladder(ladder)
        , m_trainer(std::move(trainer))
        , m_id(id)
        , m_stop(std::move(stop))
    { }

    void goOnFromCheckpoint()
    {
        if (m_order.checkpoint.empty())
            return;
        const Status loaded = m_trainer.loadCheckpoint(m_order.checkpoint);
        if (loaded)
            m_rules.log->goOn(m_id, m_trainer.records());
        else if (loaded.error().code != ErrorCode::NotFound)
            m_rules.log->remark(m_id, "Begins at the start, because its checkpoint cannot be used: "
                                          + loaded.error().text());
    }

    /// \returns how it ended
    Result<TrainingState> train()
    {
        const bool judged = m_ladder != nullptr && m_order.judgedAs.has_value();
        const std::vector<int> rungs = judged ? m_ladder->rungs() : std::vector<int>();
        for (std::size_t rung = 0; rung < rungs.size() && rungs[rung] < m_order.epochs; ++rung) {
            if (const Status status = trainUntil(rungs[rung]); !status)
                return status.error();
            if (hasEndedEarly(rungs[rung]))
                return TrainingState::Finished;
            const EpochRecord& record = m_trainer.records()[static_cast<std::size_t>(rungs[rung]) - 1];
            m_rules.log->waitAtRung(m_id);
            const auto verdict = m_ladder->judge(*m_order.judgedAs, rung, 1.0 - record.validationAccuracy,
                                                 m_stop);
            if (!verdict)
                return verdict.error();
            if (!verdict->goesOn)
                return TrainingState::Outranked;
            m_rules.log->passRung(m_id, rungs[rung]);
        }
        if (const Status status = trainUntil(m_order.epochs); !status)
            return status.error();
        const bool cutShort = m_order.epochs < m_rules.epochs && !m_rules.early.isOver(m_trainer.records());
        return cutShort ? TrainingState::Outranked : TrainingState::Finished; // as it was the first time
    }

    TrainingCache::Entry result() const
    {
        auto training = std::make_shared<Training>(Training{m_trainer.network(), m_trainer.records(), 0.0});
        for (const EpochRecord& epoch : training->epochs)
            training->cpu_s += epoch.cpu_s;
        return std::shared_ptr<const Training>(std::move(training));
    }

private:
    Status trainUntil(int epochs)
    {
        return m_trainer.trainUntil(epochs, m_rules.early, m_stop, [&](const EpochRecord& epoch) {
            m_rules.log->add(m_id, epoch);
            keep();
        });
    }

    /// Also true where it no longer improved in the very epoch of the rung: it would not go on.
    [[nodiscard]] bool hasEndedEarly(int rung) const
    {
        const auto& records = m_trainer.records();
        return static_cast<int>(records.size()) < rung
               || (static_cast<int>(records.size()) == rung && m_rules.early.isOver(records));
    }

    void keep()
    {
        if (m_order.checkpoint.empty() || m_cannotKeep)
            return;
        std::error_code ignored; // writing says what is wrong
        std::filesystem::create_directories(m_order.checkpoint.parent_path(), ignored);
        if (const Status status = m_trainer.saveCheckpoint(m_order.checkpoint); !status) {
            m_cannotKeep = true;
            m_rules.log->remark(m_id, "Would begin at the start after an interruption, because its "
                                      "checkpoint cannot be kept: "
                                          + status.error().text());
        }
    }

    const TrainingRules& m_rules;
    const TrainingOrder& m_order;
    accuracy::HalvingLadder* m_ladder;
    accuracy::Trainer m_trainer;
    accuracy::TrainingLog::Id m_id;
    std::stop_token m_stop;
    bool m_cannotKeep = false;
};

} // namespace

TrainingEnd runTraining(const TrainingRules& rules, const TrainingOrder& order,
                        accuracy::HalvingLadder* ladder, const std::stop_token& stop)
{
    auto trainer = accuracy::Trainer::make(order.candidate, rules.data, rules.seed);
    if (!trainer)
        return {trainer.error(), {}};
    accuracy::TrainingLog& log = *rules.log;
    std::stop_source anyStop; // that of the run, or that of a person who watches
    const std::stop_callback forward(stop, [&] { anyStop.request_stop(); });
    const auto id = log.begin(order.title, rules.epochs, anyStop);
    Job job(rules, order, ladder, std::move(trainer).value(), id, anyStop.get_token());
    job.goOnFromCheckpoint();
    const Result<TrainingState> ended = job.train();
    const auto curve = [&] { return *(*log.snapshot())[id]; };
    if (ended) {
        log.end(id, *ended);
        return {job.result(), curve()};
    }
    if (ended.error().code != ErrorCode::Cancelled) {
        log.end(id, TrainingState::Failed, ended.error().what);
        return {ended.error(), curve()};
    }
    if (stop.stop_requested()) {
        log.end(id, TrainingState::Stopped);
        return {ended.error(), {}};
    }
    log.end(id, TrainingState::Stopped, "Cancelled by hand.");
    // Kept as its result: who cancels a training does not want it begun again by the next design.
    return {Error{ErrorCode::Unsupported, "The training was cancelled by hand", {}, {}}, curve()};
}

} // namespace paretoscope::problem
