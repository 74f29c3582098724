// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/codesign_desk.h"
#include "ui/plots/funnel_chart.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QLabel;

namespace paretoscope::ui::panels {

/// Why blind sampling fails: of mappings drawn at random for the shown layer and machine, how many are left
/// after each rule, and what each rule costs. Samples while it is seen.
class CodesignFunnel : public QWidget
{
    Q_OBJECT

public:
    explicit CodesignFunnel(CodesignDesk& desk, QWidget* parent = nullptr);
    [[nodiscard]] const plots::FunnelChart& chart() const { return *m_chart; }
    [[nodiscard]] const codesign::FunnelSets& sets() const { return m_sets; }
    [[nodiscard]] QCheckBox* rule(std::size_t i) const { return m_rules[i]; }

private:
    void refresh();
    void sample();
    void show();

    CodesignDesk& m_desk;
    plots::FunnelChart* m_chart;
    std::array<QCheckBox*, codesign::kRules> m_rules{};
    std::array<QLabel*, codesign::kRules> m_costs{};
    QLabel* m_words;
    codesign::FunnelSets m_sets;
    std::optional<codesign::Machine> m_machine; ///< sampled for
    std::size_t m_layer = 0;
    plots::LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::panels
