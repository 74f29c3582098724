// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"
#include "ui/panels/run_bar.h"
#include "ui/window/main_window.h"

// How things stand with the run: the strip's sentence and the window's title.
namespace paretoscope::ui::window {

using study::RunState;

void MainWindow::showState()
{
    const study::SnapshotPtr snapshot = m_document->snapshot();
    showStrip();
    showTitle();
    session::Selection& selection = m_document->selection();
    if (panels::isOver(*snapshot) && !selection.focus() && !snapshot->front.empty())
        selection.setFocus(snapshot->knee.value_or(snapshot->front.front())); // a front of two has no knee
}

void MainWindow::showStrip()
{
    using Kind = StatusStrip::Kind;
    m_stripAction = {};
    const study::SnapshotPtr snapshot = m_document->snapshot();
    const QString done = look::count(snapshot->trials.size());
    const QString message = QString::fromStdString(snapshot->message);
    switch (snapshot->state) {
    case RunState::Paused:
        m_strip->say(Kind::Paused, tr("Paused at %1 evaluations.").arg(done), tr("Resume"));
        break;
    case RunState::Stopped:
        m_strip->say(Kind::Paused, tr("Stopped at %1 evaluations.").arg(done), tr("Resume"));
        break;
    case RunState::Failed:
        if (snapshot->unkept)
            return sayUnwritten(message);
        m_strip->say(Kind::Failed, tr("The run failed: %1 %2 designs are safe.").arg(message, done),
                     tr("Retry"));
        break;
    case RunState::Finished:
        sayFinished(*snapshot);
        break;
    case RunState::Idle:
    case RunState::Running:
    case RunState::Stopping:
        if (m_sayReopened) {
            const bool died = m_document->left() == session::StudyDocument::Left::Died;
            m_strip->say(Kind::Note,
                         died ? tr("Recovered %1 designs from an unfinished run; it goes on.").arg(done)
                              : tr("Going on from %1 designs.").arg(done));
        } else if (panels::isOver(*snapshot)) {
            sayFinished(*snapshot);
        } else if (snapshot->state == RunState::Idle && !snapshot->trials.empty()) {
            m_strip->say(Kind::Paused, tr("%1 evaluations so far; the search rests.").arg(done),
                         tr("Resume"));
        } else {
            m_strip->clear();
        }
        break;
    }
    if (snapshot->state != RunState::Idle && snapshot->state != RunState::Running)
        m_sayReopened = false;
    m_strip->setVisible(!m_strip->sentence().isEmpty());
}

void MainWindow::sayFinished(const study::Snapshot& snapshot)
{
    const QString volume = panels::hypervolumeText(snapshot);
    m_strip->say(StatusStrip::Kind::Done,
                 tr("Finished: %1 designs, %2 on the front%3. %4")
                     .arg(look::count(snapshot.trials.size()), look::count(snapshot.front.size()),
                          volume.isEmpty() ? QString() : tr(", hypervolume %1").arg(volume),
                          QString::fromStdString(snapshot.message))
                     .simplified(),
                 tr("Continue"));
}

void MainWindow::showTitle()
{
    if (m_document == nullptr) {
        setWindowTitle(tr("Paretoscope"));
        return;
    }
    const study::SnapshotPtr snapshot = m_document->snapshot();
    const QString name = QString::fromStdString(m_document->study().name);
    if (snapshot->state == RunState::Running && snapshot->budget > 0)
        setWindowTitle(
            tr("%1 % – %2 – Paretoscope").arg(snapshot->trials.size() * 100 / snapshot->budget).arg(name));
    else
        setWindowTitle(tr("%1 – Paretoscope").arg(name));
}

} // namespace paretoscope::ui::window
