// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/samples.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace paretoscope::ui::window {

/// What stands in the window when nothing is open: the sample studies one click away, opening a file, and
/// what was open lately.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRecent(const QStringList& files);

Q_SIGNALS:
    void openFile(const QString& file);
    void openWanted(); ///< the file dialog

private:
    void showSamples(const std::vector<Sample>& samples);

    QGridLayout* m_tiles;
    QLabel* m_recentTitle;
    QVBoxLayout* m_recent;
};

} // namespace paretoscope::ui::window
