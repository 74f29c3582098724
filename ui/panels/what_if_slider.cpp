// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_slider.h"

#include "ui/look/colours.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr double kHandleMargin = 9.0; ///< on either side, for the handle
constexpr double kHandle = 6.5;       ///< radius
constexpr double kTickRoom = 5.0;

} // namespace

WhatIfSlider::WhatIfSlider(QWidget* parent)
    : QAbstractSlider(parent)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSingleStep(1);
}

QSize WhatIfSlider::sizeHint() const
{
    return {160, 26};
}

void WhatIfSlider::setPlaces(std::vector<bool> legal, int start, int current)
{
    m_settling = true;
    m_legal = std::move(legal);
    m_start = start;
    m_shown = current;
    setRange(0, std::max(0, static_cast<int>(m_legal.size()) - 1));
    setPageStep(std::max(1, static_cast<int>(m_legal.size()) / 5));
    setValue(current);
    m_settling = false;
    update();
}

double WhatIfSlider::xOf(int place) const
{
    const double span = std::max(1, maximum());
    return kHandleMargin + place / span * (width() - 2.0 * kHandleMargin);
}

int WhatIfSlider::placeAt(double x) const
{
    const double share = (x - kHandleMargin) / std::max(1.0, width() - 2.0 * kHandleMargin);
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * maximum()));
}

int WhatIfSlider::legalFor(int wanted, int direction) const
{
    const auto isLegal = [this](int place) {
        return place >= 0 && place <= maximum() && m_legal[static_cast<std::size_t>(place)];
    };
    if (direction != 0) {
        for (int place = wanted; place >= 0 && place <= maximum(); place += direction)
            if (isLegal(place))
                return place;
        return m_shown;
    }
    for (int distance = 0; distance <= maximum(); ++distance) {
        if (isLegal(wanted - distance))
            return wanted - distance;
        if (isLegal(wanted + distance))
            return wanted + distance;
    }
    return m_shown;
}

void WhatIfSlider::want(int place, int direction)
{
    if (m_legal.empty())
        return;
    const int wanted = std::clamp(place, 0, maximum());
    const int reached = legalFor(wanted, direction);
    m_settling = true;
    setValue(reached);
    m_settling = false;
    if (reached != m_shown) {
        m_shown = reached;
        Q_EMIT chosen(reached);
    }
    if (!m_legal[static_cast<std::size_t>(wanted)])
        Q_EMIT refused(wanted);
    update();
}

void WhatIfSlider::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    // Keys and screen readers set the value themselves; a value out of reach is passed over.
    if (change == SliderValueChange && !m_settling && value() != m_shown)
        want(value(), value() > m_shown ? 1 : -1);
    update();
}

void WhatIfSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setSliderDown(true);
    want(placeAt(event->position().x()), 0);
}

void WhatIfSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        want(placeAt(event->position().x()), 0);
}

void WhatIfSlider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

void WhatIfSlider::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // the panel scrolls; a design must not change under a passing wheel
}

void WhatIfSlider::paintTicks(QPainter& painter, double y) const
{
    const look::Colours colours = look::coloursFor(palette());
    const double apart = (width() - 2.0 * kHandleMargin) / std::max(1, maximum());
    for (int place = 0; place <= maximum(); ++place) {
        const double x = xOf(place);
        if (m_legal[static_cast<std::size_t>(place)]) {
            if (apart >= 4.0) {
                painter.setPen(QPen(colours.line, 1.0));
                painter.drawLine(QPointF(x, y + 4.0), QPointF(x, y + 4.0 + kTickRoom));
            }
            continue;
        }
        painter.setPen(QPen(colours.infeasible, 1.2));
        if (apart >= 7.0) {
            painter.drawLine(QPointF(x - 2.0, y + 5.0), QPointF(x + 2.0, y + 9.0));
            painter.drawLine(QPointF(x - 2.0, y + 9.0), QPointF(x + 2.0, y + 5.0));
        } else {
            painter.drawLine(QPointF(x - 1.5, y + 9.0), QPointF(x + 1.5, y + 5.0));
        }
    }
}

void WhatIfSlider::paintEvent(QPaintEvent*)
{
    if (m_legal.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Colours colours = look::coloursFor(palette());
    const double y = 9.5;
    const bool live = isEnabled();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.grid);
    painter.drawRoundedRect(QRectF(QPointF(xOf(0), y - 2.0), QPointF(xOf(maximum()), y + 2.0)), 2.0, 2.0);
    const double at = xOf(value());
    if (m_start >= 0) {
        const double from = xOf(m_start);
        painter.setBrush(colours.accent);
        painter.drawRect(QRectF(QPointF(std::min(from, at), y - 2.0), QPointF(std::max(from, at), y + 2.0)));
    }
    paintTicks(painter, y);
    if (m_start >= 0 && m_start != value()) {
        painter.setPen(QPen(colours.mutedText, 1.5));
        painter.setBrush(colours.canvas);
        painter.drawEllipse(QPointF(xOf(m_start), y), 4.0, 4.0);
    }
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(at, y), kHandle + 2.0, kHandle + 2.0);
    }
    painter.setPen(QPen(colours.panel, 1.0));
    painter.setBrush(live ? colours.accent : colours.dimmed);
    painter.drawEllipse(QPointF(at, y), kHandle, kHandle);
}

} // namespace paretoscope::ui::panels
