// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/axis.h"

#include <QLineEdit>

#include <functional>

namespace paretoscope::ui::plots {

/// A line that opens on a plot where a limit stands, to type it exactly, with its unit: "128 KiB", "4.8 mm²".
/// Enter takes the value, Esc or a click elsewhere leaves it; what cannot be read stays open with the reason
/// as its tooltip. Deletes itself.
class ValueEditor : public QLineEdit
{
    Q_OBJECT

public:
    /// \param accept takes the value in base units; +infinity for an empty line, which removes the limit
    static ValueEditor* open(QWidget* host, QPoint centre, const session::Axis& axis, double value,
                             std::function<void(double)> accept);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    ValueEditor(QWidget* host, const session::Axis& axis, std::function<void(double)> accept);
    [[nodiscard]] bool read(double& value) const;
    void finish();

    session::Axis m_axis;
    std::function<void(double)> m_accept;
};

} // namespace paretoscope::ui::plots
