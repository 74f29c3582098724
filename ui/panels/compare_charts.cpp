// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_charts.h"

#include "core/problem/spatial_problem.h"
#include "ui/look/colours.h"
#include "ui/panels/design_facts.h"
#include "ui/session/design_name.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

QWidget* scrolled(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

/// A page with controls above its picture.
QWidget* paged(QWidget* controls, QWidget* picture)
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(controls);
    column->addWidget(picture, 1);
    return page;
}

} // namespace

CompareCharts::CompareCharts(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_pages(new PageSwitch(this))
    , m_stack(new QStackedWidget(this))
    , m_tablePage(new QWidget)
    , m_bars(new plots::MetricBars)
    , m_radar(new plots::RadarPlot)
    , m_energy(new plots::EnergyBars)
    , m_waterfall(new plots::WaterfallPlot)
    , m_layers(new plots::LayerBars)
    , m_roofline(new plots::RooflinePlot)
    , m_chips(new BlockCompare)
    , m_nestPage(new QWidget)
{
    m_pages->addPage(tr("Table"), tr("Every number side by side"));
    m_pages->addPage(tr("Metrics"), tr("Every metric as bars or as a radar"));
    m_pages->addPage(tr("Energy"), tr("Energy of the whole network, by component and operand"));
    m_pages->addPage(tr("Waterfall"), tr("Which components make the difference in energy"));
    m_pages->addPage(tr("Layers"), tr("Time or energy of every layer"));
    m_pages->addPage(tr("Roofline"), tr("What limits every layer: arithmetic or memory bandwidth"));
    m_pages->addPage(tr("Chips"), tr("The chips to one scale of area"));
    if (problem::hasMappings(document.problem()))
        m_pages->addPage(tr("Loop nests"), tr("How two of these designs compute the same layer"));
    for (QWidget* holder : {m_tablePage, m_nestPage}) {
        auto* column = new QVBoxLayout(holder);
        column->setContentsMargins(0, 0, 0, 0);
    }
    m_stack->addWidget(m_tablePage);
    m_stack->addWidget(makeMetrics());
    m_stack->addWidget(scrolled(m_energy));
    m_stack->addWidget(scrolled(makeWaterfall()));
    m_stack->addWidget(scrolled(makeLayers()));
    m_stack->addWidget(scrolled(m_roofline));
    m_stack->addWidget(scrolled(m_chips));
    m_stack->addWidget(scrolled(m_nestPage));
    connect(m_pages, &PageSwitch::currentChanged, this, [this](int page) {
        m_stack->setCurrentIndex(page);
        drawPage();
    });
    connect(m_layers, &plots::LayerBars::layerClicked, m_roofline, &plots::RooflinePlot::setHighlighted);
    connect(m_layers, &plots::LayerBars::layerClicked, m_layers, &plots::LayerBars::setHighlighted);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_pages);
    column->addWidget(m_stack, 1);
}

QWidget* CompareCharts::makeMetrics()
{
    m_metricShape = new PageSwitch;
    m_metricShape->addPage(tr("Bars"), tr("Every metric from zero to the largest of the designs"));
    m_metricShape->addPage(tr("Radar"), tr("Every metric from the centre to the best of the designs"));
    m_metricStack = new QStackedWidget;
    m_metricStack->addWidget(scrolled(m_bars));
    m_metricStack->addWidget(scrolled(m_radar));
    connect(m_metricShape, &PageSwitch::currentChanged, m_metricStack, &QStackedWidget::setCurrentIndex);
    return paged(m_metricShape, m_metricStack);
}

QWidget* CompareCharts::makeWaterfall()
{
    auto* ends = new QWidget;
    auto* row = new QHBoxLayout(ends);
    row->setContentsMargins(0, 0, 0, 0);
    m_from = new QComboBox;
    m_to = new QComboBox;
    m_from->setAccessibleName(tr("Design that the waterfall starts from"));
    m_to->setAccessibleName(tr("Design that the waterfall leads to"));
    row->addWidget(new QLabel(tr("From")));
    row->addWidget(m_from);
    row->addWidget(new QLabel(tr("to")));
    row->addWidget(m_to);
    row->addStretch(1);
    for (QComboBox* end : {m_from, m_to})
        connect(end, &QComboBox::activated, this, &CompareCharts::drawWaterfall);
    return paged(ends, m_waterfall);
}

QWidget* CompareCharts::makeLayers()
{
    m_quantity = new PageSwitch;
    m_quantity->addPage(tr("Latency of each layer"), tr("Time that each layer takes, repeats counted"));
    m_quantity->addPage(tr("Energy of each layer"), tr("Energy that each layer takes, repeats counted"));
    connect(m_quantity, &PageSwitch::currentChanged, this, &CompareCharts::drawLayers);
    return paged(m_quantity, m_layers);
}

void CompareCharts::adoptTable(QWidget* table)
{
    m_tablePage->layout()->addWidget(table);
    m_pages->setPageVisible(Table, true);
}

void CompareCharts::releaseTable(QWidget* table)
{
    m_tablePage->layout()->removeWidget(table);
    m_pages->setPageVisible(Table, false);
    if (page() == Table)
        showPage(Metrics);
}

std::vector<CompareCharts::Compared> CompareCharts::compared() const
{
    std::vector<Compared> all;
    const look::Colours colours = look::coloursFor(palette());
    const auto& tray = m_document.selection().tray();
    for (std::size_t i = 0; i < tray.size(); ++i) {
        const QString name = QString(QChar(u'A' + static_cast<int>(i)));
        auto explanation = m_document.explanation(tray[i]); // or asked for; explained() brings us back
        if (explanation && explanation->layers.empty())
            explanation = nullptr;
        all.push_back({tray[i], name, name + QLatin1Char(' ') + session::designName(m_document, tray[i]),
                       look::trayColour(colours, static_cast<int>(i)), explanation});
    }
    return all;
}

void CompareCharts::refresh(int reference)
{
    m_reference = reference;
    fillEnds();
    drawPage();
}

void CompareCharts::drawPage()
{
    std::vector<plots::EnergySeries> energy;
    std::vector<plots::RooflineSeries> roofline;
    std::vector<BlockCompare::Chip> chips;
    int reference = 0;
    switch (page()) {
    case Table:
        break;
    case Metrics:
        drawMetrics();
        break;
    case Energy:
        for (const Compared& one : compared())
            if (one.explanation)
                energy.push_back(energySeries(*one.explanation, one.name, one.colour));
        m_energy->setData(std::move(energy));
        break;
    case Waterfall:
        drawWaterfall();
        break;
    case Layers:
        drawLayers();
        break;
    case Roofline:
        for (const Compared& one : compared())
            if (one.explanation)
                roofline.push_back(rooflineSeries(*one.explanation, one.name, one.colour));
        m_roofline->setData(std::move(roofline));
        break;
    case Chips: {
        const std::vector<Compared> all = compared();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i].explanation)
                continue;
            if (i == static_cast<std::size_t>(m_reference))
                reference = static_cast<int>(chips.size());
            chips.push_back({all[i].name, all[i].title, all[i].colour, all[i].explanation});
        }
        m_chips->setChips(std::move(chips), reference);
        break;
    }
    case Nests:
        drawNests();
        break;
    }
}

} // namespace paretoscope::ui::panels
