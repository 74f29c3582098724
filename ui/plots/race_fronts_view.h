// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_fronts.h"
#include "ui/plots/latest_job.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/value_range.h"
#include "ui/session/axis.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCPAxisRect;
class QComboBox;
class QCustomPlot;
class QLabel;
class QToolButton;

namespace paretoscope::ui::plots {

/// The fronts of the methods of a race side by side, a picture each on common axes: the seed in the middle
/// with its designs, the other seeds as faint stairs, and in grey the best of all methods together.
class RaceFrontsView : public QWidget
{
    Q_OBJECT

public:
    /// \param references known designs to draw in every picture; null = none. It outlives the view.
    explicit RaceFrontsView(std::shared_ptr<const problem::Problem> problem, QWidget* parent = nullptr,
                            const session::ReferenceShelf* references = nullptr);

    void setRace(study::RaceSnapshotPtr race); ///< null: nothing to show
    /// Shows the fronts as they were then; absent: the newest.
    void setMoment(std::optional<study::RaceMoment> moment);
    void setPlane(study::RacePlane plane);
    void setAllSeeds(bool on);
    [[nodiscard]] study::RacePlane plane() const;
    [[nodiscard]] bool allSeeds() const;

    [[nodiscard]] QWidget* canvas() const;
    [[nodiscard]] const study::RaceFronts& fronts() const { return m_fronts; }
    [[nodiscard]] std::size_t pictures() const { return m_cells.size(); }
    /// What is written above a method's picture: its name and how far it is.
    [[nodiscard]] QString titleOf(std::size_t method) const;

Q_SIGNALS:
    void choiceChanged(); ///< objectives or seeds, by hand

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar();
    void request();
    void show(study::RaceFronts fronts);
    void layOut(); ///< as many columns as there is room for, pictures of one size
    void dress();
    void restyle();
    void describe();
    void paintCell(QPainter& painter, std::size_t method) const;
    void paintTitle(QPainter& painter, std::size_t method) const;
    [[nodiscard]] QPolygonF stairs(const std::vector<study::PlanePoint>& points,
                                   const QCPAxisRect& cell) const;
    [[nodiscard]] const session::Axis& axis(bool x) const;

    std::shared_ptr<const problem::Problem> m_problem;
    std::vector<session::Axis> m_axes; ///< the objectives
    const session::ReferenceShelf* m_references;
    study::RaceSnapshotPtr m_race;
    std::optional<study::RaceMoment> m_moment;
    study::RaceFronts m_fronts;
    QStringList m_names;
    ValueRange m_xRange, m_yRange;
    QCustomPlot* m_plot;
    std::vector<QCPAxisRect*> m_cells;
    QSize m_cellSize; ///< as laid out; the plot itself follows later
    int m_columns = 0;
    QComboBox* m_x = nullptr;
    QComboBox* m_y = nullptr;
    QToolButton* m_allSeeds = nullptr;
    QLabel* m_when = nullptr;
    LatestJob m_job;
    bool m_working = false;
    bool m_again = false;
};

} // namespace paretoscope::ui::plots
