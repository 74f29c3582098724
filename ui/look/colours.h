// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace paretoscope::ui::look {

enum class Theme { System, Light, Dark };

/// Every colour the program draws with, derived from the palette in force, so that a view restyles itself on
/// QEvent::PaletteChange and nothing is global. Text has contrast of at least 4.5:1, marks of at least 3:1.
/// State is colour *and* shape: front = disc, knee = diamond, focus = gold ring, infeasible = cross,
/// made by hand = triangle, reference design = star.
struct Colours
{
    bool dark = false;
    QColor canvas; ///< behind plots
    QColor panel;  ///< behind controls
    QColor text;
    QColor mutedText; ///< axis labels, captions
    QColor line;      ///< axes, frames
    QColor grid;
    QColor accent; ///< interactive elements
    QColor front;
    QColor dominated;
    QColor infeasible;
    QColor dimmed;    ///< brushed or pinned out, grey context
    QColor focus;     ///< gold ring
    QColor pin;       ///< limits
    QColor reference; ///< designs that the others are held against
    QColor better;    ///< with an up or down triangle, never alone
    QColor worse;
    std::array<QColor, 8> series; ///< Okabe-Ito, order fixed; colours belong to ids and categories
};
[[nodiscard]] Colours coloursFor(const QPalette& palette);

/// Light or dark palette for the whole application; System asks the desktop's own palette.
[[nodiscard]] QPalette paletteFor(Theme theme);

/// A perceptually uniform blue-to-yellow scale (cividis), share in [0, 1]; readable with every kind of colour
/// vision. On a dark canvas its blue end is lifted, which cividis draws nearly black.
[[nodiscard]] QColor sequential(double share, bool dark);

/// The colour of the position-th design in the compare tray (A, B, C, ...).
[[nodiscard]] QColor trayColour(const Colours& colours, int position);

} // namespace paretoscope::ui::look
