// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/race_desk.h"

#include "core/study/race_store.h"
#include "ui/session/command_gate.h"

#include <QMetaObject>

#include <exception>
#include <utility>

namespace paretoscope::ui::session {

RaceDesk::RaceDesk(const study::Study& study, std::function<void(const nlohmann::json&)> store,
                   QObject* parent)
    : QObject(parent)
    , m_study(study)
    , m_store(std::move(store))
{ }

RaceDesk::~RaceDesk()
{
    if (m_maker.joinable())
        m_maker.join();
    if (m_race) {
        m_snapshot = m_race->snapshot();
        m_race.reset();
    }
    keep();
}

void RaceDesk::restore(const nlohmann::json& kept)
{
    if (kept.is_null())
        return;
    if (Result<study::RaceSnapshot> race = study::raceFromJson(kept, m_study, "race"))
        m_snapshot = std::make_shared<const study::RaceSnapshot>(std::move(race).value());
}

void RaceDesk::begin(const study::RacePlan& plan)
{
    if (m_beginning)
        return;
    if (CommandGate* gate = CommandGate::of(parent()); gate != nullptr && !gate->isOpen())
        return gate->pass([this, plan] { begin(plan); });
    keep();
    m_race.reset();
    m_beginning = true;
    m_maker = std::jthread([this, study = m_study, plan] {
        study::Race::Options options;
        options.wake = [this] {
            QMetaObject::invokeMethod(
                this, [this] { follow(); }, Qt::QueuedConnection);
        };
        auto made = std::make_shared<Made>(Error{});
        try {
            *made = study::Race::make(study, plan, std::move(options));
        } catch (const std::exception& failure) {
            *made = Error{ErrorCode::Internal, failure.what(), {}, {}};
        }
        QMetaObject::invokeMethod(
            this, [this, made] { adopt(made); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void RaceDesk::adopt(const std::shared_ptr<Made>& made)
{
    m_beginning = false;
    if (!*made) {
        Q_EMIT refused(QString::fromStdString(made->error().what));
        Q_EMIT changed();
        return;
    }
    m_race = std::move(*made).value();
    m_race->setPace(m_pace);
    m_race->start();
    m_kept = false;
    follow();
}

void RaceDesk::follow()
{
    if (!m_race) // a message of a race that is gone
        return;
    const study::RaceSnapshotPtr next = m_race->snapshot();
    if (next == m_snapshot)
        return;
    m_snapshot = next;
    const study::RunState state = next->state;
    if (state == study::RunState::Finished || state == study::RunState::Stopped)
        keep();
    else
        m_kept = false;
    Q_EMIT changed();
}

/// What a race found is small, some hundred kilobytes; writing it happens on the session's thread.
void RaceDesk::keep()
{
    if (m_kept || !m_snapshot || m_snapshot->done() == 0)
        return;
    m_kept = true;
    m_store(study::raceToJson(*m_snapshot));
}

void RaceDesk::resume()
{
    if (m_race)
        m_race->start();
}

void RaceDesk::pause()
{
    if (m_race)
        m_race->pause();
}

void RaceDesk::stop()
{
    if (m_race)
        m_race->stop();
}

void RaceDesk::step(quint64 evaluations)
{
    if (m_race)
        m_race->step(evaluations);
}

void RaceDesk::setPace(quint64 evaluations)
{
    m_pace = evaluations;
    if (m_race)
        m_race->setPace(evaluations);
}

} // namespace paretoscope::ui::session
