// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/design_name.h"
#include "ui/session/note_command.h"
#include "ui/session/passing_counter.h"
#include "ui/session/pins_command.h"
#include "ui/session/study_document_parts.h"
#include "ui/session/tray_command.h"

#include <algorithm>
#include <cmath>
#include <utility>

// What a person changes and can undo: pins, the tray, notes. The set... methods push a command on the undo
// stack, the apply... methods are what the commands call.
namespace paretoscope::ui::session {

namespace {

constexpr int kSettle_ms = 150; ///< pins of a drag reach the run when the hand rests this long (our choice)

bool isFree(double bound)
{
    return std::isinf(bound);
}

} // namespace

void StudyDocument::setPin(const study::Pin& pin, int drag)
{
    if (std::isnan(pin.minimum) || std::isnan(pin.maximum)
        || axisNamed(m_axes, QString::fromStdString(pin.axis)) < 0)
        return;
    study::Pin wanted = pin;
    if (wanted.minimum > wanted.maximum)
        std::swap(wanted.minimum, wanted.maximum);
    if (wanted.excluded && (isFree(wanted.minimum) || isFree(wanted.maximum)))
        wanted = {wanted.axis}; // a region that lost one of its ends is gone
    study::Pins after = m_pins;
    const auto place = std::find_if(after.begin(), after.end(),
                                    [&](const study::Pin& p) { return p.axis == pin.axis; });
    if (isFree(wanted.minimum) && isFree(wanted.maximum)) {
        if (place != after.end())
            after.erase(place);
    } else if (place != after.end()) {
        *place = wanted;
    } else {
        after.push_back(wanted);
    }
    if (after != m_pins)
        m_undo.push(new PinsCommand(*this, std::move(after), QString::fromStdString(pin.axis), drag));
}

void StudyDocument::removePin(const QString& axis)
{
    setPin({axis.toStdString()});
}

void StudyDocument::setPins(const study::Pins& pins, const QString& why)
{
    study::Pins after = pins;
    std::erase_if(after, [this](const study::Pin& pin) {
        return axisNamed(m_axes, QString::fromStdString(pin.axis)) < 0;
    });
    if (after == m_pins)
        return;
    auto* command = new PinsCommand(*this, std::move(after), {}, 0);
    command->setText(why);
    m_undo.push(command);
}

void StudyDocument::applyPins(study::Pins pins)
{
    m_pins = std::move(pins);
    d->filter = std::make_unique<study::PinFilter>(m_pins, problem());
    d->counter->setPins(m_pins);
    d->pinsDirty = true;
    d->handOver->start(kSettle_ms);
    Q_EMIT pinsChanged();
}

void StudyDocument::addToTray(TrialId id)
{
    if (trial(id) == nullptr || m_selection.trayPlace(id) >= 0)
        return;
    std::vector<TrialId> tray = m_selection.tray();
    if (tray.size() == Selection::kTrayPlaces)
        tray.back() = id;
    else
        tray.push_back(id);
    m_undo.push(new TrayCommand(*this, std::move(tray), tr("compare %1").arg(designName(*this, id))));
}

void StudyDocument::removeFromTray(TrialId id)
{
    if (m_selection.trayPlace(id) < 0)
        return;
    std::vector<TrialId> tray = m_selection.tray();
    std::erase(tray, id);
    m_undo.push(
        new TrayCommand(*this, std::move(tray), tr("take %1 off the tray").arg(designName(*this, id))));
}

void StudyDocument::clearTray()
{
    if (!m_selection.tray().empty())
        m_undo.push(new TrayCommand(*this, {}, tr("clear the tray")));
}

void StudyDocument::applyTray(const std::vector<TrialId>& tray)
{
    std::vector<TrialId> known = tray;
    std::erase_if(known, [this](TrialId id) { return trial(id) == nullptr; }); // a reference removed since
    m_selection.setTray(known);
    d->session->put(kTrayKey, trayToJson(known));
}

void StudyDocument::setNote(TrialId id, const QString& text)
{
    if (note(id) != text)
        m_undo.push(new NoteCommand(*this, id, text));
}

void StudyDocument::applyNote(TrialId id, const QString& text)
{
    if (text.isEmpty())
        d->notes.remove(id);
    else
        d->notes.insert(id, text);
    d->session->put(kNotesKey, notesToJson(d->notes));
    Q_EMIT noteChanged(id);
}

} // namespace paretoscope::ui::session
