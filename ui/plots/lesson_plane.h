// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_forecast.h"
#include "ui/plots/lesson_picture.h"

#include <functional>

namespace paretoscope::ui::plots {

/// The plane of two objectives: every result so far, what nothing beats, what breeds, and where the newest
/// design comes from. Where designs are two numbers, they are drawn beside it.
class LessonPlane final : public LessonPicture
{
    Q_OBJECT

public:
    LessonPlane(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;

private:
    using Locate = std::function<std::optional<QPointF>(const lesson::LessonStep&)>;

    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    void buildDesigns();
    void paintFront(QPainter& painter) const;
    [[nodiscard]] bool bothMinimised() const;
    [[nodiscard]] Forecast forecast() const;
    [[nodiscard]] QString wishWords(const optimizer::PaboTurn& turn) const;
    void paintWish(QPainter& painter) const;
    void paintSteps(QPainter& painter, const Locate& pixelOf, bool currentKnown) const;
    [[nodiscard]] std::optional<QPointF> pixelOfResult(const lesson::LessonStep& step) const;
    [[nodiscard]] QPointF pixelOfDesign(const lesson::LessonStep& step) const;
    /// Trials that nothing beats, at the clock's beat; empty before the first result.
    [[nodiscard]] std::vector<std::uint64_t> front() const;

    std::size_t m_vertical; ///< the objective upwards: the second, or the only one
    QCustomPlot* m_plane;
    QCustomPlot* m_designs = nullptr;
};

} // namespace paretoscope::ui::plots
