// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>
#include <QPushButton>
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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* makeHead(QWidget* page);
    void placeTiles();

    QWidget* m_recent;
    QVBoxLayout* m_recentRows;
    QGridLayout* m_tiles;
    QList<QPushButton*> m_buttons; ///< one a sample, in their order
    int m_columns = 0;
};

} // namespace paretoscope::ui::window
