// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/session/axis.h"

#include <qcustomplot.h>

#include <functional>

namespace paretoscope::ui::plots {

/// Dresses a plot: colours, fonts, grid, ticks. The only place that does; QCustomPlot does not follow the
/// palette, so call it again on QEvent::PaletteChange and FontChange.
void applyStyle(QCustomPlot& plot, const look::Colours& colours);

/// What a plot axis shows: the caption, the display unit of its ticks, the names of categories.
struct AxisDress
{
    QString caption; ///< without unit: "Energy"
    QString unit;    ///< base unit of the coordinates
    bool logarithmic = false;
    QStringList categories; ///< when not empty, the coordinates are 0, 1, ...
    bool whole = false;     ///< counts: no ticks between whole numbers
};
/// Coordinates stay in base units; ticks are chosen and printed in the display unit that suits the axis'
/// range.
void dressAxis(QCPAxis& axis, const AxisDress& dress);
/// Suits a dressed axis to the pixels it has: fewer numbers upright where they would overlap, and of a label
/// that is longer than the axis the unit alone, since a label cut in the middle says nothing.
void suitLength(QCPAxis& axis, int length);
[[nodiscard]] AxisDress dressOf(const session::Axis& axis, bool logarithmic);

/// "10⁻⁹", for an axis whose numbers were multiplied.
[[nodiscard]] QString powerOfTen(int exponent);

/// Draws with a function, on a layer of a plot, clipped to the axis rect unless told otherwise. Our views
/// draw themselves: a plot of a hundred thousand points is an image, not a hundred thousand items.
class PaintedLayer : public QCPLayerable
{
public:
    PaintedLayer(QCustomPlot* plot, const QString& layer, std::function<void(QPainter&)> paint,
                 bool clipped = true);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;
    [[nodiscard]] QRect clipRect() const override;

private:
    std::function<void(QPainter&)> m_paint;
    bool m_clipped;
};

/// A buffered layer of its own for what moves with the pointer, so that hovering redraws nothing else.
inline constexpr const char* kOverlayLayer = "overlay";

/// A text chip: rounded ground, text centred in it. Returns the ground's rectangle.
QRectF paintChip(QPainter& painter, QRectF area, const QString& text, const QColor& ground,
                 const QColor& ink);

/// The colour that lies `share` of the way from `from` to `to`; for pale marks without transparency.
[[nodiscard]] QColor mixed(const QColor& from, const QColor& to, double share);

} // namespace paretoscope::ui::plots
