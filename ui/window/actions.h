// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>

namespace paretoscope::ui::window {

/// Every command of the window with its text and key; what it does is connected by the window. Those of a
/// study are disabled while none is open.
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QObject* parent);

    // The program.
    QAction* open = nullptr;
    QAction* saveAs = nullptr;
    QAction* closeStudy = nullptr;
    QAction* quit = nullptr;
    QAction* palette = nullptr;
    QAction* fullScreen = nullptr;
    QAction* resetLayout = nullptr;
    QAction* keys = nullptr;
    QAction* tour = nullptr;
    QAction* about = nullptr;
    // The study.
    QAction* undo = nullptr;
    QAction* redo = nullptr;
    QAction* goTo = nullptr;
    QAction* search = nullptr;
    QAction* run = nullptr;
    QAction* pause = nullptr;
    QAction* stop = nullptr;
    QAction* extend = nullptr;
    QAction* clearTray = nullptr;
    QAction* keepSet = nullptr;
    QAction* clearBrush = nullptr;
    QAction* savePins = nullptr;
    QAction* applyPins = nullptr;
    QAction* clearPins = nullptr;
    QAction* editMapping = nullptr;
    QAction* exportFigure = nullptr;
    QAction* copyFigure = nullptr;
    QAction* exportReport = nullptr;
    QAction* present = nullptr;
    QAction* explore = nullptr;
    QAction* compareLayout = nullptr;
    QAction* review = nullptr;
    QAction* teach = nullptr;
    // The plots, while one of them has the keyboard.
    QAction* compare = nullptr;
    QAction* showComparison = nullptr;
    QAction* tag = nullptr;
    QAction* makeReference = nullptr;
    QAction* nameReference = nullptr;
    QAction* removeReference = nullptr;
    QAction* note = nullptr;
    QAction* pin = nullptr;
    QAction* knee = nullptr;
    QAction* previous = nullptr;
    QAction* next = nullptr;
    QAction* fit = nullptr;
    QAction* back = nullptr;

    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }
    [[nodiscard]] const QList<QAction*>& ofStudy() const { return m_ofStudy; }
    [[nodiscard]] const QList<QAction*>& ofPlots() const { return m_ofPlots; }
    void setStudyOpen(bool open);

private:
    QAction* make(const QString& text, const QList<QKeySequence>& keys, QList<QAction*>* group = nullptr);
    void makeOfStudy();
    void makeOfPlots();
    QList<QAction*> m_all;
    QList<QAction*> m_ofStudy;
    QList<QAction*> m_ofPlots;
};

} // namespace paretoscope::ui::window
