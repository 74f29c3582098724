// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/explanation_series.h"
#include "ui/panels/page_switch.h"

#include <QStackedWidget>
#include <QWidget>

#include <memory>

namespace paretoscope::ui::panels {

/// Where energy and time go, of a changed design beside the one it was changed from.
class WhatIfBreakdown : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfBreakdown(QWidget* parent = nullptr);

    /// Either may be null: not known (yet).
    void setExplanations(std::shared_ptr<const problem::Explanation> before,
                         std::shared_ptr<const problem::Explanation> after);

protected:
    void changeEvent(QEvent* event) override;

private:
    void redraw();

    std::shared_ptr<const problem::Explanation> m_before, m_after;
    PageSwitch* m_pages;
    QStackedWidget* m_charts;
    plots::EnergyBars* m_energy;
    plots::LayerBars* m_latency;
};

} // namespace paretoscope::ui::panels
