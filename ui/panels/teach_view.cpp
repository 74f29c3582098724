// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/teach_view.h"

#include "ui/panels/lesson_ledger.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace paretoscope::ui::panels {

namespace {

constexpr std::uint64_t kStudySteps = 100; ///< of the open study: as many as a class has patience for

QString joined(const std::vector<std::string>& sentences)
{
    QStringList lines;
    for (const std::string& sentence : sentences)
        lines << QString::fromStdString(sentence).toHtmlEscaped();
    return lines.join(QLatin1Char(' '));
}

} // namespace

TeachView::TeachView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_player(new session::LessonPlayer(this))
    , m_text(new QLabel(this))
    , m_states(new QStackedWidget(this))
    , m_stage(new QWidget(this))
    , m_row(new QHBoxLayout(m_stage))
    , m_words(new QLabel(this))
{
    setAccessibleName(tr("Teach"));
    setFocusPolicy(Qt::StrongFocus);
    m_text->setWordWrap(true);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_states->addWidget(makeWaiting());
    m_states->addWidget(m_stage);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setTextFormat(Qt::RichText);
    m_words->setMinimumHeight(6 * fontMetrics().lineSpacing());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 6);
    column->setSpacing(4);
    column->addWidget(makeHeader());
    column->addWidget(m_text);
    column->addWidget(m_states, 1);
    column->addWidget(m_words);
    column->addWidget(makeClock());
    connect(m_player, &session::LessonPlayer::prepared, this, &TeachView::prepared);
    connect(m_player, &session::LessonPlayer::failed, this, &TeachView::failed);
    connect(m_player, &session::LessonPlayer::progressed, this, [this](int done, int all) {
        m_progress->setRange(0, all);
        m_progress->setValue(done);
    });
    connect(m_player, &session::LessonPlayer::beatChanged, this, &TeachView::showBeat);
    connect(m_player, &session::LessonPlayer::guessChanged, this, &TeachView::showBeat);
    connect(m_player, &session::LessonPlayer::playingChanged, this, [this] {
        m_play->setText(m_player->isPlaying() ? QStringLiteral("❙❙") : QStringLiteral("▶"));
        m_play->setToolTip(m_player->isPlaying() ? tr("Pause (Space)") : tr("Play (Space)"));
    });
}

QWidget* TeachView::makeHeader()
{
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    m_scene = new QComboBox(header);
    m_scene->setAccessibleName(tr("Scene"));
    for (const lesson::Scene& scene : lesson::scenes())
        m_scene->addItem(QString::fromStdString(scene.title));
    m_scene->addItem(tr("This study"));
    m_scene->setCurrentIndex(static_cast<int>(lesson::sceneForMethod(m_document.study().method.name)));
    connect(m_scene, &QComboBox::activated, this, &TeachView::choose);
    m_truth = new QCheckBox(tr("Show the truth"), header);
    m_truth->setToolTip(tr("Draw the function itself, which the method never sees"));
    connect(m_truth, &QCheckBox::toggled, this, [this](bool on) {
        for (plots::LessonPicture* picture : m_pictures)
            picture->setTruthShown(on);
    });
    m_guessing = new QCheckBox(tr("Guess first"), header);
    m_guessing->setToolTip(tr("The clock waits at each proposal until you click where the result will be"));
    connect(m_guessing, &QCheckBox::toggled, m_player, &session::LessonPlayer::setGuessing);
    auto* label = new QLabel(tr("Scene:"), header);
    label->setBuddy(m_scene);
    row->addWidget(label);
    row->addWidget(m_scene);
    row->addStretch(1);
    row->addWidget(m_truth);
    row->addWidget(m_guessing);
    return header;
}

QWidget* TeachView::makeWaiting()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    m_waiting = new QLabel(tr("Choose a scene."), page);
    m_waiting->setAlignment(Qt::AlignCenter);
    m_waiting->setWordWrap(true);
    m_progress = new QProgressBar(page);
    m_progress->setMaximumWidth(320);
    m_progress->setAccessibleName(tr("Preparing the scene"));
    m_cancel = new QPushButton(tr("Cancel"), page);
    connect(m_cancel, &QPushButton::clicked, m_player, &session::LessonPlayer::cancel);
    column->addStretch(1);
    column->addWidget(m_waiting);
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    column->addWidget(m_cancel, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return page;
}

QToolButton* TeachView::button(const QString& text, const QString& help, std::function<void()> act)
{
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setToolTip(help);
    made->setAccessibleName(help);
    made->setAutoRaise(true);
    made->setMinimumWidth(32);
    connect(made, &QToolButton::clicked, this, act);
    return made;
}

QWidget* TeachView::makeClock()
{
    auto* clock = new QWidget(this);
    auto* row = new QHBoxLayout(clock);
    row->setContentsMargins(0, 0, 0, 0);
    m_play = button(QStringLiteral("▶"), tr("Play (Space)"),
                    [this] { m_player->isPlaying() ? m_player->pause() : m_player->play(); });
    m_slider = new QSlider(Qt::Horizontal, clock);
    m_slider->setAccessibleName(tr("Time line"));
    connect(m_slider, &QSlider::valueChanged, m_player, &session::LessonPlayer::setBeat);
    m_place = new QLabel(clock);
    m_place->setMinimumWidth(fontMetrics().horizontalAdvance(tr("Step 000 of 000, result")));
    auto* speed = new QComboBox(clock);
    speed->setAccessibleName(tr("Speed"));
    for (const double perSecond : {0.25, 0.5, 1.0, 2.0, 5.0, 20.0})
        speed->addItem(perSecond == 1.0 ? tr("1 step/s") : tr("%L1 steps/s").arg(perSecond), perSecond);
    speed->setCurrentIndex(2);
    connect(speed, &QComboBox::currentIndexChanged, this,
            [this, speed] { m_player->setStepsPerSecond(speed->currentData().toDouble()); });
    row->addWidget(
        button(QStringLiteral("▏◀"), tr("To the beginning (Home)"), [this] { m_player->setBeat(0); }));
    row->addWidget(button(QStringLiteral("◂"), tr("One beat back (Left)"), [this] { m_player->stepBy(-1); }));
    row->addWidget(m_play);
    row->addWidget(button(QStringLiteral("▸"), tr("One beat on (Right)"), [this] { m_player->stepBy(1); }));
    row->addWidget(button(QStringLiteral("▶▏"), tr("To the end (End)"),
                          [this] { m_player->setBeat(m_player->beats()); }));
    row->addWidget(m_slider, 1);
    row->addWidget(m_place);
    row->addWidget(speed);
    return clock;
}

void TeachView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_player->lanes().empty() && !m_player->isPreparing())
        choose(m_scene->currentIndex());
}

void TeachView::choose(int scene)
{
    const auto& ready = lesson::scenes();
    const auto place = static_cast<std::size_t>(scene);
    const study::Study& study = m_document.study();
    m_states->setCurrentIndex(0);
    m_waiting->setText(tr("Preparing the scene…"));
    m_progress->setRange(0, 0);
    m_progress->show();
    m_cancel->show();
    clearStage();
    m_player->give(place < ready.size() ? ready[place] : lesson::sceneOfStudy(study, kStudySteps));
    m_text->setText(QString::fromStdString(m_player->scene().text));
    setFocus();
}

void TeachView::clearStage()
{
    qDeleteAll(m_pictures);
    qDeleteAll(m_titles);
    qDeleteAll(m_ledgers);
    m_pictures.clear();
    m_titles.clear();
    m_ledgers.clear();
}

void TeachView::addLane(std::size_t lane)
{
    const auto& lanes = m_player->lanes();
    auto* column = new QVBoxLayout;
    auto* title = new QLabel(QStringLiteral("<b>%1</b>").arg(QString::fromStdString(lanes[lane]->method)),
                             m_stage);
    title->setAlignment(Qt::AlignHCenter);
    auto* picture = plots::LessonPicture::make(*m_player, lane, m_stage);
    picture->setTruthShown(m_truth->isChecked());
    column->addWidget(title);
    const bool agents = std::any_of(lanes.begin(), lanes.end(),
                                    [](const lesson::LessonPtr& given) { return given->byAgent; });
    // Alone, a lane has room for the ledger beside the picture; next to another one, below it.
    auto* parts = new QBoxLayout(lanes.size() == 1 ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    parts->addWidget(picture, 2);
    if (agents) {
        m_ledgers.push_back(new LessonLedger(*m_player, lane, m_stage));
        parts->addWidget(m_ledgers.back(), 1);
    }
    column->addLayout(parts, 1);
    m_row->addLayout(column, 1);
    m_titles.push_back(title);
    m_pictures.push_back(picture);
}

void TeachView::prepared()
{
    clearStage();
    m_judged = 0;
    bool truth = false;
    bool pointed = m_player->lanes().size() == 1;
    while (QLayoutItem* column = m_row->takeAt(0))
        delete column;
    for (std::size_t lane = 0; lane < m_player->lanes().size(); ++lane) {
        const lesson::Lesson& given = *m_player->lanes()[lane];
        addLane(lane);
        truth = truth || !given.stage.empty();
        pointed = pointed && !given.steps.empty()
                  && m_pictures.back()->resultOf(given.steps.front()).has_value();
    }
    const bool single = m_player->lanes().front()->setup.problem->objectives().size() == 1;
    m_truth->setEnabled(truth && single);
    m_guessing->setEnabled(pointed);
    if (!pointed)
        m_guessing->setChecked(false);
    m_states->setCurrentIndex(1);
    showBeat();
}

void TeachView::failed(const QString& sentence)
{
    m_waiting->setText(sentence.isEmpty() ? tr("Cancelled. Choose a scene.") : sentence);
    m_progress->hide();
    m_cancel->hide();
}

void TeachView::judgeGuess()
{
    if (!m_player->guessed() || m_player->isOpen() || m_judged == m_player->beat())
        return;
    const lesson::LessonStep* step = m_player->current(0);
    const auto result = m_pictures.front()->resultOf(*step);
    if (result)
        m_player->addMiss(m_pictures.front()->missOf(*m_player->guessed(), *result));
    m_judged = m_player->beat();
}

void TeachView::showBeat()
{
    if (m_player->lanes().empty())
        clearStage(); // another scene is being prepared, and the last one is gone
    const bool any = !m_pictures.empty();
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, m_player->beats());
    m_slider->setValue(m_player->beat());
    m_slider->setEnabled(any);
    m_play->setEnabled(any);
    if (!any) {
        m_words->clear();
        m_place->clear();
        return;
    }
    judgeGuess();
    for (plots::LessonPicture* picture : m_pictures)
        picture->refresh();
    const int step = (m_player->beat() + 1) / 2;
    m_place->setText(step == 0 ? tr("Before the first step")
                               : tr("Step %1 of %2, %3")
                                     .arg(step)
                                     .arg(m_player->beats() / 2)
                                     .arg(m_player->isOpen() ? tr("proposal") : tr("result")));
    QStringList lines;
    for (std::size_t lane = 0; lane < m_pictures.size(); ++lane)
        lines << wordsOf(lane);
    const std::vector<double>& misses = m_player->misses();
    if (m_player->isGuessing() && !misses.empty()) {
        const double mean = std::accumulate(misses.begin(), misses.end(), 0.0)
                            / static_cast<double>(misses.size());
        lines << tr("Your last guess was off by %1 % of the axis, on average %2 % over %3.")
                     .arg(qRound(100.0 * misses.back()))
                     .arg(qRound(100.0 * mean))
                     .arg(misses.size());
    }
    m_words->setText(lines.join(QStringLiteral("<br>")));
}

QString TeachView::wordsOf(std::size_t lane) const
{
    const lesson::Lesson& given = *m_player->lanes()[lane];
    const lesson::LessonStep* step = m_player->current(lane);
    const QString who = m_pictures.size() > 1
                            ? QStringLiteral("<b>%1.</b> ").arg(QString::fromStdString(given.method))
                            : QString();
    if (step == nullptr)
        return who + tr("Nothing has been tried yet. Press Space, or go on beat by beat with the Right key.");
    const QString phase = step->thought.phase.empty() ? QString()
                                                      : QStringLiteral("<b>%1.</b> ")
                                                            .arg(QString::fromStdString(step->thought.phase));
    if (!m_player->isOpen())
        return who + QStringLiteral("<b>%1</b> ").arg(tr("Result.")) + joined(step->what);
    const QString ask = m_player->isGuessing() && !m_player->guessed()
                            ? QStringLiteral(" <i>%1</i>")
                                  .arg(tr("Click where you think the result will be."))
                            : QString();
    return who + phase + joined(step->why) + ask;
}

QString TeachView::narration() const
{
    return m_words->text();
}

void TeachView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Space:
        return m_player->isPlaying() ? m_player->pause() : m_player->play();
    case Qt::Key_Left:
        return m_player->stepBy(-1);
    case Qt::Key_Right:
        return m_player->stepBy(1);
    case Qt::Key_PageUp:
        return m_player->stepBy(-20);
    case Qt::Key_PageDown:
        return m_player->stepBy(20);
    case Qt::Key_Home:
        return m_player->setBeat(0);
    case Qt::Key_End:
        return m_player->setBeat(m_player->beats());
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace paretoscope::ui::panels
