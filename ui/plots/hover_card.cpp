// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/hover_card.h"

#include "ui/look/colours.h"

#include <QPainter>

#include <algorithm>

namespace paretoscope::ui::plots {

namespace {

constexpr int kDistance_px = 14; ///< from the anchor; clears a focus ring
constexpr int kMargin_px = 4;    ///< from the host's edge

} // namespace

HoverCard::HoverCard(QWidget* host)
    : QLabel(host)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setTextFormat(Qt::RichText);
    setContentsMargins(9, 7, 9, 7);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void HoverCard::showAt(QPoint anchor, const QString& html)
{
    if (html.isEmpty()) {
        dismiss();
        return;
    }
    const QRect room = parentWidget()->rect().adjusted(kMargin_px, kMargin_px, -kMargin_px, -kMargin_px);
    setText(html);
    setMaximumSize(std::max(room.width(), 1), std::max(room.height(), 1));
    adjustSize();

    QPoint corner = anchor + QPoint(kDistance_px, kDistance_px);
    if (corner.x() + width() > room.right())
        corner.setX(anchor.x() - kDistance_px - width());
    if (corner.y() + height() > room.bottom())
        corner.setY(anchor.y() - kDistance_px - height());
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width() + 1)));
    corner.setY(std::clamp(corner.y(), room.top(), std::max(room.top(), room.bottom() - height() + 1)));
    move(corner);
    show();
    raise();
}

void HoverCard::dismiss()
{
    clear();
    hide();
}

void HoverCard::paintEvent(QPaintEvent* event)
{
    const look::Colours colours = look::coloursFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = colours.panel;
    fill.setAlpha(245);
    painter.setPen(QPen(colours.line, 1.0));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
    painter.end();
    QLabel::paintEvent(event);
}

} // namespace paretoscope::ui::plots
