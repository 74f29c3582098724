// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/page_switch.h"

#include <QEvent>
#include <QToolButton>

#include <algorithm>

namespace paretoscope::ui::panels {

PageSwitch::PageSwitch(QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(2);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int page, bool checked) {
        if (checked)
            Q_EMIT currentChanged(page);
    });
}

void PageSwitch::addPage(const QString& title, const QString& help)
{
    auto* button = new QToolButton(this);
    button->setText(title);
    button->setAccessibleName(title);
    button->setToolTip(help);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const int page = static_cast<int>(m_group->buttons().size());
    m_group->addButton(button, page);
    m_columns = 0;
    arrange();
    if (page == 0)
        button->setChecked(true);
}

void PageSwitch::setCurrent(int page)
{
    if (QAbstractButton* button = m_group->button(page))
        button->setChecked(true);
}

void PageSwitch::setPageVisible(int page, bool visible)
{
    QAbstractButton* button = m_group->button(page);
    if (button == nullptr || button->isHidden() != visible)
        return;
    button->setVisible(visible);
    m_columns = 0;
    arrange();
}

std::vector<QAbstractButton*> PageSwitch::offered() const
{
    std::vector<QAbstractButton*> buttons;
    for (QAbstractButton* button : m_group->buttons())
        if (!button->isHidden())
            buttons.push_back(button);
    return buttons;
}

int PageSwitch::widest() const
{
    int width = 1;
    for (const QAbstractButton* button : offered())
        width = std::max(width, button->sizeHint().width() + 4);
    return width;
}

QSize PageSwitch::minimumSizeHint() const
{
    return {widest(), QWidget::minimumSizeHint().height()};
}

void PageSwitch::arrange()
{
    const std::vector<QAbstractButton*> buttons = offered();
    const int count = static_cast<int>(buttons.size());
    const int fitting = std::clamp(width() / widest(), 1, std::max(1, count));
    const int rows = (count + fitting - 1) / fitting;
    const int columns = (count + rows - 1) / std::max(1, rows);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < count; ++i)
        m_grid->addWidget(buttons[static_cast<std::size_t>(i)], i / columns, i % columns);
    for (int i = 0; i < m_grid->columnCount(); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void PageSwitch::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PageSwitch::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        arrange();
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
