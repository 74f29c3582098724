// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_question.h"
#include "ui/window/main_window.h"
#include "ui/window/network_opener.h"
#include "ui/window/sample_studies.h"
#include "ui/window/table_opener.h"

#include <nlohmann/json.hpp>

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QStatusBar>

#include <utility>

// How a study comes into the window and leaves it.
namespace paretoscope::ui::window {

using study::RunState;

namespace {

constexpr const char* kMachineSample = "eyeriss-resnet18.json"; ///< whose machine a bare network is given

} // namespace

void MainWindow::browse()
{
    auto* dialog = new QFileDialog(this, tr("Open a study or a session"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Studies, sessions and tables of results (*.json *.pscope *.csv *.tsv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { openFile(file); });
    dialog->open();
}

void MainWindow::openFile(const QString& file, const QString& session)
{
    const QString full = QFileInfo(file).absoluteFilePath();
    if (m_document != nullptr && QFileInfo(m_document->sessionFile()) == QFileInfo(full))
        return; // it is open here
    if (TableOpener::looksLikeTable(full))
        return m_tables->open(full);
    const auto open = [this, full, session] {
        statusBar()->showMessage(tr("Opening %1…").arg(QFileInfo(full).fileName()));
        m_opener.open(full, session);
    };
    isKept() ? open() : askBeforeLosing(open);
}

void MainWindow::adopt(const session::StudyOpener::OpenedPtr& opened, const QString& file)
{
    statusBar()->clearMessage();
    closeStudy();
    m_document = std::make_unique<session::StudyDocument>(std::move(*opened));
    m_settings.addRecentFile(file);
    showRecentFiles();
    buildViews();
    if (m_settings.docks().isEmpty() || !restoreState(m_settings.docks(), Settings::kVersion))
        m_views->defaultLayout();
    m_views->withhold();
    m_runTools->show();
    m_pinTools->show();
    m_actions->setStudyOpen(true);
    QUndoStack& undo = m_document->undoStack();
    const auto showUndo = [this, &undo] {
        m_actions->undo->setEnabled(undo.canUndo());
        m_actions->redo->setEnabled(undo.canRedo());
        m_actions->undo->setText(undo.canUndo() ? tr("&Undo %1").arg(undo.undoText()) : tr("&Undo"));
        m_actions->redo->setText(undo.canRedo() ? tr("&Redo %1").arg(undo.redoText()) : tr("&Redo"));
    };
    connect(&undo, &QUndoStack::indexChanged, this, showUndo);
    showUndo();
    session::StudyDocument* document = m_document.get();
    connect(document, &session::StudyDocument::stateChanged, this, &MainWindow::showState);
    connect(document, &session::StudyDocument::snapshotChanged, this, [this] {
        showTitle();
        // What was under way when it paused still comes in.
        const RunState state = m_document->snapshot()->state;
        if (m_strip->isVisible() && (state == RunState::Paused || state == RunState::Stopped))
            showStrip();
    });
    connect(document, &session::StudyDocument::writeFailed, this, &MainWindow::sayUnwritten);
    connect(document, &session::StudyDocument::savedAs, this, &MainWindow::savedAs);
    const auto* question = new CommandQuestion(m_settings, *document, this);
    connect(question, &CommandQuestion::refused, this, [this] {
        m_strip->say(StatusStrip::Kind::Note, tr("The study's command may not run, so nothing is evaluated."),
                     tr("Ask again"));
        m_strip->show();
        m_stripAction = [this] { m_document->start(); };
    });
    using Left = session::StudyDocument::Left;
    m_sayReopened = document->left() == Left::Died || document->left() == Left::Running;
    showState();
    document->startAsLeft();
    if (m_tourWanted && !m_settings.isTourDone())
        startTour();
}

void MainWindow::refuse(const Error& error, const QString& file)
{
    statusBar()->clearMessage();
    // A loader says what is wrong of the place it names ("is missing"), so the place makes the sentence
    // whole.
    const QString where = QString::fromStdString(error.where);
    const QString inside = where.section(QLatin1Char('#'), 1);
    QString what = QString::fromStdString(error.what);
    if (!what.isEmpty() && what.front().isLower())
        what.prepend((inside.isEmpty() ? QFileInfo(where.isEmpty() ? file : where).fileName() : inside)
                     + QLatin1Char(' '));
    QStringList lines{tr("Cannot open \"%1\".").arg(QFileInfo(file).fileName()), what};
    if (!error.hint.empty())
        lines << QString::fromStdString(error.hint);
    m_stripAction = {};
    m_strip->say(StatusStrip::Kind::Failed, lines.join(QLatin1Char(' ')));
    m_strip->show();
    if (file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        m_networks->consider(file);
}

/// A network is no question yet; the machine and the objectives of a study make one of it.
void MainWindow::offerNetwork(const QString& file)
{
    const bool hasMachine = m_document != nullptr
                            && m_document->study().document->contains(
                                nlohmann::json::json_pointer("/problem/network"));
    const auto like = hasMachine ? m_document->study().document : nullptr;
    QString sample;
    for (const SampleStudy& each : sampleStudies())
        if (each.file.endsWith(QLatin1String(kMachineSample)))
            sample = each.file;
    if (like == nullptr && sample.isEmpty())
        return;
    m_strip->say(StatusStrip::Kind::Note,
                 hasMachine
                     ? tr("\"%1\" is a network. It can take the place of the one in this study.")
                           .arg(QFileInfo(file).fileName())
                     : tr("\"%1\" is a network. A search for an Eyeriss-class machine can begin with it.")
                           .arg(QFileInfo(file).fileName()),
                 tr("Search a machine for it"));
    m_strip->show();
    m_stripAction = [this, file, like, sample] { m_networks->make(file, like, sample); };
}

void MainWindow::closeStudy()
{
    if (m_document == nullptr)
        return;
    keepLayout();
    m_document->disconnect(this);
    m_document->undoStack().disconnect(this);
    destroyViews();
    m_document.reset();
    m_actions->setStudyOpen(false);
    m_strip->clear();
    m_strip->hide();
    showTitle();
}

void MainWindow::showRecentFiles()
{
    const QStringList files = m_settings.recentFiles();
    m_start->setRecentFiles(files);
    m_recentMenu->clear();
    for (const QString& file : files)
        m_recentMenu->addAction(QFileInfo(file).fileName(), this, [this, file] { openFile(file); })
            ->setToolTip(file);
    m_recentMenu->setEnabled(!files.isEmpty());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().front().toLocalFile());
}

} // namespace paretoscope::ui::window
