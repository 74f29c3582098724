// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace paretoscope::ui::panels {

/// Why designs were infeasible or failed: counted reasons as bars, most frequent first. A click shows an
/// example. A failed evaluation is data, not an error.
class ReasonsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ReasonsPanel(session::StudyDocument& document, QWidget* parent = nullptr);

private:
    void refresh();

    session::StudyDocument& m_document;
    QLabel* m_summary;
    QVBoxLayout* m_bars;
    std::vector<class ReasonBar*> m_rows;
};

} // namespace paretoscope::ui::panels
