// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

#include <QComboBox>
#include <QImage>

namespace paretoscope::ui::plots {

/// A function of two numbers as a map: what the model expects, how unsure it is, what each place promises, or
/// the truth; with what was measured on it.
class LessonMap final : public LessonPicture
{
    Q_OBJECT

public:
    enum Layer { Expected, Uncertainty, Promise, Truth };

    LessonMap(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;
    void setLayer(Layer layer);

private:
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    [[nodiscard]] Layer layer() const;
    /// One value per design of the stage; empty where the layer is not known.
    [[nodiscard]] std::vector<double> valuesOfLayer() const;
    void colourMap();
    void paintMap(QPainter& painter) const;
    void paintResults(QPainter& painter) const;
    [[nodiscard]] QPointF pixel(const space::Design& design) const;

    QComboBox* m_layer;
    QCustomPlot* m_plot;
    QImage m_image;     ///< one pixel per design of the stage
    ValueRange m_shown; ///< of the layer's values
    bool m_logarithmic = false;
};

} // namespace paretoscope::ui::plots
