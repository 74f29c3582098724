// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

namespace paretoscope::ui::plots {

/// A function of one number: what was measured, what the model expects and how sure it is, and below it what
/// each place promises.
class LessonCurve final : public LessonPicture
{
    Q_OBJECT

public:
    LessonCurve(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;

private:
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    void paintBelief(QPainter& painter) const;
    void paintResults(QPainter& painter) const;
    void paintPromise(QPainter& painter) const;
    [[nodiscard]] QPointF pixel(double x, double y) const;
    [[nodiscard]] double positionOf(const space::Design& design) const;

    QCustomPlot* m_curve;
    QCustomPlot* m_promise;
    std::vector<double> m_positions; ///< of the stage's designs on the plots' axes
};

} // namespace paretoscope::ui::plots
