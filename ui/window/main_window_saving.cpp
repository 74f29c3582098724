// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

namespace paretoscope::ui::window {

void MainWindow::askSaveAs()
{
    if (m_document == nullptr)
        return;
    const QFileInfo now(m_document->sessionFile());
    auto* dialog = new QFileDialog(this, tr("Save the session as"), now.path(), tr("Sessions (*.pscope)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pscope"));
    dialog->selectFile(tr("%1 copy.pscope").arg(now.completeBaseName()));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        if (m_document != nullptr)
            m_document->saveAs(file);
    });
    dialog->open();
}

void MainWindow::savedAs(const QString& file, const QString& problem)
{
    if (!problem.isEmpty())
        return sayUnwritten(problem);
    m_settings.addRecentFile(file);
    showRecentFiles();
    showStrip();
    statusBar()->showMessage(tr("Saved as %1; everything from now on goes there.").arg(file), kHint_ms);
}

void MainWindow::sayUnwritten(const QString& sentence)
{
    const QString file = m_document->sessionFile();
    QString what = sentence; // "<file>: was deleted ..." as a sentence
    what.replace(file + QStringLiteral(": "), QStringLiteral("\"%1\" ").arg(QFileInfo(file).fileName()));
    const quint64 designs = m_document->snapshot()->trials.size();
    m_strip->say(StatusStrip::Kind::Failed,
                 tr("The session cannot be written. %1 The %2 designs so far are kept in memory.")
                     .arg(what, look::count(designs)),
                 tr("Save as…"));
    m_strip->show();
    m_stripAction = [this, sentence] {
        askSaveAs();
        sayUnwritten(sentence); // the button is there again when the dialog was given up
    };
}

bool MainWindow::isKept() const
{
    return m_document == nullptr
           || (!m_document->snapshot()->unkept && QFileInfo::exists(m_document->sessionFile()));
}

void MainWindow::askBeforeLosing(const std::function<void()>& goOn)
{
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Designs that are not saved"),
        tr("The session file cannot be written or is gone. %n design(s) are kept in memory alone.", nullptr,
           static_cast<int>(m_document->snapshot()->trials.size())),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(m_document->sessionFile());
    QPushButton* save = box->addButton(tr("Save as…"), QMessageBox::AcceptRole);
    QPushButton* discard = box->addButton(tr("Discard them"), QMessageBox::DestructiveRole);
    save->setAccessibleName(tr("Save the session as"));
    discard->setAccessibleName(tr("Discard the designs"));
    box->setDefaultButton(save);
    connect(save, &QPushButton::clicked, this, &MainWindow::askSaveAs);
    connect(discard, &QPushButton::clicked, this, goOn);
    box->open();
}

} // namespace paretoscope::ui::window
