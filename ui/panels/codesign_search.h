// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/codesign_desk.h"
#include "ui/plots/mapping_curves.h"
#include "ui/plots/pool_strip.h"
#include "ui/plots/weight_bars.h"
#include "ui/session/refresh_gate.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSlider;
class QToolButton;

namespace paretoscope::ui::panels {

/// The search of one layer's mapping, evaluation by evaluation: what was found, what the model chose among,
/// and what it goes by.
class CodesignSearch : public QWidget
{
    Q_OBJECT

public:
    explicit CodesignSearch(CodesignDesk& desk, QWidget* parent = nullptr);
    void setStep(int step);
    [[nodiscard]] int step() const;
    [[nodiscard]] const plots::MappingCurves& curves() const { return *m_curves; }
    [[nodiscard]] const plots::PoolStrip& strip() const { return *m_strip; }
    [[nodiscard]] const plots::WeightBars& weights() const { return *m_weights; }

protected:
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] QWidget* makeClock();
    void refresh();
    void drawRandom();
    void showStep();
    void play(bool on);

    CodesignDesk& m_desk;
    plots::MappingCurves* m_curves;
    plots::PoolStrip* m_strip;
    plots::WeightBars* m_weights;
    QSlider* m_slider = nullptr;
    QToolButton* m_play = nullptr;
    QLabel* m_words;
    QTimer m_clock;
    const codesign::MappingRecord* m_shown = nullptr; ///< of m_result
    CodesignDesk::ResultPtr m_result;
    std::stop_source m_stop;
    plots::LatestJob m_random;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::panels
