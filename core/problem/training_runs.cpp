// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_runs.h"

#include "core/accuracy/training_record.h"
#include "core/base/atomic_file.h"
#include "core/base/rng.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <system_error>

namespace paretoscope::problem {

namespace {

constexpr const char* kCheckpointEnding = ".training";

} // namespace

TrainingRuns::TrainingRuns(TrainingRules rules, const std::optional<accuracy::HalvingOptions>& halving)
    : m_rules(std::move(rules))
    , m_ladder(halving ? std::make_unique<accuracy::HalvingLadder>(*halving) : nullptr)
{ }

TrainingRuns::~TrainingRuns()
{
    std::error_code ignored;
    if (!m_scratch.empty())
        std::filesystem::remove(m_scratch, ignored);
}

TrainingCache::Entry TrainingRuns::get(const Wanted& wanted, const std::stop_token& stop)
{
    const std::string key = accuracy::candidateKey(wanted.candidate);
    TrainingOrder order{wanted.candidate, wanted.title, m_rules.epochs};
    if (wanted.trial)
        order.checkpoint = checkpointOf(key);
    if (m_ladder == nullptr)
        return cached(key, key, order, stop);
    if (wanted.trial)
        return judged(wanted, key, stop);
    const auto epochs = m_ladder->epochsOf(key, stop);
    if (!epochs)
        return epochs.error();
    if (!epochs->has_value())
        return cached(key + "whole", {}, order, stop);
    order.epochs = std::max(**epochs, 1);
    return cached(key, {}, order, stop);
}

TrainingCache::Entry TrainingRuns::judged(const Wanted& wanted, const std::string& key,
                                          const std::stop_token& stop)
{
    TrainingOrder order{wanted.candidate, wanted.title, m_rules.epochs, wanted.trial, checkpointOf(key)};
    const auto leads = m_ladder->enter(*wanted.trial, key, stop);
    if (!leads)
        return leads.error();
    if (!*leads) {
        const auto epochs = m_ladder->epochsOf(key, stop);
        if (!epochs)
            return epochs.error();
        order.judgedAs.reset();
        order.epochs = std::max(epochs->value_or(m_rules.epochs), 1);
        return cached(key, key, order, stop);
    }
    const TrainingCache::Entry entry = cached(key, key, order, stop);
    if (entry || entry.error().code != ErrorCode::Cancelled)
        leave(*wanted.trial, key);
    return entry;
}

/// \param key under which its record is kept; empty: it is not
TrainingCache::Entry TrainingRuns::cached(const std::string& cacheKey, const std::string& key,
                                          const TrainingOrder& order, const std::stop_token& stop)
{
    return m_cache.get(cacheKey, stop, [&]() -> TrainingCache::Entry {
        TrainingEnd end = runTraining(m_rules, order, m_ladder.get(), stop);
        const bool cancelled = !end.entry && end.entry.error().code == ErrorCode::Cancelled;
        if (!cancelled && !key.empty() && end.curve.plannedEpochs > 0) {
            const std::lock_guard lock(m_mutex);
            m_records[key] = std::make_shared<const std::vector<double>>(accuracy::toRecord(end.curve));
        }
        return std::move(end.entry);
    });
}

/// What the ladder learns of a training follows from its record alone, so a record that was read back from a
/// file teaches the same.
void TrainingRuns::leave(std::uint64_t trial, const std::string& key)
{
    std::optional<accuracy::TrainingCurve> curve;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_records.find(key); found != m_records.end())
            curve = accuracy::fromRecord(*found->second);
    }
    std::vector<double> errors;
    if (curve)
        for (const int rung : m_ladder->rungs())
            if (static_cast<std::size_t>(rung) <= curve->epochs.size())
                errors.push_back(1.0 - curve->epochs[static_cast<std::size_t>(rung) - 1].validationAccuracy);
    m_ladder->leave(trial, errors, curve ? static_cast<int>(curve->epochs.size()) : 0);
}

void TrainingRuns::settle(std::uint64_t trial, bool abandoned)
{
    if (m_ladder == nullptr)
        return;
    if (abandoned)
        m_ladder->withdraw(trial);
    else
        m_ladder->close(trial);
}

TrainingRuns::Record TrainingRuns::recordOf(const accuracy::Candidate& candidate) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_records.find(accuracy::candidateKey(candidate));
    return found == m_records.end() ? nullptr : found->second;
}

void TrainingRuns::resume(const std::filesystem::path& scratch, const std::vector<Earlier>& trials)
{
    if (m_ladder != nullptr)
        m_ladder->clear();
    {
        const std::lock_guard lock(m_mutex);
        m_scratch = scratch;
    }
    std::error_code ignored;
    const bool anyLeft = !scratch.empty() && std::filesystem::exists(scratch, ignored);
    if (anyLeft)
        removeHalfWrittenFiles(scratch); // of a sitting that was killed: this one alone holds the study now
    std::vector<accuracy::TrainingCurve> curves;
    for (const Earlier& trial : trials) {
        auto curve = trial.candidate && trial.record ? accuracy::fromRecord(*trial.record) : std::nullopt;
        const std::string key = curve ? accuracy::candidateKey(*trial.candidate) : std::string();
        if (trial.candidate && anyLeft)
            forget(*trial.candidate);
        if (curve) {
            curve->title = trial.title;
            if (curve->state == accuracy::TrainingState::Failed)
                curve->problem = trial.reason;
            else if (curve->state == accuracy::TrainingState::Stopped)
                curve->problem = "Cancelled by hand.";
            curves.push_back(std::move(*curve));
            const std::lock_guard lock(m_mutex);
            m_records.try_emplace(key, trial.record);
        }
        if (m_ladder == nullptr)
            continue;
        const auto leads = m_ladder->enter(trial.trial, key, {});
        if (leads && *leads)
            leave(trial.trial, key);
        else
            m_ladder->close(trial.trial);
    }
    m_rules.log->restore(curves);
}

std::filesystem::path TrainingRuns::checkpointOf(const std::string& key) const
{
    const std::lock_guard lock(m_mutex);
    if (m_scratch.empty())
        return {};
    std::uint64_t digest = key.size();
    for (const char c : key)
        digest = scatter(digest ^ static_cast<unsigned char>(c));
    char name[40];
    std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(digest));
    return m_scratch / (std::string(name) + kCheckpointEnding);
}

void TrainingRuns::forget(const accuracy::Candidate& candidate) const
{
    const std::filesystem::path file = checkpointOf(accuracy::candidateKey(candidate));
    std::error_code ignored; // a file that stays is refused or removed by the next sitting
    if (!file.empty())
        std::filesystem::remove(file, ignored);
}

void TrainingRuns::keepOnlyOf(const std::vector<accuracy::Candidate>& candidates) const
{
    std::filesystem::path scratch;
    {
        const std::lock_guard lock(m_mutex);
        scratch = m_scratch;
    }
    std::error_code ignored;
    if (scratch.empty() || !std::filesystem::is_directory(scratch, ignored))
        return;
    std::set<std::filesystem::path> kept;
    for (const accuracy::Candidate& candidate : candidates)
        kept.insert(checkpointOf(accuracy::candidateKey(candidate)));
    std::vector<std::filesystem::path> unwanted;
    for (std::filesystem::directory_iterator entry(scratch, ignored), end; entry != end;
         entry.increment(ignored))
        if (entry->path().extension() == kCheckpointEnding && kept.count(entry->path()) == 0)
            unwanted.push_back(entry->path());
    for (const std::filesystem::path& file : unwanted)
        std::filesystem::remove(file, ignored);
}

} // namespace paretoscope::problem
