// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"
#include "ui/report/report.h"
#include "ui/session/study_document.h"

#include <QObject>
#include <QString>

#include <memory>

namespace paretoscope::ui::report {

/// Makes a report of the document as it stands and writes it into a folder. Pictures are drawn on the UI
/// thread, one a turn of the event loop; explanations and files are made in the background. Deleting the job
/// cancels it; files already begun are finished whole.
class ReportJob : public QObject
{
    Q_OBJECT

public:
    ReportJob(session::StudyDocument& document, QString folder, QObject* parent = nullptr);
    ~ReportJob() override;

    void start();

Q_SIGNALS:
    void progressed(const QString& sentence);
    /// \param problem empty = it worked
    void finished(const QString& problem, const QString& folder);

private:
    void drawViews();
    void explain();
    void drawParts(std::size_t next);
    void write();

    session::StudyDocument& m_document;
    QString m_folder;
    std::shared_ptr<ReportContent> m_content;
    std::unique_ptr<QWidget> m_front;
    std::unique_ptr<QWidget> m_convergence;
    plots::LatestJob m_work;
};

/// What a report on the document says, except its pictures and explanations. The designs it takes apart are
/// those of the compare tray and those with tags, at most six; the knee where there is none of these.
[[nodiscard]] ReportContent textOf(session::StudyDocument& document);

} // namespace paretoscope::ui::report
