// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/state_strip.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace paretoscope::ui::window {

namespace {

using study::RunState;

QColor tint(const look::Colours& colours, const QColor& mark)
{
    const double share = colours.dark ? 0.22 : 0.14;
    const auto mix = [share](int base, int over) { return static_cast<int>(base + (over - base) * share); };
    return {mix(colours.panel.red(), mark.red()), mix(colours.panel.green(), mark.green()),
            mix(colours.panel.blue(), mark.blue())};
}

} // namespace

StateStrip::StateStrip(session::StudyDocument& document, QWidget* parent)
    : QFrame(parent)
    , m_document(document)
    , m_text(new QLabel(this))
{
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::StrongFocus);
    close->setAccessibleName(tr("Hide this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->addWidget(m_text, 1);
    row->addWidget(close);
    hide();
    connect(&m_document, &session::StudyDocument::stateChanged, this, &StateStrip::showState);
    connect(&m_document, &session::StudyDocument::writeFailed, this,
            [this](const QString& sentence) { say(sentence, Tone::Bad); });
}

void StateStrip::say(const QString& sentence, Tone tone)
{
    const look::Colours colours = look::coloursFor(palette());
    const QColor mark = tone == Tone::Bad         ? colours.worse
                        : tone == Tone::Attention ? colours.focus
                        : tone == Tone::Good      ? colours.better
                                                  : colours.accent;
    setStyleSheet(
        QStringLiteral("paretoscope--ui--window--StateStrip { background: %1; border-left: 4px solid %2; }")
            .arg(tint(colours, mark).name(), mark.name()));
    m_text->setText(sentence);
    setAccessibleName(sentence);
    show();
}

void StateStrip::showResumed()
{
    const quint64 trials = m_document.snapshot()->trials.size();
    if (trials > 0)
        say(tr("%1 designs were read back from %2; the search goes on where it stopped.")
                .arg(look::count(trials), m_document.sessionFile()),
            Tone::Neutral);
}

QString StateStrip::summary() const
{
    const study::Snapshot& snapshot = *m_document.snapshot();
    QString text = tr("Finished: %1 designs evaluated, %2 on the front.")
                       .arg(look::count(snapshot.trials.size()), look::count(snapshot.front.size()));
    if (!snapshot.message.empty())
        text += QLatin1Char(' ') + QString::fromStdString(snapshot.message);
    return text + QLatin1Char(' ') + tr("Extend the budget to search on.");
}

void StateStrip::showState()
{
    const study::Snapshot& snapshot = *m_document.snapshot();
    switch (snapshot.state) {
    case RunState::Paused:
        say(tr("Paused at %1 designs. Resume with F6.").arg(look::count(snapshot.trials.size())),
            Tone::Attention);
        break;
    case RunState::Stopping:
        say(tr("Stopping: %1 evaluations are being abandoned.").arg(snapshot.inFlight), Tone::Attention);
        break;
    case RunState::Stopped:
        say(tr("Stopped at %1 designs; everything is kept. F5 goes on.")
                .arg(look::count(snapshot.trials.size())),
            Tone::Attention);
        break;
    case RunState::Failed:
        say(tr("The search stopped: %1 %2 designs are safe. Mend the cause, then press F5 to retry.")
                .arg(QString::fromStdString(snapshot.message), look::count(snapshot.trials.size())),
            Tone::Bad);
        break;
    case RunState::Finished:
        say(summary(), Tone::Good);
        break;
    case RunState::Idle:
    case RunState::Running:
        hide();
        break;
    }
}

} // namespace paretoscope::ui::window
