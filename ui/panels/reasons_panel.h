// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QLabel>
#include <QListWidget>
#include <QWidget>

namespace paretoscope::ui::panels {

/// Why designs did not work, counted, as bars. Choosing one puts an example in focus.
class ReasonsPanel : public QWidget
{
    Q_OBJECT

public:
    ReasonsPanel(session::StudyDocument& document, QWidget* parent);

private:
    void refresh();
    void focusExample(const QListWidgetItem* item);
    session::StudyDocument& m_document;
    QLabel* m_summary;
    QListWidget* m_list;
};

} // namespace paretoscope::ui::panels
