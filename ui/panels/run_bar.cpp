// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_bar.h"

#include "ui/look/quantity.h"
#include "ui/session/refresh_gate.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

using study::RunState;

constexpr quint64 kLargestBudget = 100'000'000;
constexpr int kProgressSteps = 1000;

QToolButton* button(const QString& name, QStyle::StandardPixmap icon, QWidget* parent)
{
    auto* tool = new QToolButton(parent);
    tool->setText(name);
    tool->setAccessibleName(name);
    tool->setIcon(tool->style()->standardIcon(icon));
    tool->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tool->setAutoRaise(true);
    tool->setFocusPolicy(Qt::StrongFocus);
    return tool;
}

/// A number that changes often, in a field wide enough that its neighbours stay where they are.
QLabel* reading(const QString& widest, const QString& name, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest));
    label->setAccessibleName(name);
    return label;
}

/// How the hypervolume stood when nine tenths of the present evaluations were done.
double hypervolumeBefore(const study::Snapshot& snapshot, quint64 trials)
{
    const auto& samples = snapshot.hypervolume;
    const auto later = std::upper_bound(
        samples.begin(), samples.end(), trials,
        [](quint64 wanted, const study::HypervolumeSample& sample) { return wanted < sample.trials; });
    return later == samples.begin() ? std::nan("") : std::prev(later)->value;
}

} // namespace

RunBar::RunBar(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_startPause(button(tr("Start"), QStyle::SP_MediaPlay, this))
    , m_stop(button(tr("Stop"), QStyle::SP_MediaStop, this))
    , m_extend(new QToolButton(this))
    , m_method(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_rate(reading(tr("%1/s").arg(QStringLiteral("00 000")), tr("Evaluations per second"), this))
    , m_remaining(reading(tr("%1 left").arg(QStringLiteral("00 min 00 s")), tr("Time left"), this))
    , m_hypervolume(
          reading(tr("Hypervolume %1").arg(QStringLiteral("0.0000 +0.0000")), tr("Hypervolume"), this))
{
    m_extend->setText(tr("Extend"));
    m_extend->setAccessibleName(tr("Extend the budget"));
    m_extend->setToolTip(tr("Add evaluations to the budget."));
    m_extend->setPopupMode(QToolButton::InstantPopup);
    m_extend->setAutoRaise(true);
    auto* menu = new QMenu(m_extend);
    menu->addAction(tr("Half as much again"), this, [this] {
        const quint64 budget = m_document.snapshot()->budget;
        m_document.extendTo(std::min(kLargestBudget, budget + std::max<quint64>(1, budget / 2)));
    });
    menu->addAction(tr("To a number of evaluations…"), this, &RunBar::askForBudget);
    m_extend->setMenu(menu);

    m_stop->setToolTip(tr("Stop; everything found so far is kept (Shift+F5)."));
    m_progress->setRange(0, kProgressSteps);
    m_progress->setMinimumWidth(180);
    m_progress->setAccessibleName(tr("Evaluations done"));
    const study::Study& study = m_document.study();
    m_method->setText(tr("%1, seed %2").arg(QString::fromStdString(study.method.name)).arg(study.seed));
    for (const optimizer::MethodDoc& method : optimizer::methods())
        if (method.name == study.method.name) {
            m_method->setText(tr("%1, seed %2").arg(QString::fromStdString(method.label)).arg(study.seed));
            m_method->setToolTip(QString::fromStdString(method.help));
        }
    m_hypervolume->setToolTip(tr("Share of the box between zero and the reference point that the front "
                                 "dominates, and how much the last "
                                 "tenth of the evaluations added. Higher is better."));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_startPause);
    row->addWidget(m_stop);
    row->addWidget(m_extend);
    row->addSpacing(8);
    row->addWidget(m_method);
    row->addSpacing(8);
    row->addWidget(m_progress, 1);
    row->addWidget(m_rate);
    row->addWidget(m_remaining);
    row->addSpacing(8);
    row->addWidget(m_hypervolume);

    connect(m_startPause, &QToolButton::clicked, this, &RunBar::startOrPause);
    connect(m_stop, &QToolButton::clicked, &m_document, &session::StudyDocument::stop);
    connect(&m_document, &session::StudyDocument::stateChanged, this, &RunBar::showState);
    auto* gate = new session::RefreshGate(
        this, [this] { showNumbers(); }, 10.0);
    connect(&m_document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    showState();
    showNumbers();
}

void RunBar::startOrPause()
{
    if (m_document.snapshot()->state == RunState::Running)
        m_document.pause();
    else
        m_document.start();
}

void RunBar::askForBudget()
{
    const auto budget = static_cast<double>(m_document.snapshot()->budget);
    bool accepted = false;
    const double wanted = QInputDialog::getDouble(this, tr("Extend the budget"), tr("Evaluations in all:"),
                                                  budget, 1.0, static_cast<double>(kLargestBudget), 0,
                                                  &accepted);
    if (accepted)
        m_document.extendTo(static_cast<quint64>(wanted));
}

void RunBar::showState()
{
    const RunState state = m_document.snapshot()->state;
    const bool running = state == RunState::Running;
    const QString name = running                                                   ? tr("Pause")
                         : state == RunState::Paused || state == RunState::Stopped ? tr("Resume")
                         : state == RunState::Failed                               ? tr("Retry")
                                                                                   : tr("Start");
    m_startPause->setText(name);
    m_startPause->setAccessibleName(name);
    m_startPause->setToolTip(running ? tr("Let the evaluations in flight finish, then wait (F6).")
                                     : tr("Search for better designs (F5)."));
    m_startPause->setIcon(style()->standardIcon(running ? QStyle::SP_MediaPause : QStyle::SP_MediaPlay));
    m_startPause->setEnabled(state != RunState::Stopping && state != RunState::Finished);
    m_stop->setEnabled(running || state == RunState::Paused);
    showNumbers();
}

QString RunBar::hypervolumeText() const
{
    const study::Snapshot& snapshot = *m_document.snapshot();
    if (snapshot.hypervolume.empty())
        return tr("Hypervolume –");
    const double now = snapshot.hypervolume.back().value;
    const double gain = now - hypervolumeBefore(snapshot, snapshot.trials.size() * 9 / 10);
    QString text = tr("Hypervolume %1").arg(locale().toString(now, 'f', 4));
    if (std::isfinite(gain))
        text += QStringLiteral("  +") + locale().toString(std::max(0.0, gain), 'f', 4);
    return text;
}

void RunBar::showNumbers()
{
    const study::Snapshot& snapshot = *m_document.snapshot();
    const quint64 done = snapshot.trials.size();
    const double share = snapshot.budget > 0
                             ? static_cast<double>(done) / static_cast<double>(snapshot.budget)
                             : 0;
    m_progress->setValue(static_cast<int>(std::min(1.0, share) * kProgressSteps));
    m_progress->setFormat(tr("%1 of %2").arg(look::count(done), look::count(snapshot.budget)));
    const bool running = snapshot.state == RunState::Running;
    const double rate = snapshot.evaluationsPerSecond;
    m_rate->setText(running && rate > 0.0 ? tr("%1/s").arg(locale().toString(rate, 'f', rate < 100.0 ? 1 : 0))
                                          : QString());
    m_remaining->setText(snapshot.remaining_s ? tr("%1 left").arg(look::duration(*snapshot.remaining_s))
                                              : QString());
    m_hypervolume->setText(hypervolumeText());
}

} // namespace paretoscope::ui::panels
