// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_breakdown.h"

#include "ui/look/colours.h"

#include <QEvent>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

WhatIfBreakdown::WhatIfBreakdown(QWidget* parent)
    : QWidget(parent)
    , m_pages(new PageSwitch(this))
    , m_charts(new QStackedWidget(this))
    , m_energy(new plots::EnergyBars)
    , m_latency(new plots::LayerBars)
{
    m_pages->addPage(tr("Energy"), tr("Energy by component and operand, before and now"));
    m_pages->addPage(tr("Latency"), tr("Time of every layer, before and now"));
    m_charts->addWidget(m_energy);
    m_charts->addWidget(m_latency);
    m_charts->setMinimumHeight(220);
    connect(m_pages, &PageSwitch::currentChanged, m_charts, &QStackedWidget::setCurrentIndex);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_pages);
    column->addWidget(m_charts);
}

void WhatIfBreakdown::setExplanations(std::shared_ptr<const problem::Explanation> before,
                                      std::shared_ptr<const problem::Explanation> after)
{
    m_before = std::move(before);
    m_after = std::move(after);
    redraw();
}

void WhatIfBreakdown::redraw()
{
    const look::Colours colours = look::coloursFor(palette());
    std::vector<plots::EnergySeries> energy;
    std::vector<plots::LayerSeries> latency;
    QStringList layers;
    const auto add = [&](const problem::Explanation* explanation, const QString& name, const QColor& colour) {
        if (explanation == nullptr || explanation->layers.empty())
            return;
        energy.push_back(energySeries(*explanation, name, colour));
        latency.push_back(layerSeries(*explanation, LayerQuantity::Latency, name, colour));
        layers = layerNames(*explanation);
    };
    add(m_before.get(), tr("before"), colours.mutedText);
    add(m_after.get(), tr("now"), colours.accent);
    m_energy->setData(std::move(energy));
    m_latency->setData(layers, unitOf(LayerQuantity::Latency), std::move(latency));
}

void WhatIfBreakdown::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_latency != nullptr)
        redraw();
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
