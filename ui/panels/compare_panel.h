// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/compare_charts.h"
#include "ui/panels/compare_model.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace paretoscope::ui::panels {

/// Two to eight designs side by side: a table that marks what differs and says how each metric compares with
/// a reference, and pictures of all of them on common scales. Where there is width, the table stands beside
/// the pictures; else it is one of their pages.
class ComparePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePanel(session::StudyDocument& document, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void trayChanged();
    void rebuildChips();
    void placeTable();
    void copy(const QString& table);
    [[nodiscard]] QWidget* makeTools();

    session::StudyDocument& m_document;
    CompareModel* m_model;
    QStackedWidget* m_states;
    QHBoxLayout* m_chips;
    QLabel* m_hint;
    QTableView* m_table;
    QSplitter* m_split;
    CompareCharts* m_charts;
    session::RefreshGate m_gate; ///< of the pictures
    std::optional<bool> m_wide;
};

} // namespace paretoscope::ui::panels
