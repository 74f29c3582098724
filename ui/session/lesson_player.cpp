// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/lesson_player.h"

#include "ui/session/pool_task.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <mutex>

namespace paretoscope::ui::session {

/// A scene on its way, shared with the thread that prepares it.
struct LessonPlayer::Preparing
{
    std::stop_source stop;
    std::mutex mutex; ///< guards player, so that nothing is posted to one that is dying
    LessonPlayer* player = nullptr;

    template <class Done> void post(Done done)
    {
        const std::scoped_lock lock(mutex);
        if (player != nullptr)
            QMetaObject::invokeMethod(player, std::move(done), Qt::QueuedConnection);
    }
    void forget()
    {
        stop.request_stop();
        const std::scoped_lock lock(mutex);
        player = nullptr;
    }
};

LessonPlayer::LessonPlayer(QObject* parent)
    : QObject(parent)
    , m_clock(new QTimer(this))
{
    connect(m_clock, &QTimer::timeout, this, &LessonPlayer::tick);
}

LessonPlayer::~LessonPlayer()
{
    if (m_preparing)
        m_preparing->forget();
}

void LessonPlayer::give(const lesson::Scene& scene)
{
    if (m_preparing)
        m_preparing->forget();
    pause();
    m_scene = scene;
    m_lanes.clear();
    m_beat = 0;
    m_guess.reset();
    m_misses.clear();
    auto preparing = std::make_shared<Preparing>();
    preparing->player = this;
    m_preparing = preparing;
    Q_EMIT beatChanged();
    startInPool([this, preparing, scene] {
        std::uint64_t all = 0;
        for (const lesson::LessonSetup& setup : scene.lanes)
            all += setup.steps;
        std::vector<lesson::LessonPtr> lanes;
        std::uint64_t before = 0;
        for (const lesson::LessonSetup& setup : scene.lanes) {
            auto given = lesson::giveLesson(setup, preparing->stop.get_token(), [&](std::uint64_t done) {
                const int steps = static_cast<int>(before + done);
                preparing->post([this, steps, all] { Q_EMIT progressed(steps, static_cast<int>(all)); });
            });
            if (!given) {
                const QString sentence = given.error().code == ErrorCode::Cancelled
                                             ? QString()
                                             : QString::fromStdString(given.error().text());
                preparing->post([this, sentence] {
                    m_preparing.reset();
                    Q_EMIT failed(sentence);
                });
                return;
            }
            before += setup.steps;
            lanes.push_back(std::move(given).value());
        }
        preparing->post([this, lanes] { adopt(lanes); });
    });
}

void LessonPlayer::cancel()
{
    if (m_preparing)
        m_preparing->stop.request_stop(); // failed() follows
}

void LessonPlayer::adopt(std::vector<lesson::LessonPtr> lanes)
{
    m_preparing.reset();
    m_lanes = std::move(lanes);
    m_beat = 0;
    Q_EMIT prepared();
    Q_EMIT beatChanged();
}

int LessonPlayer::beats() const
{
    std::size_t longest = 0;
    for (const lesson::LessonPtr& lane : m_lanes)
        longest = std::max(longest, lane->steps.size());
    return static_cast<int>(2 * longest);
}

void LessonPlayer::setBeat(int beat)
{
    beat = std::clamp(beat, 0, beats());
    if (beat == m_beat)
        return;
    m_beat = beat;
    if (m_guess && m_beat % 2 == 1)
        m_guess.reset();
    if (m_beat == beats())
        pause();
    Q_EMIT beatChanged();
}

void LessonPlayer::stepBy(int beats)
{
    setBeat(m_beat + beats);
}

std::size_t LessonPlayer::results(std::size_t lane) const
{
    return std::min(static_cast<std::size_t>(m_beat / 2), m_lanes[lane]->steps.size());
}

const lesson::LessonStep* LessonPlayer::current(std::size_t lane) const
{
    const std::vector<lesson::LessonStep>& steps = m_lanes[lane]->steps;
    const auto reached = std::min(static_cast<std::size_t>((m_beat + 1) / 2), steps.size());
    return reached == 0 ? nullptr : &steps[reached - 1];
}

void LessonPlayer::play()
{
    if (m_lanes.empty() || isPlaying())
        return;
    if (m_beat == beats())
        setBeat(0);
    m_clock->start(static_cast<int>(500.0 / m_perSecond));
    Q_EMIT playingChanged();
}

void LessonPlayer::pause()
{
    if (!isPlaying())
        return;
    m_clock->stop();
    Q_EMIT playingChanged();
}

bool LessonPlayer::isPlaying() const
{
    return m_clock->isActive();
}

void LessonPlayer::setStepsPerSecond(double steps)
{
    m_perSecond = std::clamp(steps, 0.1, 100.0);
    m_clock->setInterval(static_cast<int>(500.0 / m_perSecond));
}

void LessonPlayer::tick()
{
    if (m_guessing && isOpen() && !m_guess)
        return pause(); // the class is thinking
    stepBy(1);
}

void LessonPlayer::setGuessing(bool on)
{
    m_guessing = on;
    m_guess.reset();
    Q_EMIT guessChanged();
}

void LessonPlayer::guess(QPointF values)
{
    if (!m_guessing || !isOpen())
        return;
    m_guess = values;
    Q_EMIT guessChanged();
}

void LessonPlayer::addMiss(double share)
{
    m_misses.push_back(share);
}

} // namespace paretoscope::ui::session
