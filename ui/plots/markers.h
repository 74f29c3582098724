// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QPainter>
#include <QPixmap>

#include <array>

namespace paretoscope::ui::plots {

// The shapes that mean something, the same in every view.

/// \param onStaircase on the front of the two shown objectives alone, and not only of all of them: larger,
/// outlined
void paintFrontDisc(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours,
                    bool onStaircase);
void paintKnee(QPainter& painter, QPointF centre, const QColor& fill, const look::Colours& colours);
void paintInfeasible(QPainter& painter, QPointF centre, const look::Colours& colours);
void paintHoverRing(QPainter& painter, QPointF centre, const look::Colours& colours);
void paintFocusRing(QPainter& painter, QPointF centre, const look::Colours& colours);
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
    void paintLit(QPainter& painter, QPointF centre, double share) const;
    void paintDimmed(QPainter& painter, QPointF centre) const;

private:
    static constexpr std::size_t kTones = 32;
    std::array<QPixmap, kTones> m_shaded;
    QPixmap m_plain;
    QPixmap m_dimmed;
    QString m_madeFor;
};

} // namespace paretoscope::ui::plots
