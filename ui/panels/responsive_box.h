// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBoxLayout>
#include <QResizeEvent>
#include <QWidget>

namespace paretoscope::ui::panels {

/// Stacks its children in a narrow dock and sets them side by side where there is width for it.
class ResponsiveBox : public QWidget
{
public:
    /// \param wideFrom pixels from which the children stand side by side
    explicit ResponsiveBox(int wideFrom, QWidget* parent = nullptr)
        : QWidget(parent)
        , m_layout(new QBoxLayout(QBoxLayout::TopToBottom, this))
        , m_wideFrom(wideFrom)
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(12);
    }
    void add(QWidget* child, int stretch = 1) { m_layout->addWidget(child, stretch); }
    /// A dock may be made as narrow as the widest child alone.
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        int width = 0;
        for (int i = 0; i < m_layout->count(); ++i)
            width = std::max(width, m_layout->itemAt(i)->minimumSize().width());
        return {width, QWidget::minimumSizeHint().height()};
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        const bool wide = event->size().width() >= m_wideFrom;
        m_layout->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        QWidget::resizeEvent(event);
    }

private:
    QBoxLayout* m_layout;
    int m_wideFrom;
};

} // namespace paretoscope::ui::panels
