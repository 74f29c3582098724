// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/actions.h"

namespace paretoscope::ui::window {

Actions::Actions(QObject* parent)
    : QObject(parent)
{
    open = make(tr("&Open…"), {QKeySequence(Qt::CTRL | Qt::Key_O)});
    quit = make(tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    palette = make(tr("&Find a command…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    fullScreen = make(tr("&Full screen"), {QKeySequence(Qt::SHIFT | Qt::Key_F11)});
    fullScreen->setCheckable(true);
    resetLayout = make(tr("&Reset layout"), {});
    keys = make(tr("&Keys"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::Key_F1)});
    tour = make(tr("&Tour"), {});
    about = make(tr("&About Paretoscope"), {});
    makeOfStudy();
    makeOfPlots();
    setStudyOpen(false);
}

void Actions::makeOfStudy()
{
    const auto ctrl = [](Qt::Key key) { return QKeySequence(Qt::CTRL | key); };
    const auto shiftCtrl = [](Qt::Key key) { return QKeySequence(Qt::CTRL | Qt::SHIFT | key); };
    saveAs = make(tr("&Save as…"), {shiftCtrl(Qt::Key_S)}, &m_ofStudy);
    closeStudy = make(tr("&Close study"), {ctrl(Qt::Key_W)}, &m_ofStudy);
    undo = make(tr("&Undo"), {ctrl(Qt::Key_Z)}, &m_ofStudy);
    redo = make(tr("&Redo"), {shiftCtrl(Qt::Key_Z)}, &m_ofStudy);
    goTo = make(tr("&Go to a design, axis, set or view…"), {ctrl(Qt::Key_P)}, &m_ofStudy);
    search = make(tr("&Search designs"), {ctrl(Qt::Key_F)}, &m_ofStudy);
    run = make(tr("&Run"), {QKeySequence(Qt::Key_F5)}, &m_ofStudy);
    pause = make(tr("&Pause or resume"), {QKeySequence(Qt::Key_F6)}, &m_ofStudy);
    stop = make(tr("&Stop"), {QKeySequence(Qt::SHIFT | Qt::Key_F5)}, &m_ofStudy);
    extend = make(tr("&Extend the budget by half"), {}, &m_ofStudy);
    exportFigure = make(tr("Export &figure…"), {ctrl(Qt::Key_E)}, &m_ofStudy);
    copyFigure = make(tr("&Copy figure"), {shiftCtrl(Qt::Key_C)}, &m_ofStudy);
    exportReport = make(tr("Export &report…"), {shiftCtrl(Qt::Key_E)}, &m_ofStudy);
    showComparison = make(tr("&Front or comparison"), {ctrl(Qt::Key_B)}, &m_ofStudy);
    clearTray = make(tr("&Clear the compare tray"), {}, &m_ofStudy);
    keepSet = make(tr("&Keep the brush as a set…"), {shiftCtrl(Qt::Key_B)}, &m_ofStudy);
    clearBrush = make(tr("Clear the b&rush and the search"), {}, &m_ofStudy);
    savePins = make(tr("&Save the pins under a name…"), {}, &m_ofStudy);
    applyPins = make(tr("Appl&y saved pins…"), {}, &m_ofStudy);
    clearPins = make(tr("Remove a&ll pins"), {}, &m_ofStudy);
    present = make(tr("&Present"), {QKeySequence(Qt::Key_F11)}, &m_ofStudy);
    present->setCheckable(true);
    explore = make(tr("&Explore"), {ctrl(Qt::Key_1)}, &m_ofStudy);
    compareLayout = make(tr("&Compare"), {ctrl(Qt::Key_2)}, &m_ofStudy);
    review = make(tr("&Review"), {ctrl(Qt::Key_3)}, &m_ofStudy);
    teach = make(tr("&Teach"), {ctrl(Qt::Key_4)}, &m_ofStudy);
    makeReference = make(tr("Make this design a &reference…"), {}, &m_ofStudy);
    nameReference = make(tr("Name the re&ference…"), {}, &m_ofStudy);
    removeReference = make(tr("Remo&ve the reference"), {}, &m_ofStudy);
    editMapping = make(tr("Edit the &mapping"), {QKeySequence(Qt::Key_E)}, &m_ofStudy);
    editMapping->setShortcutContext(Qt::WidgetWithChildrenShortcut); // of the inspector
}

void Actions::makeOfPlots()
{
    compare = make(tr("&Add focus to compare"), {QKeySequence(Qt::Key_B)}, &m_ofPlots);
    tag = make(tr("&Tag the design in focus…"), {QKeySequence(Qt::Key_T)}, &m_ofPlots);
    note = make(tr("&Note on the design in focus"), {QKeySequence(Qt::Key_N)}, &m_ofPlots);
    pin = make(tr("&Pin the active axis…"), {QKeySequence(Qt::Key_P)}, &m_ofPlots);
    knee = make(tr("Focus the &knee"), {QKeySequence(Qt::Key_K)}, &m_ofPlots);
    previous = make(tr("Pre&vious on the front"), {QKeySequence(Qt::Key_Left)}, &m_ofPlots);
    next = make(tr("&Next on the front"), {QKeySequence(Qt::Key_Right)}, &m_ofPlots);
    fit = make(tr("F&it the view"), {QKeySequence(Qt::Key_0)}, &m_ofPlots);
    back = make(tr("One step &back"), {QKeySequence(Qt::Key_Escape)}, &m_ofPlots);
    for (QAction* action : m_ofPlots)
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
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
