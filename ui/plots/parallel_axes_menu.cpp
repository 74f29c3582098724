// SPDX-License-Identifier: GPL-3.0-or-later
// What the right button and the Menu key offer on parallel axes.
#include "ui/plots/parallel_axes_view.h"

#include <QContextMenuEvent>
#include <QMenu>

#include <cmath>

namespace paretoscope::ui::plots {

void ParallelAxesView::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (m_active < m_places.size())
            openMenu(m_active, mapToGlobal(titleRect(m_active).bottomLeft().toPoint()));
        return;
    }
    const QPointF at(event->pos());
    const Hit hit = hitAt(at);
    if (hit.part == Part::Nothing)
        openMenu(std::nullopt, event->globalPos());
    else
        openMenu(hit.place, event->globalPos(),
                 hit.part == Part::Axis ? std::optional(heightAt(at.y())) : std::nullopt);
}

void ParallelAxesView::openMenu(std::optional<std::size_t> place, QPoint at, std::optional<double> height)
{
    m_hover.hideCard();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (place) {
        m_active = *place;
        addAxisActions(*menu, *place, height);
        menu->addSeparator();
    }
    addViewActions(*menu);
    menu->popup(at);
    update();
}

void ParallelAxesView::addAxisActions(QMenu& menu, std::size_t place, std::optional<double> height)
{
    const Place& here = m_places[place];
    const QString name = here.axis.name;
    menu.addSection(here.axis.label);
    QAction* logarithmic = menu.addAction(tr("Logarithmic"), this,
                                          [this, name, on = !here.wantsLog] { setLogarithmic(name, on); });
    logarithmic->setCheckable(true);
    logarithmic->setChecked(here.scale.logarithmic);
    const double least = here.axis.isParameter ? here.axis.low
                         : here.scale.column < m_field->table.columns()
                                 && m_field->table.extent(here.scale.column)
                             ? m_field->table.extent(here.scale.column)->low
                             : 0.0;
    logarithmic->setEnabled(here.axis.categories.isEmpty() && least > 0.0);
    menu.addAction(tr("Flip"), this, [this, place] { flip(place); });
    menu.addAction(tr("Hide"), this, [this, name] { hideAxis(name); })->setEnabled(m_places.size() > 2);
    menu.addSeparator();
    addPinActions(menu, place, height);
    if (here.brush)
        menu.addAction(tr("Remove the brush"), this, [this, place] { brushRange(place, std::nullopt); });
}

void ParallelAxesView::addPinActions(QMenu& menu, std::size_t place, std::optional<double> height)
{
    const Place& here = m_places[place];
    const QString name = here.axis.name;
    const auto pinTo = [this, name](double value) {
        study::Pin pin;
        if (const study::Pin* existing = m_document.pinOn(name))
            pin.steer = existing->steer;
        pin.axis = name.toStdString();
        pin.minimum = pin.maximum = value;
        m_document.setPin(pin);
    };
    // Where values are few, the one under the pointer; anywhere, that of the design in focus.
    const bool hasSteps = !here.axis.values.empty() || !here.axis.categories.isEmpty();
    if (height && hasSteps) {
        const double value = limitAt(place, *height);
        menu.addAction(tr("Pin to %1").arg(here.axis.text(value)), this, [pinTo, value] { pinTo(value); });
    }
    const std::optional<session::TrialId> focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    const double value = trial ? here.axis.value(*trial, m_document.problem()) : std::nan("");
    if (std::isfinite(value))
        menu.addAction(tr("Pin to the focus: %1").arg(here.axis.text(value)), this,
                       [pinTo, value] { pinTo(value); });
    menu.addAction(tr("Type a limit…"), this, [this, place] { editLimit(place, std::nullopt); });
    if (m_document.pinOn(name))
        menu.addAction(tr("Remove the pin"), this, [this, name] { m_document.removePin(name); });
}

void ParallelAxesView::addViewActions(QMenu& menu)
{
    if (!m_hidden.empty()) {
        QMenu* hidden = menu.addMenu(tr("Show"));
        for (const Place& place : m_hidden)
            hidden->addAction(place.axis.label, this, [this, name = place.axis.name] { showAxis(name); });
        menu.addAction(tr("Show all axes"), this, [this] {
            for (const QString& name : hiddenAxes())
                showAxis(name);
        });
    }
    QAction* curves = menu.addAction(tr("Curves instead of lines"), this, [this] { setCurved(!m_curved); });
    curves->setCheckable(true);
    curves->setChecked(m_curved);
}

} // namespace paretoscope::ui::plots
