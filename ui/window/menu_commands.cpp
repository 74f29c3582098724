// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menu_commands.h"

#include <QAction>
#include <QMenu>
#include <QPointer>

namespace paretoscope::ui::window {

namespace {

void collect(const QList<QAction*>& actions, const QString& menu, QList<Command>& commands)
{
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (action->menu() != nullptr) {
            const QString name = plainText(*action);
            collect(action->menu()->actions(), menu.isEmpty() ? name : menu + QStringLiteral(" › ") + name,
                    commands);
            continue;
        }
        const QPointer<QAction> target(action);
        commands.append({plainText(*action), menu, action->shortcut(),
                         [target] {
                             if (target != nullptr)
                                 target->trigger();
                         },
                         action->isEnabled()});
    }
}

} // namespace

QList<Command> commandsOf(const QMenuBar& menus)
{
    QList<Command> commands;
    collect(menus.actions(), {}, commands);
    return commands;
}

QString plainText(const QAction& action)
{
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    while (text.endsWith(QChar(u'…')) || text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

} // namespace paretoscope::ui::window
