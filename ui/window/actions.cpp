// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/actions.h"

namespace paretoscope::ui::window {

Actions::Actions(QObject* parent)
    : QObject(parent)
{
    open = make(tr("&Open…"), {QKeySequence(Qt::CTRL | Qt::Key_O)});
    quit = make(tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    fullScreen = make(tr("&Full screen"), {QKeySequence(Qt::Key_F11)});
    fullScreen->setCheckable(true);
    resetLayout = make(tr("&Reset layout"), {});
    keys = make(tr("&Keys"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::Key_F1)});
    about = make(tr("&About Paretoscope"), {});

    closeStudy = make(tr("&Close study"), {QKeySequence(Qt::CTRL | Qt::Key_W)}, &m_ofStudy);
    undo = make(tr("&Undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)}, &m_ofStudy);
    redo = make(tr("&Redo"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}, &m_ofStudy);
    run = make(tr("&Run"), {QKeySequence(Qt::Key_F5)}, &m_ofStudy);
    pause = make(tr("&Pause or resume"), {QKeySequence(Qt::Key_F6)}, &m_ofStudy);
    stop = make(tr("&Stop"), {QKeySequence(Qt::SHIFT | Qt::Key_F5)}, &m_ofStudy);
    extend = make(tr("&Extend the budget by half"), {}, &m_ofStudy);
    exportReport = make(tr("Export &report…"), {QKeySequence(Qt::CTRL | Qt::Key_E)}, &m_ofStudy);
    showComparison = make(tr("&Front or comparison"), {QKeySequence(Qt::CTRL | Qt::Key_B)}, &m_ofStudy);
    clearTray = make(tr("&Clear the compare tray"), {}, &m_ofStudy);
    editMapping = make(tr("Edit the &mapping"), {QKeySequence(Qt::Key_E)}, &m_ofStudy);
    editMapping->setShortcutContext(Qt::WidgetWithChildrenShortcut); // of the inspector

    compare = make(tr("&Add focus to compare"), {QKeySequence(Qt::Key_B)}, &m_ofPlots);
    pin = make(tr("&Pin the active axis…"), {QKeySequence(Qt::Key_P)}, &m_ofPlots);
    knee = make(tr("Focus the &knee"), {QKeySequence(Qt::Key_K)}, &m_ofPlots);
    previous = make(tr("Pre&vious on the front"), {QKeySequence(Qt::Key_Left)}, &m_ofPlots);
    next = make(tr("&Next on the front"), {QKeySequence(Qt::Key_Right)}, &m_ofPlots);
    fit = make(tr("F&it the view"), {QKeySequence(Qt::Key_0)}, &m_ofPlots);
    back = make(tr("One step &back"), {QKeySequence(Qt::Key_Escape)}, &m_ofPlots);
    for (QAction* action : m_ofPlots)
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    setStudyOpen(false);
}

void Actions::setStudyOpen(bool isOpen)
{
    for (QAction* action : m_ofStudy + m_ofPlots)
        action->setEnabled(isOpen);
}

QAction* Actions::make(const QString& text, const QList<QKeySequence>& shortcuts, QList<QAction*>* group)
{
    auto* action = new QAction(text, this);
    action->setShortcuts(shortcuts);
    m_all << action;
    if (group != nullptr)
        *group << action;
    return action;
}

} // namespace paretoscope::ui::window
