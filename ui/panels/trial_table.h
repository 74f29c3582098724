// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/trial_table_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace paretoscope::ui::panels {

/// Exact values of every design: the complete equivalent of the plots for keyboards and screen readers. The
/// current row is the design in focus, both ways; Enter and B put it into the comparison.
class TrialTable : public QWidget
{
    Q_OBJECT

public:
    explicit TrialTable(session::StudyDocument& document, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void followFocus();
    void takeFocus(const QModelIndex& current);
    void copyRow() const;
    void copyTable() const;
    void exportCsv();

    session::StudyDocument& m_document;
    TrialTableModel* m_model;
    QTableView* m_view;
    QComboBox* m_filter;
    QLabel* m_count;
    bool m_following = false; ///< the row is being set from outside
};

} // namespace paretoscope::ui::panels
