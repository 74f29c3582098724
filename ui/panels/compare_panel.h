// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/compare_model.h"
#include "ui/panels/explanation_series.h"
#include "ui/panels/page_switch.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace paretoscope::ui::panels {

/// Two to six designs side by side: a table that marks what differs and says how each metric compares with a
/// reference, and energy, latency and roofline of all of them on common axes.
class ComparePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePanel(session::StudyDocument& document, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void trayChanged();
    void rebuildChips();
    void redrawCharts();
    void compareMappings();
    [[nodiscard]] QWidget* makeTools();
    [[nodiscard]] QWidget* makeCharts();

    session::StudyDocument& m_document;
    CompareModel* m_model;
    QStackedWidget* m_states;
    QHBoxLayout* m_chips;
    QToolButton* m_mappings = nullptr;
    QTableView* m_table;
    PageSwitch* m_pages;
    QStackedWidget* m_charts;
    plots::EnergyBars* m_energy;
    plots::LayerBars* m_latency;
    plots::RooflinePlot* m_roofline;
};

} // namespace paretoscope::ui::panels
