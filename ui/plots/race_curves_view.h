// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_fronts.h"
#include "ui/plots/latest_job.h"
#include "ui/plots/value_range.h"
#include "ui/session/reference_shelf.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QCustomPlot;
class QLabel;
class QToolButton;

namespace paretoscope::ui::plots {

class HoverCard;

/// How the methods of a race improve: the median over the seeds of every method with the band between its
/// quartiles, over evaluations or seconds. Pointing at a moment tells the values there and asks for the
/// fronts of that moment.
class RaceCurvesView : public QWidget
{
    Q_OBJECT

public:
    /// \param references known designs, drawn as dashed lines among best values; null = none. It outlives the
    /// view.
    explicit RaceCurvesView(std::shared_ptr<const problem::Problem> problem, QWidget* parent = nullptr,
                            const session::ReferenceShelf* references = nullptr);

    void setRace(study::RaceSnapshotPtr race); ///< null: nothing to show
    void setMeasure(study::RaceMeasure measure);
    void setClock(study::RaceClock clock);
    [[nodiscard]] study::RaceMeasure measure() const;
    [[nodiscard]] study::RaceClock clock() const;
    [[nodiscard]] QWidget* canvas() const; ///< what takes mouse and keys
    [[nodiscard]] const std::vector<study::RaceBand>& bands() const { return m_bands; }
    [[nodiscard]] double pixelOf(double x) const; ///< on the canvas

Q_SIGNALS:
    /// Where the pointer or the arrow keys are; absent when they are nowhere.
    void pointedAt(std::optional<paretoscope::study::RaceMoment> moment);
    void choiceChanged(); ///< measure or clock, by hand

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar();
    void request();
    void show(const std::vector<study::RaceBand>& bands);
    void fit();
    void restyle();
    void describe();
    void pointAt(std::optional<double> x);
    void walk(int steps);
    void paintPointer(QPainter& painter) const;
    void paintReferences(QPainter& painter) const;
    /// Of what is followed; NaN where a reference has no such number.
    [[nodiscard]] double referenceValue(const study::Reference& reference) const;
    [[nodiscard]] QString cardText(double x) const;
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] const problem::Metric* metric() const; ///< null: hypervolume

    std::shared_ptr<const problem::Problem> m_problem;
    const session::ReferenceShelf* m_references;
    study::RaceSnapshotPtr m_race;
    std::vector<study::RaceBand> m_bands;
    QStringList m_names;
    ValueRange m_range;
    double m_factor = 1.0; ///< hypervolume times this is drawn
    std::optional<double> m_pointer;
    QCustomPlot* m_plot;
    QComboBox* m_measure = nullptr;
    QToolButton* m_seconds = nullptr;
    HoverCard* m_card;
    LatestJob m_job;
    bool m_working = false;
    bool m_again = false;
};

} // namespace paretoscope::ui::plots
