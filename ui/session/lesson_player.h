// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/scenes.h"

#include <QObject>
#include <QPointF>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QTimer;

namespace paretoscope::ui::session {

/// A scene and where its clock stands. The clock beats twice a step: first a design is proposed, then its
/// result is known; all lanes share it. Scenes are prepared in the background and then kept whole, so the
/// clock runs forwards and backwards at any speed.
class LessonPlayer : public QObject
{
    Q_OBJECT

public:
    explicit LessonPlayer(QObject* parent = nullptr);
    ~LessonPlayer() override;

    /// Prepares a scene; the one at hand goes at once. prepared() or failed() follows.
    void give(const lesson::Scene& scene);
    void cancel();
    [[nodiscard]] bool isPreparing() const { return m_preparing != nullptr; }
    [[nodiscard]] const lesson::Scene& scene() const { return m_scene; }
    /// One per lane, all or none.
    [[nodiscard]] const std::vector<lesson::LessonPtr>& lanes() const { return m_lanes; }

    [[nodiscard]] int beats() const; ///< two for each step of the longest lane
    [[nodiscard]] int beat() const { return m_beat; }
    void setBeat(int beat); ///< clamped; a guess that is due is waived
    void stepBy(int beats);
    /// Results that a lane shows.
    [[nodiscard]] std::size_t results(std::size_t lane) const;
    /// The step whose proposal or result was last; null before the first.
    [[nodiscard]] const lesson::LessonStep* current(std::size_t lane) const;
    /// Whether the current step's result is still hidden.
    [[nodiscard]] bool isOpen() const { return m_beat % 2 == 1; }

    void play();
    void pause();
    [[nodiscard]] bool isPlaying() const;
    void setStepsPerSecond(double steps);

    /// Whether the class guesses each result before it is shown; the clock then waits at each proposal.
    void setGuessing(bool on);
    [[nodiscard]] bool isGuessing() const { return m_guessing; }
    /// A guess for the open result: its objectives, of which a curve uses the second alone.
    void guess(QPointF values);
    [[nodiscard]] std::optional<QPointF> guessed() const { return m_guess; }
    /// How far off the guesses were that have been shown, as shares of the axes' ranges.
    [[nodiscard]] const std::vector<double>& misses() const { return m_misses; }
    void addMiss(double share);

Q_SIGNALS:
    void prepared();
    void failed(const QString& sentence); ///< also when cancelled, then empty
    void progressed(int steps, int all);
    void beatChanged();
    void playingChanged();
    void guessChanged();

private:
    struct Preparing;
    void adopt(std::vector<lesson::LessonPtr> lanes);
    void tick();

    lesson::Scene m_scene;
    std::shared_ptr<Preparing> m_preparing;
    std::vector<lesson::LessonPtr> m_lanes;
    int m_beat = 0;
    bool m_guessing = false;
    std::optional<QPointF> m_guess;
    std::vector<double> m_misses;
    QTimer* m_clock;
    double m_perSecond = 1.0;
};

} // namespace paretoscope::ui::session
