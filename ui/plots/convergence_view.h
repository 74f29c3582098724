// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/best_so_far.h"
#include "core/study/race_curves.h"
#include "ui/plots/latest_job.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QWidget>

#include <optional>
#include <vector>

class QCPGraph;
class QComboBox;
class QCustomPlot;
class QLabel;
class QToolButton;

namespace paretoscope::ui::plots {

class HoverCard;

/// Still improving? The hypervolume of the run, or the best value of an objective so far, over evaluations or
/// seconds, as steps. Where steering pins changed stands a mark, and hypervolume before it is grey: before
/// and after answer different questions. If the methods of a race are known, their medians and quartiles lie
/// behind. Pointing at a step echoes the design that made it; a click puts it in focus.
class ConvergenceView : public QWidget
{
    Q_OBJECT

public:
    explicit ConvergenceView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* canvas() const; ///< what takes the mouse
    [[nodiscard]] bool overSeconds() const;
    void setOverSeconds(bool on);
    void setMeasure(study::RaceMeasure measure);
    [[nodiscard]] study::RaceMeasure measure() const;
    void setWithRace(bool on);
    /// What is drawn of the race; empty where there is none, or none that compares.
    [[nodiscard]] const std::vector<study::RaceBand>& bands() const { return m_bands; }
    [[nodiscard]] const std::vector<study::HypervolumeSample>& samples() const { return m_samples; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildBar();
    void refresh();
    void takeSamples();
    void requestBands();
    [[nodiscard]] bool raceCompares() const; ///< hypervolumes do by the same reference point only
    void draw();
    void restyle();
    void describe();
    void fit();
    void showCaption(); ///< as much of it as fits
    void paintMarks(QPainter& painter) const;
    void paintReferences(QPainter& painter) const;
    void paintReadOut(QPainter& painter) const;
    void readOutAt(QPointF position);
    void echo(std::optional<std::size_t> sample);
    [[nodiscard]] session::TrialId designOf(std::size_t sample) const; ///< that made the step
    [[nodiscard]] double xOf(const study::HypervolumeSample& sample) const;
    [[nodiscard]] double xOfMark(const study::SteeringMark& mark) const;
    [[nodiscard]] QString improvement() const; ///< by how much the last fifth of the run helped
    [[nodiscard]] QString referenceText() const;
    [[nodiscard]] QString cardText(const study::HypervolumeSample& sample, double x) const;
    [[nodiscard]] const problem::Metric* metric() const;   ///< null: hypervolume
    [[nodiscard]] const session::Axis* metricAxis() const; ///< likewise

    session::StudyDocument& m_document;
    study::SnapshotPtr m_snapshot;
    study::BestSoFar m_best;
    std::vector<study::HypervolumeSample> m_samples; ///< of the chosen measure
    std::vector<study::RaceBand> m_bands;
    QStringList m_names;
    QCustomPlot* m_plot;
    QCPGraph* m_past; ///< before the last change of steering
    QCPGraph* m_present;
    QComboBox* m_measure = nullptr;
    QToolButton* m_withRace = nullptr;
    QToolButton* m_seconds = nullptr;
    QLabel* m_caption = nullptr;
    QLabel* m_empty;
    HoverCard* m_card;
    std::optional<std::size_t> m_readOut; ///< sample under the pointer
    double m_scale = 1.0;                 ///< hypervolume times this is drawn
    LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::plots
