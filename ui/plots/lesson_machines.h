// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

class QLabel;

namespace paretoscope::ui::plots {

class FunnelChart;
class MachineTimeline;

/// A search of machines with searches of mappings inside: what the model expects along one parameter, how
/// likely a machine works there, and the product that decides; what became of the mappings drawn for the
/// machine at hand; and all machines so far with their searches.
class LessonMachines final : public LessonPicture
{
    Q_OBJECT

public:
    LessonMachines(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;
    [[nodiscard]] const MachineTimeline& timeline() const { return *m_timeline; }
    [[nodiscard]] const FunnelChart& funnel() const { return *m_funnel; }

private:
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    void showSearches();
    void paintBelief(QPainter& painter) const;
    void paintResults(QPainter& painter) const;
    void paintChance(QPainter& painter) const;
    void paintPromise(QPainter& painter) const;
    void paintProposed(QPainter& painter, const QCustomPlot& plot) const;
    [[nodiscard]] double positionOf(const space::Design& design) const;

    QCustomPlot* m_curve;
    QCustomPlot* m_chance;
    QCustomPlot* m_promise;
    FunnelChart* m_funnel;
    MachineTimeline* m_timeline;
    std::vector<double> m_positions; ///< of the stage's designs on the plots' axes
};

} // namespace paretoscope::ui::plots
