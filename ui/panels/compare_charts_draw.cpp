// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages show; what they are made of stands in compare_charts.cpp.
#include "core/problem/energy_steps.h"
#include "ui/panels/compare_charts.h"
#include "ui/panels/mapping_compare.h"
#include "ui/panels/text.h"

#include <QLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr std::size_t kMostUtilizations = 3; ///< designs; the marks of more hide each other
constexpr int kNestHeight = 460;             ///< pixels; the page scrolls where it is lower

} // namespace

void CompareCharts::drawMetrics()
{
    std::vector<plots::MetricDesign> designs;
    std::vector<plots::MetricRow> rows;
    const std::vector<Compared> all = compared();
    for (const Compared& one : all)
        designs.push_back({one.name, one.colour});
    for (const session::Axis& axis : m_document.axes()) {
        if (axis.isParameter)
            continue;
        plots::MetricRow row{axis.label, axis.unit, axis.better, {}};
        for (const Compared& one : all) {
            const study::Trial* trial = m_document.trial(one.id);
            row.values.push_back(trial ? axis.value(*trial, m_document.problem()) : std::nan(""));
        }
        rows.push_back(std::move(row));
    }
    m_bars->setData(designs, rows);
    m_radar->setData(std::move(designs), std::move(rows));
}

/// From the reference to the first other, until a person chooses otherwise among the same designs.
void CompareCharts::fillEnds()
{
    const std::vector<Compared> all = compared();
    QStringList names;
    for (const Compared& one : all)
        names << one.title;
    QStringList before;
    for (int i = 0; i < m_from->count(); ++i)
        before << m_from->itemText(i);
    const bool moved = m_from->property("reference") != m_reference;
    if (before == names && !moved)
        return;
    m_from->setProperty("reference", m_reference);
    for (QComboBox* end : {m_from, m_to}) {
        end->clear();
        end->addItems(names);
    }
    m_from->setCurrentIndex(std::min(m_reference, static_cast<int>(all.size()) - 1));
    m_to->setCurrentIndex(all.size() < 2 ? 0 : m_reference == 0 ? 1 : 0);
}

void CompareCharts::drawWaterfall()
{
    const std::vector<Compared> all = compared();
    const auto from = static_cast<std::size_t>(m_from->currentIndex());
    const auto to = static_cast<std::size_t>(m_to->currentIndex());
    if (from >= all.size() || to >= all.size() || from == to || !all[from].explanation
        || !all[to].explanation) {
        m_waterfall->clear();
        return;
    }
    const auto end = [](const Compared& one) {
        return plots::WaterfallPlot::End{one.name, one.colour, one.explanation->energy_J};
    };
    m_waterfall->setData(end(all[from]), end(all[to]),
                         problem::energySteps(all[from].explanation->energy, all[to].explanation->energy));
}

void CompareCharts::drawLayers()
{
    const LayerQuantity quantity = m_quantity->current() == 0 ? LayerQuantity::Latency
                                                              : LayerQuantity::Energy;
    std::vector<plots::LayerSeries> series;
    QStringList names;
    const std::vector<Compared> all = compared();
    for (const Compared& one : all) {
        if (!one.explanation)
            continue;
        series.push_back(layerSeries(*one.explanation, quantity, one.name, one.colour));
        if (all.size() > kMostUtilizations)
            series.back().utilization.clear();
        names = layerNames(*one.explanation);
    }
    m_layers->setData(names, unitOf(quantity), std::move(series));
}

void CompareCharts::drawNests()
{
    const auto& tray = m_document.selection().tray();
    const auto explanation = tray.empty() ? nullptr : m_document.explanation(tray.front());
    if (m_nestDesigns == tray && m_nests != nullptr)
        return;
    if (m_nests != nullptr) {
        m_nests->hide();
        m_nests->deleteLater();
    }
    m_nests = nullptr;
    m_nestDesigns.clear();
    if (!explanation || explanation->layers.empty())
        return;
    auto* nests = new MappingCompare(m_document, tray, text(explanation->layers.front().name), m_nestPage);
    nests->setWindowFlags(Qt::Widget);
    nests->setMinimumHeight(kNestHeight);
    m_nests = nests;
    m_nestDesigns = tray;
    m_nestPage->layout()->addWidget(nests);
    nests->show();
}

} // namespace paretoscope::ui::panels
