// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/table_import.h"
#include "ui/plots/latest_job.h"

#include <QObject>
#include <QString>
#include <QWidget>

#include <memory>

namespace paretoscope::ui::window {

/// Opens a table of results: reads it in the background, asks what its columns are, writes a session beside
/// the others in the background and hands it on.
class TableOpener : public QObject
{
    Q_OBJECT

public:
    explicit TableOpener(QWidget& window);

    [[nodiscard]] static bool looksLikeTable(const QString& file); ///< by its ending
    void open(const QString& file);

Q_SIGNALS:
    void ready(const QString& session);
    void failed(const paretoscope::Error& error, const QString& file);

private:
    void ask(const QString& file, const std::shared_ptr<const study::Table>& table);
    void write(const QString& file, const std::shared_ptr<const study::Table>& table,
               const std::vector<study::ImportColumn>& columns);
    QWidget& m_window;
    plots::LatestJob m_work;
};

} // namespace paretoscope::ui::window
