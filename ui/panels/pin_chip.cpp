// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <cmath>

namespace paretoscope::ui::panels {

PinChip::PinChip(const study::Pin& what, const QString& text, QWidget* parent)
    : QFrame(parent)
    , m_axis(QString::fromStdString(what.axis))
{
    const bool steers = what.steer;
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
    addMenu(what, text);
    row->addWidget(remove);
}

void PinChip::addMenu(const study::Pin& what, const QString& text)
{
    auto* more = new QToolButton(this);
    more->setText(QStringLiteral("⋯"));
    more->setAccessibleName(tr("More about pin %1").arg(text));
    more->setToolTip(tr("Change, fix or invert this pin"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto* menu = new QMenu(more);
    menu->addAction(tr("Change the bound…"), this, [this] { Q_EMIT editRequested(m_axis); });
    menu->addAction(tr("Fix at the value of the design in focus"), this,
                    [this] { Q_EMIT fixRequested(m_axis); });
    QAction* exclude = menu->addAction(tr("Leave this region out"));
    exclude->setCheckable(true);
    exclude->setChecked(what.excluded);
    exclude->setEnabled(std::isfinite(what.minimum) && std::isfinite(what.maximum));
    connect(exclude, &QAction::toggled, this, [this](bool on) { Q_EMIT excludeToggled(m_axis, on); });
    more->setMenu(menu);
    layout()->addWidget(more);
}

void PinChip::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT editRequested(m_axis);
}

} // namespace paretoscope::ui::panels
