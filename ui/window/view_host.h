// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/view_catalogue.h"

#include <QDockWidget>
#include <QHash>
#include <QMainWindow>
#include <QTabWidget>

#include <vector>

namespace paretoscope::ui::window {

/// The places where views stand: tabs in the middle and docks around them. A view is made when it is first
/// seen, so what nobody looks at costs nothing, and goes with its study.
class ViewHost : public QObject
{
    Q_OBJECT

public:
    /// Makes the docks, empty and hidden.
    explicit ViewHost(QMainWindow& window);

    /// \return the tabs of the middle, for the window to place; gone after close()
    [[nodiscard]] QTabWidget* open(session::StudyDocument& document);
    void close();
    [[nodiscard]] bool isOpen() const { return m_document != nullptr; }

    [[nodiscard]] const std::vector<QDockWidget*>& docks() const { return m_docks; }
    /// Brings a view to the front, makes it if it was never seen, and gives it the keyboard.
    QWidget* show(const QString& name);
    /// Null while it was never seen, or nothing is open.
    [[nodiscard]] QWidget* view(const QString& name) const { return m_views.value(name); }
    /// The tab in front.
    [[nodiscard]] QString currentTab() const;
    void setTabTitle(const QString& name, const QString& title);
    void defaultLayout();
    /// Shows these docks, the first in front of those that share its place, and no others; what views show
    /// stays as it is.
    void arrange(const QStringList& docks, const QString& tab);
    /// Brings back the docks that a tab put aside.
    void bringBack();
    /// Takes docks out of sight that have nothing to show of this study; keeps in mind that they were open.
    void withhold();
    /// Undoes withhold(), so that a layout is kept as the person left it.
    void release();
    /// Name of the view that has the keyboard, or had it last; the tab in front where that is gone.
    [[nodiscard]] QString activeView() const;

Q_SIGNALS:
    void made(const QString& name, QWidget* view);

private:
    void buildDock(const ViewKind& kind);
    QWidget* make(const QString& name);
    [[nodiscard]] QWidget* pageOf(const QString& name) const;
    [[nodiscard]] bool isShown(const ViewKind& kind) const;
    void makeRoom();
    void nameTabBars();

    QMainWindow& m_window;
    session::StudyDocument* m_document = nullptr;
    std::vector<QDockWidget*> m_docks;
    std::vector<QDockWidget*> m_aside;    ///< those that were in sight last
    std::vector<QDockWidget*> m_withheld; ///< open, and nothing to show in this study
    QTabWidget* m_tabs = nullptr;
    QHash<QString, QWidget*> m_views;
    mutable QString m_active;
};

} // namespace paretoscope::ui::window
