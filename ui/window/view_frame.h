// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace paretoscope::ui::window {

/// Where a view stands. One that needs more room than there is scrolls, so the window never grows for it; one
/// that wants more than it needs is given what there is. (A resizable scroll area gives a view whose height
/// depends on its width all that it wants.)
class ViewFrame : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes the view.
    explicit ViewFrame(QWidget* view, QWidget* parent = nullptr);

    /// Wide enough for a few words even where a remembered layout comes from a larger window.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
};

} // namespace paretoscope::ui::window
