// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/factor_list.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

using namespace cost::spatial;

FactorList::FactorList(const MappingEditing& editing, LoopPlace loop, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_editing(editing)
    , m_loop(loop)
    , m_with(new QComboBox(this))
    , m_factors(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Factors of loop %1").arg(editing.loopName(loop)));
    m_with->setAccessibleName(tr("Exchange factors with"));
    m_factors->setAccessibleName(tr("Factors"));
    m_factors->setFrameShape(QFrame::NoFrame);
    m_factors->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 8);
    column->setSpacing(4);
    column->addWidget(new QLabel(tr("Loop %1 exchanges with").arg(editing.loopName(loop)), this));
    column->addWidget(m_with);
    column->addWidget(m_factors);
    listPartners();
    listFactors();
    connect(m_with, &QComboBox::currentIndexChanged, this, &FactorList::listFactors);
    connect(m_factors, &QListWidget::itemClicked, this, &FactorList::choose);
}

/// Every list of the nest but the loop's own, where loops may stand.
void FactorList::listPartners()
{
    const LanePlace usual = partnerOf(m_editing.draft(), m_loop);
    for (std::size_t level = 0; level < m_editing.draft().levels.size(); ++level) {
        for (const Lane lane : kLanes) {
            const LanePlace place{level, lane};
            const bool isThere = lane == Lane::Time || m_editing.bench()->fanOut(place) > 1 || place == usual;
            if (place == m_loop.in || !isThere)
                continue;
            m_partners.push_back(place);
            m_with->addItem(m_editing.laneName(place));
            if (place == usual)
                m_with->setCurrentIndex(m_with->count() - 1);
        }
    }
}

LanePlace FactorList::partner() const
{
    return m_partners[static_cast<std::size_t>(std::max(0, m_with->currentIndex()))];
}

void FactorList::listFactors()
{
    m_factors->clear();
    const Loop* own = loopAt(m_editing.draft(), m_loop);
    if (own == nullptr || m_partners.empty())
        return;
    const auto theirs = loopOver(m_editing.draft(), own->dimension, partner());
    const std::int64_t both = own->factor * (theirs ? loopAt(m_editing.draft(), *theirs)->factor : 1);
    for (const std::int64_t factor : divisors(both)) {
        auto* item = new QListWidgetItem(tr("%1 here, %2 there").arg(factor).arg(both / factor), m_factors);
        item->setData(Qt::UserRole, static_cast<qlonglong>(factor));
        if (factor == own->factor)
            m_factors->setCurrentItem(item);
    }
}

void FactorList::popUpAt(QPoint global)
{
    const int rows = std::min(m_factors->count(), 12);
    m_factors->setFixedHeight(std::max(1, rows) * m_factors->sizeHintForRow(0) + 4);
    adjustSize();
    const QRect screen = parentWidget()->screen()->availableGeometry();
    move(std::clamp(global.x(), screen.left(), std::max(screen.left(), screen.right() - width())),
         std::clamp(global.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    show();
    m_factors->setFocus();
}

bool FactorList::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_factors && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void FactorList::choose()
{
    if (const QListWidgetItem* item = m_factors->currentItem())
        Q_EMIT chosen(item->data(Qt::UserRole).toLongLong(), partner());
    close();
}

} // namespace paretoscope::ui::panels
