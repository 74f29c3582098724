// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>

#include <cstdint>
#include <vector>

namespace paretoscope::ui::plots {

/// How a counted cloud is coloured.
struct CloudStyle
{
    bool dark = false; ///< the canvas is
    QColor canvas;
    QColor lit;
    QColor context;
    bool shaded = false; ///< lit cells by their mean share on the colour scale; otherwise one colour
    QSize mark{2, 2};    ///< pixels
};

/// A cloud of any size as marks: points are counted in cells, and a cell is the stronger coloured the more it
/// holds, on a logarithmic scale, so that a single design is still seen. What is not lit is grey context and
/// lies below.
class CloudRaster
{
public:
    /// \param size pixels that the cells cover \param step pixels a cell is wide and high
    CloudRaster(QSize size, int step);

    void addLit(int x, int y) { ++m_lit[cell(x, y)]; }
    void addContext(int x, int y) { ++m_context[cell(x, y)]; }
    /// \param share place on the colour scale, 0 to 1; NaN counts, but colours nothing
    void addShaded(int x, int y, float share);

    /// Paints the marks with the raster's top left at `origin`; never outside the raster.
    void paint(QImage& image, QPoint origin, const CloudStyle& style) const;

private:
    [[nodiscard]] std::size_t cell(int x, int y) const
    {
        return static_cast<std::size_t>(y / m_step) * static_cast<std::size_t>(m_columns)
               + static_cast<std::size_t>(x / m_step);
    }
    template <class Colour>
    void paintLayer(QImage& image, QPoint origin, QSize mark, const std::vector<std::uint32_t>& counts,
                    Colour colourOf) const;

    QSize m_size;
    int m_step;
    int m_columns;
    std::vector<std::uint32_t> m_lit;
    std::vector<std::uint32_t> m_context;
    std::vector<std::uint32_t> m_shadeCount; ///< empty until something is shaded
    std::vector<float> m_shadeSum;
};

/// Fills a rectangle without its corners, which looks round where it is small.
void paintDot(QImage& image, const QRect& area, const QRect& bounds, QRgb colour);

/// Fills a rectangle of an image with 32 bits a pixel, clipped to `bounds`.
void fillClipped(QImage& image, const QRect& area, const QRect& bounds, QRgb colour);

} // namespace paretoscope::ui::plots
