// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "ui/report/figure_dialog.h"
#include "ui/report/report_job.h"
#include "ui/session/pool_task.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPointer>
#include <QStatusBar>

namespace paretoscope::ui::window {

namespace {

constexpr int kNews_ms = 8000;

QString titleOf(const QString& view)
{
    for (const ViewKind& kind : viewCatalogue())
        if (kind.name == view)
            return kind.title;
    return view;
}

} // namespace

void MainWindow::copyFigure()
{
    const QString name = m_views->activeView();
    QWidget* view = m_views->view(name);
    if (view == nullptr)
        return;
    report::copyFigure({*view, titleOf(name), report::captionOf(*m_document), {}});
    statusBar()->showMessage(tr("%1 copied, as vectors and as a picture.").arg(titleOf(name)), kNews_ms);
}

void MainWindow::exportFigure()
{
    const QString name = m_views->activeView();
    QWidget* view = m_views->view(name);
    if (view == nullptr)
        return;
    auto* dialog = new report::FigureDialog(*view, titleOf(name), report::captionOf(*m_document), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        // Made now: the view may go or change while a file is chosen.
        const QByteArray bytes = dialog->figure().bytes(dialog->format());
        auto* files = new QFileDialog(this, tr("Export figure"), dialog->fileName());
        files->setAttribute(Qt::WA_DeleteOnClose);
        files->setAcceptMode(QFileDialog::AcceptSave);
        files->selectFile(dialog->fileName());
        connect(files, &QFileDialog::fileSelected, this,
                [this, bytes](const QString& file) { writeInBackground(file, bytes); });
        files->open();
    });
    dialog->open();
}

void MainWindow::writeInBackground(const QString& file, const QByteArray& bytes)
{
    const QPointer<MainWindow> self(this);
    session::startInPool([self, file, bytes] {
        const Status written = writeFileAtomically(file.toStdString(),
                                                   {bytes.data(), static_cast<std::size_t>(bytes.size())});
        const QString problem = written ? QString() : QString::fromStdString(written.error().text());
        QMetaObject::invokeMethod(
            qApp,
            [self, problem, file] {
                if (self == nullptr)
                    return;
                if (problem.isEmpty())
                    return self->statusBar()->showMessage(tr("Written to %1.").arg(file), kNews_ms);
                QMessageBox::warning(self, tr("Export figure"), problem);
            },
            Qt::QueuedConnection);
    });
}

void MainWindow::exportReport()
{
    const QString folder = QFileDialog::getExistingDirectory(this,
                                                             tr("Folder for the report and its figures"));
    if (folder.isEmpty() || m_document == nullptr)
        return;
    delete m_report;
    m_report = new report::ReportJob(*m_document, folder, this);
    connect(m_report, &report::ReportJob::progressed, this,
            [this](const QString& sentence) { statusBar()->showMessage(sentence); });
    connect(m_report, &report::ReportJob::finished, this, &MainWindow::reportWritten);
    m_report->start();
}

void MainWindow::reportWritten(const QString& problem, const QString& folder)
{
    m_report->deleteLater();
    m_report = nullptr;
    if (problem.isEmpty()) {
        statusBar()->showMessage(tr("Report written to %1.").arg(folder), kNews_ms);
        return;
    }
    statusBar()->clearMessage();
    QMessageBox::warning(this, tr("Export report"), problem);
}

} // namespace paretoscope::ui::window
