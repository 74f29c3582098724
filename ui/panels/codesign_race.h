// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/mapping_race.h"
#include "ui/panels/codesign_desk.h"
#include "ui/plots/mapping_curves.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace paretoscope::ui::panels {

/// Ways to search the shown layer's mapping on the shown machine, at equal evaluations and over several
/// seeds. Runs when asked to, in the background.
class CodesignRace : public QWidget
{
    Q_OBJECT

public:
    explicit CodesignRace(CodesignDesk& desk, QWidget* parent = nullptr);
    [[nodiscard]] const plots::MappingCurves& curves() const { return *m_curves; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] QString words() const;

private:
    using State = std::shared_ptr<const study::MappingRaceState>;
    void start();
    void cancel();
    void refresh();
    void take(const State& state);
    void showRunning(bool on);

    CodesignDesk& m_desk;
    plots::MappingCurves* m_curves;
    QSpinBox* m_seeds;
    QPushButton* m_start;
    QProgressBar* m_progress;
    QLabel* m_words;
    std::optional<codesign::Machine> m_machine; ///< raced on
    std::size_t m_layer = 0;
    bool m_running = false;
    std::stop_source m_stop;
    plots::LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::panels
