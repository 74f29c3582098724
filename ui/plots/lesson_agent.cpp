// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/lesson_agent.h"

#include "ui/plots/lesson_growth.h"
#include "ui/plots/lesson_plane.h"
#include "ui/plots/lesson_twin.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace paretoscope::ui::plots {

LessonAgent::LessonAgent(session::LessonPlayer& player, std::size_t lane, QWidget* parent)
    : LessonPicture(player, lane, parent)
    , m_twin(new LessonTwin(player, lane, this))
    , m_plane(new LessonPlane(player, lane, this))
    , m_growth(new LessonGrowth(player, lane, this))
{
    auto* right = new QVBoxLayout;
    right->setSpacing(4);
    right->addWidget(m_plane, 2);
    right->addWidget(m_growth, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_twin, 1);
    row->addLayout(right, 1);
}

void LessonAgent::resizeEvent(QResizeEvent* event)
{
    LessonPicture::resizeEvent(event);
    constexpr int kRoomForBoth = 96; // widths of a digit: two pictures that can still be read (our choice)
    m_twin->setVisible(width() >= kRoomForBoth * fontMetrics().horizontalAdvance(QLatin1Char('0')));
}

QPointF LessonAgent::placeOf(double x, double y) const
{
    return m_plane->mapTo(this, m_plane->placeOf(x, y).toPoint());
}

std::optional<QPointF> LessonAgent::resultOf(const lesson::LessonStep& step) const
{
    return m_plane->resultOf(step);
}

double LessonAgent::missOf(QPointF guess, QPointF result) const
{
    return m_plane->missOf(guess, result);
}

void LessonAgent::clicked(QPointF) { }

void LessonAgent::draw()
{
    m_twin->refresh();
    m_plane->refresh();
    m_growth->refresh();
}

void LessonAgent::describe()
{
    setAccessibleDescription(m_plane->accessibleDescription() + QLatin1Char(' ')
                             + m_growth->accessibleDescription());
}

} // namespace paretoscope::ui::plots
