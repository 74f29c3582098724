// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/style_sheet.h"

namespace paretoscope::ui::look {

namespace {

QString mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()))
        .name();
}

} // namespace

QString styleSheetFor(const Colours& colours)
{
    QString sheet = QStringLiteral(R"(
QMainWindow::separator { background: @panel; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: @hairline; }
QToolBar { border: none; padding: 1px 8px; spacing: 8px; background: @panel; }
QMenuBar { background: @panel; padding: 2px 4px; }
QStatusBar { background: @panel; color: @muted; }
QStatusBar::item { border: none; }
QDockWidget { color: @muted; }
QDockWidget::title { padding: 6px 8px; background: @panel; text-align: left; }
QTabBar::tab { padding: 6px 12px; color: @muted; border: none; border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected:focus { background: @hover; }
QTabWidget::pane { border: none; }
QToolTip { color: @text; background: @canvas; border: 1px solid @hairline; padding: 4px; }
QLabel[role="section"] { color: @muted; font-size: 8pt; font-weight: 600; letter-spacing: 1px; }
QLabel[role="caption"] { color: @muted; }
QLabel[role="title"] { font-size: 13pt; font-weight: 600; }
QLabel[role="headline"] { font-size: 22pt; font-weight: 600; }
QLabel[role="error"] { color: @worse; }
QPushButton, QToolButton[role="quiet"] { border: 1px solid @hairline; border-radius: 4px; padding: 4px 12px; background: @button; }
QPushButton:hover, QToolButton[role="quiet"]:hover { border-color: @accent; }
QPushButton:focus, QToolButton[role="quiet"]:focus { border-color: @accent; }
QPushButton:disabled, QToolButton[role="quiet"]:disabled { color: @line; border-color: @grid; background: @panel; }
QPushButton[role="primary"] { color: @onPrimary; background: @primary; border-color: @primary; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { color: @line; background: @panel; border-color: @grid; }
QPushButton[role="tile"] { text-align: left; padding: 16px; border-radius: 8px; background: @canvas; }
QPushButton[role="row"] { text-align: left; padding: 6px 8px; border: none; background: transparent; color: @accent; }
QPushButton[role="row"]:hover, QPushButton[role="row"]:focus { background: @hover; }
QFrame[role="chip"] { border: 1px solid @pin; border-radius: 12px; background: @canvas; }
QFrame[role="chip"] QToolButton { border: none; padding: 2px 4px; background: transparent; color: @muted; }
QFrame[role="chip"] QToolButton:hover, QFrame[role="chip"] QToolButton:focus { color: @accent; }
QFrame[role="chip"] QToolButton:checked { color: @pin; font-weight: 600; }
QLineEdit[role="search"] { border: 1px solid @hairline; border-radius: 4px; padding: 4px 8px; background: @canvas; }
QLineEdit[role="search"]:focus { border-color: @accent; }
QFrame[role="coach"] { border: 2px solid @accent; border-radius: 8px; background: @canvas; }
QDialog[role="palette"] { border: 1px solid @line; border-radius: 8px; background: @canvas; }
QDialog[role="palette"] QListView { background: @canvas; }
QFrame[role^="strip"] { border: none; border-radius: 4px; }
QFrame[role="strip-paused"] { background: @amber; border-left: 4px solid @amberEdge; }
QFrame[role="strip-failed"] { background: @red; border-left: 4px solid @redEdge; }
QFrame[role="strip-note"] { background: @blue; border-left: 4px solid @blueEdge; }
QFrame[role="strip-done"] { background: @green; border-left: 4px solid @greenEdge; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @panel; border: none; border-bottom: 1px solid @hairline; padding: 3px 8px; }
QTableCornerButton::section { background: @panel; border: none; border-bottom: 1px solid @hairline; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @hairline; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: @line; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: none; border-radius: 4px; background: @track; text-align: center; color: @text; min-height: 20px; }
QProgressBar::chunk { border-radius: 4px; background: @fill; }
)");
    const QColor amber = colours.focus, red = colours.infeasible, blue = colours.front,
                 green = colours.series[2];
    const QColor primary(colours.dark ? 0xff56b4e9 : 0xff0b66a8);
    const std::pair<const char*, QString> words[]{
        {"@amberEdge", amber.name()},
        {"@redEdge", red.name()},
        {"@blueEdge", blue.name()},
        {"@greenEdge", green.name()},
        {"@amber", mixed(colours.panel, amber, 0.16)},
        {"@red", mixed(colours.panel, red, 0.16)},
        {"@blue", mixed(colours.panel, blue, 0.12)},
        {"@green", mixed(colours.panel, green, 0.12)},
        {"@onPrimary", QString::fromLatin1(colours.dark ? "#0a0d10" : "#ffffff")},
        {"@primary", primary.name()},
        {"@panel", colours.panel.name()},
        {"@canvas", colours.canvas.name()},
        {"@button", mixed(colours.canvas, colours.panel, colours.dark ? -0.6 : 0.2)},
        {"@hairline", mixed(colours.panel, colours.text, 0.14)},
        {"@hover", mixed(colours.panel, colours.accent, 0.10)},
        {"@track", mixed(colours.panel, colours.text, 0.08)},
        {"@fill", mixed(colours.panel, colours.front, 0.42)},
        {"@muted", colours.mutedText.name()},
        {"@text", colours.text.name()},
        {"@line", colours.line.name()},
        {"@grid", colours.grid.name()},
        {"@accent", colours.accent.name()},
        {"@worse", colours.worse.name()},
        {"@pin", colours.pin.name()},
    };
    for (const auto& [word, colour] : words)
        sheet.replace(QLatin1String(word), colour);
    return sheet;
}

} // namespace paretoscope::ui::look
