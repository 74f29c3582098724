// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace paretoscope::ui::panels {

/// A line that gives way: in a narrow window its end turns into "…" before the window has to grow.
class ElidedLabel : public QLabel
{
public:
    using QLabel::QLabel;
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        constexpr int kLetters = 8;
        const QSize full = QLabel::sizeHint();
        return {std::min(full.width(), kLetters * fontMetrics().averageCharWidth()), full.height()};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QRect area = contentsRect();
        style()->drawItemText(&painter, area, static_cast<int>(alignment()), palette(), isEnabled(),
                              fontMetrics().elidedText(text(), Qt::ElideRight, area.width()),
                              foregroundRole());
    }
};

} // namespace paretoscope::ui::panels
