// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/block_compare.h"
#include "ui/panels/explanation_series.h"
#include "ui/panels/page_switch.h"
#include "ui/plots/metric_bars.h"
#include "ui/plots/radar_plot.h"
#include "ui/plots/waterfall_plot.h"
#include "ui/session/study_document.h"

#include <QComboBox>
#include <QStackedWidget>
#include <QWidget>

#include <memory>
#include <vector>

namespace paretoscope::ui::panels {

/// The pictures of a comparison, one page each: metrics, energy, the way from one design's energy to
/// another's, layers, roofline, chips and loop nests. A page draws when it is looked at.
class CompareCharts : public QWidget
{
    Q_OBJECT

public:
    enum Page { Table, Metrics, Energy, Waterfall, Layers, Roofline, Chips, Nests };

    explicit CompareCharts(session::StudyDocument& document, QWidget* parent = nullptr);

    /// Draws the tray anew. \param reference place of the design that others are compared with
    void refresh(int reference);
    void showPage(Page page) { m_pages->setCurrent(page); }
    [[nodiscard]] Page page() const { return static_cast<Page>(m_pages->current()); }
    /// Where the table stands while there is no room beside the pictures. Its page goes with it.
    void adoptTable(QWidget* table);
    void releaseTable(QWidget* table);

private:
    /// A design of the tray as the pictures show it.
    struct Compared
    {
        session::TrialId id = 0;
        QString name;  ///< "A"
        QString title; ///< "A #18"
        QColor colour;
        std::shared_ptr<const problem::Explanation> explanation; ///< null until known
    };
    QWidget* makeMetrics();
    QWidget* makeWaterfall();
    QWidget* makeLayers();
    void drawPage();
    void drawMetrics();
    void drawWaterfall();
    void drawLayers();
    void drawNests();
    void fillEnds();
    [[nodiscard]] std::vector<Compared> compared() const;

    session::StudyDocument& m_document;
    int m_reference = 0;
    PageSwitch* m_pages;
    QStackedWidget* m_stack;
    QWidget* m_tablePage;
    PageSwitch* m_metricShape = nullptr;
    QStackedWidget* m_metricStack = nullptr;
    plots::MetricBars* m_bars;
    plots::RadarPlot* m_radar;
    plots::EnergyBars* m_energy;
    QComboBox* m_from = nullptr; ///< of the waterfall
    QComboBox* m_to = nullptr;
    plots::WaterfallPlot* m_waterfall;
    PageSwitch* m_quantity = nullptr;
    plots::LayerBars* m_layers;
    plots::RooflinePlot* m_roofline;
    BlockCompare* m_chips;
    QWidget* m_nestPage;
    QWidget* m_nests = nullptr; ///< of the designs below
    std::vector<session::TrialId> m_nestDesigns;
};

} // namespace paretoscope::ui::panels
