// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/halving_ladder.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

namespace {

const Error kGivenUp{ErrorCode::Cancelled, "stopped", {}, {}};

} // namespace

Status HalvingOptions::validate() const
{
    const auto wrong = [](std::string what) {
        return Error{ErrorCode::InvalidInput, std::move(what), {}, {}};
    };
    if (fewestEpochs < 1 || mostEpochs < fewestEpochs || mostEpochs > 1'000'000)
        return wrong(
            "Successive halving trains for at least 1 epoch, and at the end for no fewer than before.");
    if (!(keep > 1.0 && keep <= 1000.0))
        return wrong("Successive halving lets one of more than 1 and at most 1,000 trainings go on.");
    return success();
}

std::vector<int> HalvingOptions::rungs() const
{
    std::vector<int> rungs;
    for (double epochs = fewestEpochs; epochs < mostEpochs;) {
        const int rung = static_cast<int>(std::lround(epochs));
        rungs.push_back(rung);
        epochs = std::max(epochs * keep, rung + 1.0); // a factor near 1 moves on all the same
        if (std::lround(epochs) >= mostEpochs)
            break;
    }
    return rungs;
}

HalvingLadder::HalvingLadder(const HalvingOptions& options)
    : m_options(options)
    , m_rungs(options.rungs())
{ }

Result<bool> HalvingLadder::enter(std::uint64_t number, const std::string& key, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [&] { return m_begun >= number; }))
        return kGivenUp;
    const auto lead = key.empty() ? m_leads.end() : m_leads.find(key);
    const bool shares = lead != m_leads.end() && lead->second < number;
    Trial& trial = m_trials[number];
    trial = {key, !key.empty() && !shares, false, {}, 0};
    if (trial.leads)
        m_leads[key] = number;
    while (m_trials.count(m_begun) > 0) // further ones may have ended before this one was begun anew
        ++m_begun;
    m_changed.notify_all();
    return trial.leads;
}

bool HalvingLadder::allBelow(std::uint64_t number, std::size_t rung) const
{
    if (m_begun < number)
        return false; // one of them was abandoned and begins anew
    return std::all_of(m_trials.begin(), m_trials.lower_bound(number), [&](const auto& item) {
        const Trial& other = item.second;
        return !other.leads || other.hasEnded || other.errors.size() > rung;
    });
}

Result<HalvingLadder::Verdict> HalvingLadder::judge(std::uint64_t number, std::size_t rung, double error,
                                                    const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    std::vector<double>& own = m_trials[number].errors;
    if (own.size() == rung)
        own.push_back(error);
    m_changed.notify_all();
    if (!m_changed.wait(lock, stop, [&] { return allBelow(number, rung); }))
        return kGivenUp;
    Verdict verdict;
    for (auto other = m_trials.begin(); other != m_trials.lower_bound(number); ++other) {
        if (!other->second.leads || other->second.errors.size() <= rung)
            continue;
        ++verdict.compared;
        verdict.place += other->second.errors[rung] <= error ? 1 : 0; // of equals the earlier one is better
    }
    const double share = std::floor(static_cast<double>(verdict.compared) / m_options.keep + 1e-9);
    verdict.goesOn = static_cast<double>(verdict.place) <= std::max(1.0, share);
    return verdict;
}

void HalvingLadder::leave(std::uint64_t number, const std::vector<double>& errors, int epochs)
{
    const std::lock_guard lock(m_mutex);
    Trial& trial = m_trials[number];
    trial.hasEnded = true;
    trial.errors = errors;
    trial.epochs = epochs;
    m_changed.notify_all();
}

void HalvingLadder::close(std::uint64_t number)
{
    const std::lock_guard lock(m_mutex);
    m_trials[number].hasEnded = true; // one that trains nothing may never have begun
    while (m_trials.count(m_begun) > 0)
        ++m_begun;
    m_changed.notify_all();
}

void HalvingLadder::withdraw(std::uint64_t number)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_trials.find(number);
    if (found == m_trials.end())
        return;
    if (found->second.leads)
        m_leads.erase(found->second.key);
    m_trials.erase(found);
    m_begun = std::min(m_begun, number);
    m_changed.notify_all();
}

Result<std::optional<int>> HalvingLadder::epochsOf(const std::string& key, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto ended = [&] {
        const auto lead = m_leads.find(key);
        return lead == m_leads.end() || m_trials.at(lead->second).hasEnded;
    };
    if (!m_changed.wait(lock, stop, ended))
        return kGivenUp;
    const auto lead = m_leads.find(key);
    if (lead == m_leads.end())
        return std::optional<int>();
    return std::optional<int>(m_trials.at(lead->second).epochs);
}

void HalvingLadder::clear()
{
    const std::lock_guard lock(m_mutex);
    m_trials.clear();
    m_leads.clear();
    m_begun = 0;
}

} // namespace paretoscope::accuracy
