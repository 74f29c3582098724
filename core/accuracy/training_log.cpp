// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_log.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace paretoscope::accuracy {

const char* stateName(TrainingState state)
{
    constexpr std::array<const char*, 5> kNames{"running", "finished", "cancelled", "failed", "outranked"};
    return kNames[static_cast<std::size_t>(state)];
}

TrainingLog::Id TrainingLog::begin(std::string title, int plannedEpochs, std::stop_source stop)
{
    Id id = 0;
    {
        const std::lock_guard lock(m_mutex);
        auto curves = std::make_shared<TrainingCurves>(*m_curves);
        auto curve = std::make_shared<const TrainingCurve>(
            TrainingCurve{std::move(title), plannedEpochs, TrainingState::Running, {}, {}, {}, 0, false, {}});
        const auto former = std::find_if(curves->begin(), curves->end(), [&](const auto& other) {
            return other->title == curve->title && other->state != TrainingState::Running;
        });
        id = static_cast<std::size_t>(former - curves->begin());
        if (former == curves->end()) {
            curves->push_back(std::move(curve));
            m_stops.push_back(std::move(stop));
            m_before.push_back(nullptr);
        } else {
            m_stops[id] = std::move(stop);
            m_before[id] = std::exchange(*former, std::move(curve));
        }
        m_curves = std::move(curves);
    }
    if (m_listener)
        m_listener();
    return id;
}

template <class Change> void TrainingLog::change(Id training, Change apply)
{
    {
        const std::lock_guard lock(m_mutex);
        if (training >= m_curves->size())
            return;
        auto curves = std::make_shared<TrainingCurves>(*m_curves);
        auto curve = std::make_shared<TrainingCurve>(*(*curves)[training]);
        apply(*curve);
        (*curves)[training] = std::move(curve);
        m_curves = std::move(curves);
    }
    if (m_listener)
        m_listener();
}

void TrainingLog::add(Id training, const EpochRecord& record)
{
    change(training, [&](TrainingCurve& curve) { curve.epochs.push_back(record); });
}

void TrainingLog::goOn(Id training, const std::vector<EpochRecord>& records)
{
    change(training, [&](TrainingCurve& curve) {
        curve.epochs = records;
        curve.continuedFrom = static_cast<int>(records.size());
    });
}

void TrainingLog::waitAtRung(Id training)
{
    change(training, [&](TrainingCurve& curve) { curve.isWaiting = true; });
}

void TrainingLog::passRung(Id training, int epochs)
{
    change(training, [&](TrainingCurve& curve) {
        curve.rungs.push_back(epochs);
        curve.isWaiting = false;
    });
}

void TrainingLog::remark(Id training, std::string remark)
{
    change(training, [&](TrainingCurve& curve) { curve.remark = std::move(remark); });
}

void TrainingLog::end(Id training, TrainingState state, std::string problem)
{
    change(training, [&](TrainingCurve& curve) {
        // What had been trained to its end before has lost nothing by a repetition that was given up.
        const auto& before = m_before[training];
        if (state == TrainingState::Stopped && problem.empty() && before != nullptr
            && before->state != TrainingState::Stopped) {
            curve = *before;
            return;
        }
        curve.state = state;
        curve.isWaiting = false;
        curve.problem = std::move(problem);
        if (before != nullptr && before->state == state && curve.rungs.empty())
            curve.rungs = before->rungs; // a repetition is not judged again
    });
}

void TrainingLog::restore(const std::vector<TrainingCurve>& curves)
{
    {
        const std::lock_guard lock(m_mutex);
        std::set<std::string> titles;
        for (const auto& curve : *m_curves)
            titles.insert(curve->title);
        auto all = std::make_shared<TrainingCurves>(*m_curves);
        for (const TrainingCurve& curve : curves) {
            if (!titles.insert(curve.title).second)
                continue;
            all->push_back(std::make_shared<const TrainingCurve>(curve));
            m_stops.emplace_back(std::nostopstate);
            m_before.push_back(nullptr);
        }
        m_curves = std::move(all);
    }
    if (m_listener)
        m_listener();
}

void TrainingLog::cancel(Id training) const
{
    std::stop_source stop(std::nostopstate);
    {
        const std::lock_guard lock(m_mutex);
        if (training >= m_stops.size() || (*m_curves)[training]->state != TrainingState::Running)
            return;
        stop = m_stops[training];
    }
    stop.request_stop(); // calls back whoever waits, so without the lock
}

std::shared_ptr<const TrainingCurves> TrainingLog::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_curves;
}

} // namespace paretoscope::accuracy
