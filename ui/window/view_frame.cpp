// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/view_frame.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace paretoscope::ui::window {

ViewFrame::ViewFrame(QWidget* view, QWidget* parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // the view has it
    setWidget(view);
    view->installEventFilter(this);
}

QSize ViewFrame::minimumSizeHint() const
{
    const int words = fontMetrics().averageCharWidth() * 34; // (our choice)
    const QSize least = QScrollArea::minimumSizeHint();
    return widget() == nullptr
               ? least
               : QSize(std::max(least.width(), std::min(words, widget()->minimumSizeHint().width())),
                       least.height());
}

void ViewFrame::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

bool ViewFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void ViewFrame::fit()
{
    if (widget() == nullptr)
        return;
    const QSize least = widget()->minimumSizeHint().expandedTo(widget()->minimumSize());
    QSize room = maximumViewportSize();
    if (least.height() > room.height())
        room.rwidth() -= verticalScrollBar()->sizeHint().width();
    if (least.width() > room.width())
        room.rheight() -= horizontalScrollBar()->sizeHint().height();
    widget()->resize(room.expandedTo(least));
}

} // namespace paretoscope::ui::window
