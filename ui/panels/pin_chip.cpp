// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace paretoscope::ui::panels {

PinChip::PinChip(const QString& axis, const QString& text, bool steers, QWidget* parent)
    : QFrame(parent)
    , m_axis(axis)
{
    setProperty("role", QStringLiteral("chip"));
    setAccessibleName(tr("Pin: %1").arg(text));
    setToolTip(tr("Double-click to change the bound"));

    auto* steer = new QToolButton(this);
    steer->setCheckable(true);
    steer->setChecked(steers);
    steer->setText(steers ? tr("Steers") : tr("Steer"));
    steer->setAccessibleName(tr("Steer the search by %1").arg(text));
    steer->setToolTip(tr("Off: the pin only filters what is shown. On: the search obeys it too."));
    connect(steer, &QToolButton::toggled, this, [this](bool on) { Q_EMIT steerToggled(m_axis, on); });

    auto* remove = new QToolButton(this);
    remove->setText(QStringLiteral("×"));
    remove->setAccessibleName(tr("Remove pin %1").arg(text));
    remove->setToolTip(tr("Remove this pin"));
    connect(remove, &QToolButton::clicked, this, [this] { Q_EMIT removeRequested(m_axis); });

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 6, 1);
    row->setSpacing(4);
    row->addWidget(new QLabel(text, this));
    row->addWidget(steer);
    row->addWidget(remove);
}

void PinChip::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT editRequested(m_axis);
}

} // namespace paretoscope::ui::panels
