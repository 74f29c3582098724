// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"

#include <QFrame>
#include <QString>

namespace paretoscope::ui::panels {

/// One pin in the row of chips: its text, a switch that hands it to the search, more in a menu, and a cross.
class PinChip : public QFrame
{
    Q_OBJECT

public:
    /// \param what the pin; \param text what it says to people
    PinChip(const study::Pin& what, const QString& text, QWidget* parent);

Q_SIGNALS:
    void steerToggled(const QString& axis, bool steers);
    void editRequested(const QString& axis);
    void excludeToggled(const QString& axis, bool excluded); ///< of a pin with two ends
    void fixRequested(const QString& axis);                  ///< at the value of the design in focus
    void removeRequested(const QString& axis);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void addMenu(const study::Pin& what, const QString& text);
    QString m_axis;
};

} // namespace paretoscope::ui::panels
