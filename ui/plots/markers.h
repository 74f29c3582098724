// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QPainter>
#include <QPixmap>

#include <array>
#include <cstddef>
#include <limits>

namespace paretoscope::ui::plots {

// The shapes that mean something, the same in every view.

/// \param onStaircase on the front of the two shown objectives alone, and not only of all of them: larger,
/// outlined
/// \param weight 0 to 1 on a size scale; NaN = the usual size
void paintFrontDisc(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours,
                    bool onStaircase, double weight = std::numeric_limits<double>::quiet_NaN());
void paintKnee(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours);
void paintInfeasible(QPainter& painter, QPointF centre, const look::Colours& colours);
void paintHoverRing(QPainter& painter, QPointF centre, const look::Colours& colours);
void paintFocusRing(QPainter& painter, QPointF centre, const look::Colours& colours);
/// A design that is only thought of: dashed, so that nobody takes it for one of the study.
void paintGhost(QPainter& painter, QPointF centre, bool feasible, const look::Colours& colours);
/// The letter of a design in the compare tray, beside its point. \param place 0 = A
void paintTrayBadge(QPainter& painter, QPointF centre, int place, const look::Colours& colours);

/// Small discs drawn once and copied: ten times faster than painting each of a few thousand dominated
/// designs.
class CloudMarkers
{
public:
    /// Makes the discs for these colours and this screen, if they are not at hand.
    void prepare(const look::Colours& colours, bool shaded, double devicePixelRatio);
    /// \param share place on the colour scale; NaN where a design has no value there
    /// \param weight place on the size scale, likewise
    void paintLit(QPainter& painter, QPointF centre, double share, double weight) const;
    void paintDimmed(QPainter& painter, QPointF centre) const;
    void paintCross(QPainter& painter, QPointF centre) const; ///< infeasible

private:
    static constexpr std::size_t kTones = 32; ///< and one more for designs without a value
    static constexpr std::size_t kSizes = 6;  ///< and one more, likewise
    using Tones = std::array<QPixmap, kTones + 1>;
    std::array<Tones, kSizes + 1> m_lit;
    QPixmap m_dimmed;
    QPixmap m_cross;
    QString m_madeFor;
};

} // namespace paretoscope::ui::plots
