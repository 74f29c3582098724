// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVBoxLayout>
#include <QWidget>

namespace paretoscope::ui::window {

/// What there is to do while nothing is open: a sample, a file, or something from before.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent);
    void setRecentFiles(const QStringList& files);

Q_SIGNALS:
    void openRequested(const QString& file);
    void browseRequested();

private:
    QWidget* m_recent;
    QVBoxLayout* m_recentRows;
};

} // namespace paretoscope::ui::window
