// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QSize>

namespace paretoscope::ui::plots {

/// A view that can be drawn at a size of its own, for a figure: lines and texts as vectors, clouds of points
/// as pictures. A view that is none is drawn as it stands on the screen.
class FigureSource
{
public:
    virtual ~FigureSource() = default;
    /// Draws the view as it stands, axes and all, into a rectangle of this size at the painter's origin.
    virtual void paintFigure(QPainter& painter, QSize size) = 0;
};

} // namespace paretoscope::ui::plots
