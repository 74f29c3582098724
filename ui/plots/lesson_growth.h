// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

namespace paretoscope::ui::plots {

/// The hypervolume against the evaluations: this lane's up to the clock, and the other lane's for comparison.
class LessonGrowth final : public LessonPicture
{
    Q_OBJECT

public:
    LessonGrowth(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    /// Evaluations and the hypervolume after them.
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;

private:
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    void paint(QPainter& painter) const;
    [[nodiscard]] QPolygonF stairs(const lesson::Lesson& lesson, std::size_t results) const;
    [[nodiscard]] QPointF pixel(double x, double y) const;

    std::size_t m_lane;
    QCustomPlot* m_plot;
};

} // namespace paretoscope::ui::plots
