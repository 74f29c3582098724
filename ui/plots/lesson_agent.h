// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

namespace paretoscope::ui::plots {

class LessonGrowth;
class LessonPlane;
class LessonTwin;

/// A search by an agent between models, and any that stands beside one: the models, the front with what is
/// hoped for, and how the front grows. In a narrow lane the models give way to the front.
class LessonAgent final : public LessonPicture
{
    Q_OBJECT

public:
    LessonAgent(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;

    LessonTwin* m_twin;
    LessonPlane* m_plane;
    LessonGrowth* m_growth;
};

} // namespace paretoscope::ui::plots
