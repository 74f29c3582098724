// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race.h"
#include "core/study/race_plan.h"

#include <nlohmann/json.hpp>

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <thread>

namespace paretoscope::ui::session {

/// The race of an open document: one at a time, on threads of its own, kept in the session when it ends. The
/// study's own run goes on beside it. Lives on the UI thread.
class RaceDesk : public QObject
{
    Q_OBJECT

public:
    /// \param study must outlive the desk
    /// \param store takes the race when it has ended
    RaceDesk(const study::Study& study, std::function<void(const nlohmann::json&)> store,
             QObject* parent = nullptr);
    ~RaceDesk() override; ///< ends the race and keeps what there is

    /// The race as it was kept; what makes no sense is ignored.
    void restore(const nlohmann::json& kept);

    /// Null when there is no race.
    [[nodiscard]] study::RaceSnapshotPtr snapshot() const { return m_snapshot; }
    /// False for a race that comes from the session: it can be looked at, not gone on with.
    [[nodiscard]] bool isLive() const { return m_race != nullptr; }
    /// Between begin() and the first snapshot.
    [[nodiscard]] bool isBeginning() const { return m_beginning; }

    /// A new race in place of the old one.
    void begin(const study::RacePlan& plan);
    void resume();
    void pause();
    void stop();
    void step(quint64 evaluations);
    /// Evaluations of every lane from picture to picture; 0 = as fast as it goes. Also of races to come.
    void setPace(quint64 evaluations);

Q_SIGNALS:
    void changed(); ///< a newer snapshot, or another race
    void refused(const QString& sentence);

private:
    using Made = Result<std::unique_ptr<study::Race>>;
    void adopt(const std::shared_ptr<Made>& made);
    void follow();
    void keep();

    const study::Study& m_study;
    std::function<void(const nlohmann::json&)> m_store;
    study::RaceSnapshotPtr m_snapshot;
    quint64 m_pace = 0;
    bool m_beginning = false;
    bool m_kept = true; ///< the newest snapshot is in the session, or not worth it
    std::unique_ptr<study::Race> m_race;
    std::jthread m_maker; ///< last: joined before what it uses goes
};

} // namespace paretoscope::ui::session
