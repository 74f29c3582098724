// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace paretoscope::ui::plots {

/// The small card that tells what is under the pointer. It lies on top of its host, never leaves it, never
/// covers the point it speaks of, and lets the mouse through.
class HoverCard : public QLabel
{
    Q_OBJECT

public:
    explicit HoverCard(QWidget* host);

    /// Shows rich text beside `anchor` (host coordinates), on whichever side has room.
    void showAt(QPoint anchor, const QString& html);
    /// Forgets the card's text and hides it.
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace paretoscope::ui::plots
