// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_log.h"

namespace paretoscope::accuracy {

TrainingLog::Id TrainingLog::begin(std::string title, int plannedEpochs, std::stop_source stop)
{
    Id id = 0;
    {
        const std::lock_guard lock(m_mutex);
        auto curves = std::make_shared<TrainingCurves>(*m_curves);
        id = curves->size();
        curves->push_back(std::make_shared<const TrainingCurve>(
            TrainingCurve{std::move(title), plannedEpochs, TrainingState::Running, {}, {}}));
        m_curves = std::move(curves);
        m_stops.push_back(std::move(stop));
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

void TrainingLog::end(Id training, TrainingState state, std::string problem)
{
    change(training, [&](TrainingCurve& curve) {
        curve.state = state;
        curve.problem = std::move(problem);
    });
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
