// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

namespace paretoscope::ui::panels {

/// One pin in the row of chips: its text, a switch that hands it to the search, and a cross.
class PinChip : public QFrame
{
    Q_OBJECT

public:
    PinChip(const QString& axis, const QString& text, bool steers, QWidget* parent);

Q_SIGNALS:
    void steerToggled(const QString& axis, bool steers);
    void editRequested(const QString& axis);
    void removeRequested(const QString& axis);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    QString m_axis;
};

} // namespace paretoscope::ui::panels
