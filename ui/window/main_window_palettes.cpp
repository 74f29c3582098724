// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"
#include "ui/plots/front_view.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"
#include "ui/window/command_palette.h"
#include "ui/window/main_window.h"
#include "ui/window/menu_commands.h"

#include <QMenuBar>
#include <QStatusBar>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::window {

void MainWindow::ask(const QString& title, const QString& prompt, const QList<Command>& commands,
                     const CommandList::Extra& extra)
{
    auto* palette = new CommandPalette(title, prompt, commands, extra, this);
    palette->show();
}

void MainWindow::findCommand()
{
    QList<Command> commands = commandsOf(*menuBar());
    for (const ViewKind& kind : viewCatalogue())
        if (m_document == nullptr || suits(kind, *m_document))
            commands.append({tr("Show %1").arg(kind.title),
                             tr("View"),
                             {},
                             [this, name = kind.name] { m_views->show(name); },
                             m_document != nullptr});
    ask(tr("Commands"), tr("Type a command: run, dark, export…"), commands);
}

void MainWindow::goTo()
{
    QList<Command> places;
    for (const session::DesignSet& set : m_document->marks().sets())
        places.append({set.name, tr("Set of %1").arg(look::count(set.ids.size())), {}, [this, ids = set.ids] {
                           m_document->selection().setBrush(ids);
                       }});
    for (const QString& tag : m_document->marks().allTags())
        places.append({tag, tr("Tag"), {}, [this, tag] {
                           (void)m_document->filter().set(QStringLiteral("tag:\"%1\"").arg(tag));
                       }});
    for (const session::Axis& axis : m_document->axes()) {
        places.append({axis.label, tr("Axis, upwards on the front"), {}, [this, name = axis.name] {
                           front()->setAxes({}, name, {});
                           m_views->show(frontName());
                       }});
        places.append({axis.label, tr("Axis, to the right on the front"), {}, [this, name = axis.name] {
                           front()->setAxes(name, {}, {});
                           m_views->show(frontName());
                       }});
    }
    for (const study::Reference& reference : m_document->references().all())
        places.append(
            {QString::fromStdString(reference.name), tr("Reference"), {}, [this, id = reference.trial.id] {
                 m_document->selection().setFocus(id);
             }});
    for (const ViewKind& kind : viewCatalogue())
        if (suits(kind, *m_document))
            places.append({kind.title, tr("View"), {}, [this, name = kind.name] { m_views->show(name); }});
    const auto design = [this](const QString& typed) -> QList<Command> {
        bool isNumber = false;
        QString digits = typed.trimmed();
        const quint64 id = digits.remove(QLatin1Char('#')).toULongLong(&isNumber);
        if (!isNumber)
            return {};
        const bool there = m_document != nullptr && m_document->trial(id) != nullptr;
        return {{tr("Design %1").arg(id),
                 there ? tr("Bring into focus") : tr("There is no such design yet"),
                 {},
                 [this, id] { m_document->selection().setFocus(id); },
                 there}};
    };
    ask(tr("Go to"), tr("Type the number of a design, or an axis, set, tag or view"), places, design);
}

void MainWindow::tagFocus()
{
    const auto focus = m_document->selection().focus();
    if (!focus)
        return statusBar()->showMessage(tr("Click a design first; the tag is put on it."), kHint_ms);
    const session::TrialId id = *focus;
    const QStringList has = m_document->marks().tags(id);
    QStringList known = m_document->marks().allTags();
    for (const QString& usual : {tr("candidate"), tr("selected"), tr("fallback"), tr("rejected")})
        if (!known.contains(usual, Qt::CaseInsensitive))
            known << usual;
    const auto set = [this, id](const QStringList& tags) { m_document->marks().setTags(id, tags); };
    QList<Command> commands;
    for (const QString& tag : known) {
        QStringList after = has;
        if (after.removeAll(tag) > 0)
            commands.prepend(
                {tr("Take off \"%1\"").arg(tag), tr("is on it"), {}, [set, after] { set(after); }});
        else
            commands.append(
                {tr("Tag as \"%1\"").arg(tag), {}, {}, [set, has, tag] { set(has + QStringList(tag)); }});
    }
    const auto fresh = [known, has, set](const QString& typed) -> QList<Command> {
        const QString tag = typed.simplified();
        if (tag.isEmpty() || known.contains(tag, Qt::CaseInsensitive))
            return {};
        return {
            {tr("Tag as \"%1\"").arg(tag), tr("new"), {}, [set, has, tag] { set(has + QStringList(tag)); }}};
    };
    ask(tr("Tag %1").arg(session::designName(*m_document, id)),
        tr("A tag for %1").arg(session::designName(*m_document, id)), commands, fresh);
}

void MainWindow::keepSet()
{
    const std::vector<session::TrialId> ids = m_document->selection().brush();
    if (ids.empty())
        return statusBar()->showMessage(
            tr("Nothing is brushed. Drag over designs on the front, or search, then keep them."), kHint_ms);
    const QString count = look::count(ids.size());
    const auto keep = [this, ids](const QString& name) { m_document->marks().keep(name, ids); };
    QList<Command> commands;
    for (const session::DesignSet& set : m_document->marks().sets())
        commands.append({tr("Replace \"%1\"").arg(set.name),
                         tr("has %1").arg(look::count(set.ids.size())),
                         {},
                         [keep, name = set.name] { keep(name); }});
    const auto fresh = [this, keep, count](const QString& typed) -> QList<Command> {
        const QString name = typed.simplified();
        if (name.isEmpty() || m_document == nullptr || m_document->marks().set(name) != nullptr)
            return {};
        return {{tr("Keep %1 designs as \"%2\"").arg(count, name), tr("new set"), {}, [keep, name] {
                     keep(name);
                 }}};
    };
    ask(tr("Keep a set"), tr("A name for these %1 designs").arg(count), commands, fresh);
}

void MainWindow::savePins()
{
    const study::Pins pins = m_document->pins();
    if (pins.empty())
        return statusBar()->showMessage(tr("There is no pin to save. Drag from an axis, or press P."),
                                        kHint_ms);
    const auto save = [this, pins](const QString& name) {
        m_settings.savePins(name, pins);
        statusBar()->showMessage(tr("Saved as \"%1\"; apply it in any study with these axes.").arg(name),
                                 kHint_ms);
    };
    QList<Command> commands;
    const QStringList names = m_settings.savedPins().keys();
    for (const QString& name : names)
        commands.append({tr("Replace \"%1\"").arg(name), {}, {}, [save, name] { save(name); }});
    const auto fresh = [names, save](const QString& typed) -> QList<Command> {
        const QString name = typed.simplified();
        if (name.isEmpty() || names.contains(name))
            return {};
        return {{tr("Save as \"%1\"").arg(name), {}, {}, [save, name] { save(name); }}};
    };
    ask(tr("Save the pins"), tr("A name, such as: fits in 4 mm²"), commands, fresh);
}

void MainWindow::applySavedPins()
{
    const QMap<QString, study::Pins> saved = m_settings.savedPins();
    if (saved.isEmpty())
        return statusBar()->showMessage(tr("No pins are saved yet: Edit, Save the pins under a name."),
                                        kHint_ms);
    QList<Command> commands;
    for (auto each = saved.begin(); each != saved.end(); ++each) {
        const auto known = std::count_if(each->begin(), each->end(), [this](const study::Pin& pin) {
            return session::axisNamed(m_document->axes(), QString::fromStdString(pin.axis)) >= 0;
        });
        const QString detail = known == static_cast<std::ptrdiff_t>(each->size())
                                   ? tr("%1 pins").arg(known)
                                   : tr("%1 of its %2 pins fit this study").arg(known).arg(each->size());
        commands.append({each.key(),
                         detail,
                         {},
                         [this, pins = each.value(), name = each.key()] {
                             m_document->setPins(pins, tr("apply pins %1").arg(name));
                         },
                         known > 0});
    }
    for (const QString& name : saved.keys())
        commands.append({tr("Forget \"%1\"").arg(name), tr("saved pins"), {}, [this, name] {
                             m_settings.savePins(name, {});
                         }});
    ask(tr("Saved pins"), tr("Which pins are to be in force"), commands);
}

} // namespace paretoscope::ui::window
