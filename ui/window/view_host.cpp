// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/view_host.h"

#include "ui/window/view_frame.h"

#include <QApplication>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::window {

namespace {

Qt::DockWidgetArea areaOf(Place place)
{
    return place == Place::Left    ? Qt::LeftDockWidgetArea
           : place == Place::Right ? Qt::RightDockWidgetArea
                                   : Qt::BottomDockWidgetArea;
}

const ViewKind* kindNamed(const QString& name)
{
    const auto& kinds = viewCatalogue();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const ViewKind& each) { return each.name == name; });
    return kind == kinds.end() ? nullptr : &*kind;
}

} // namespace

ViewHost::ViewHost(QMainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    // A dialog takes the keyboard before it asks which view had it.
    connect(qApp, &QApplication::focusChanged, this, [this] { (void)activeView(); });
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    window.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks
                          | QMainWindow::AllowTabbedDocks);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    for (const ViewKind& kind : viewCatalogue())
        if (kind.place != Place::Centre)
            buildDock(kind);
}

void ViewHost::buildDock(const ViewKind& kind)
{
    auto* dock = new QDockWidget(kind.title, &m_window);
    dock->setObjectName(kind.name);
    dock->setAccessibleName(kind.title);
    m_window.addDockWidget(areaOf(kind.place), dock);
    if (m_docks.size() < 9)
        dock->toggleViewAction()->setShortcut(
            QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(m_docks.size()))));
    dock->hide();
    connect(dock, &QDockWidget::dockLocationChanged, this, &ViewHost::nameTabBars);
    connect(dock, &QDockWidget::visibilityChanged, this, [this, name = kind.name](bool visible) {
        if (visible)
            make(name);
    });
    m_docks.push_back(dock);
}

QTabWidget* ViewHost::open(session::StudyDocument& document)
{
    m_document = &document;
    m_tabs = new QTabWidget(&m_window);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the middle"));
    m_tabs->tabBar()->setAccessibleName(tr("Views of the middle"));
    for (const ViewKind& kind : viewCatalogue()) {
        if (kind.place != Place::Centre || !isShown(kind))
            continue;
        auto* page = new QWidget(m_tabs);
        page->setObjectName(kind.name);
        auto* column = new QVBoxLayout(page);
        column->setContentsMargins(0, 0, 0, 0);
        m_tabs->addTab(page, kind.title);
    }
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        make(currentTab());
        makeRoom();
    });
    make(currentTab());
    return m_tabs;
}

void ViewHost::close()
{
    m_document = nullptr;
    m_aside.clear();
    m_withheld.clear();
    for (QDockWidget* dock : m_docks) {
        delete dock->widget();
        dock->hide();
    }
    delete m_tabs;
    m_tabs = nullptr;
    m_views.clear();
}

QWidget* ViewHost::pageOf(const QString& name) const
{
    return m_tabs == nullptr ? nullptr : m_tabs->findChild<QWidget*>(name);
}

QWidget* ViewHost::make(const QString& name)
{
    if (m_document == nullptr || m_views.contains(name))
        return m_views.value(name);
    const ViewKind* kind = kindNamed(name);
    if (kind == nullptr || !isShown(*kind))
        return nullptr;
    QWidget* made = nullptr;
    if (kind->place == Place::Centre) {
        QWidget* page = pageOf(name);
        made = kind->make(*m_document, page);
        page->layout()->addWidget(new ViewFrame(made));
    } else {
        auto* dock = m_window.findChild<QDockWidget*>(name);
        made = kind->make(*m_document, dock);
        dock->setWidget(new ViewFrame(made));
    }
    m_views.insert(name, made);
    Q_EMIT this->made(name, made);
    return made;
}

bool ViewHost::isShown(const ViewKind& kind) const
{
    return m_document != nullptr && suits(kind, *m_document);
}

QWidget* ViewHost::show(const QString& name)
{
    if (const ViewKind* kind = kindNamed(name); kind == nullptr || !isShown(*kind))
        return nullptr;
    if (QWidget* page = pageOf(name))
        m_tabs->setCurrentWidget(page);
    else if (auto* dock = m_window.findChild<QDockWidget*>(name)) {
        dock->show();
        dock->raise();
    }
    QWidget* shown = make(name);
    if (shown != nullptr)
        shown->setFocus();
    return shown;
}

QString ViewHost::currentTab() const
{
    return m_tabs == nullptr ? QString() : m_tabs->currentWidget()->objectName();
}

void ViewHost::setTabTitle(const QString& name, const QString& title)
{
    if (QWidget* page = pageOf(name))
        m_tabs->setTabText(m_tabs->indexOf(page), title);
}

void ViewHost::makeRoom()
{
    const ViewKind* kind = kindNamed(currentTab());
    if (kind == nullptr || !kind->alone)
        return bringBack();
    if (!m_aside.empty())
        return;
    for (QDockWidget* dock : m_docks)
        if (!dock->isHidden())
            m_aside.push_back(dock);
    std::stable_partition(m_aside.begin(), m_aside.end(),
                          [](const QDockWidget* dock) { return dock->visibleRegion().isEmpty(); });
    for (QDockWidget* dock : m_aside)
        dock->hide();
}

void ViewHost::bringBack()
{
    for (QDockWidget* dock : std::exchange(m_aside, {})) {
        dock->show();
        dock->raise();
    }
}

void ViewHost::withhold()
{
    m_withheld.clear();
    for (QDockWidget* dock : m_docks) {
        const bool shown = isShown(*kindNamed(dock->objectName()));
        dock->toggleViewAction()->setVisible(shown);
        dock->toggleViewAction()->setEnabled(shown);
        if (shown || dock->isHidden())
            continue;
        m_withheld.push_back(dock);
        dock->hide();
    }
}

void ViewHost::release()
{
    for (QDockWidget* dock : std::exchange(m_withheld, {}))
        dock->show();
}

void ViewHost::arrange(const QStringList& docks, const QString& tab)
{
    m_aside.clear();
    defaultLayout();
    for (QDockWidget* dock : m_docks)
        dock->setVisible(docks.contains(dock->objectName()));
    withhold();
    for (QDockWidget* dock : m_docks)
        if (!docks.isEmpty() && dock->objectName() == docks.front())
            dock->raise();
    show(tab);
}

QString ViewHost::activeView() const
{
    if (m_document == nullptr)
        return {}; // also while views go, one after the other
    for (const QWidget* widget = QApplication::focusWidget(); widget != nullptr;
         widget = widget->parentWidget())
        for (auto view = m_views.begin(); view != m_views.end(); ++view)
            if (view.value() == widget)
                return m_active = view.key();
    return m_views.contains(m_active) && m_views[m_active]->isVisible() ? m_active : currentTab();
}

void ViewHost::nameTabBars()
{
    // Qt makes the tab bars of docks as they are needed and leaves them nameless.
    for (QTabBar* tabs : m_window.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
        tabs->setAccessibleName(tr("Views that share this place"));
}

/// Views on the left stand above one another, those on the right and at the bottom share a place.
void ViewHost::defaultLayout()
{
    QDockWidget* first[3] = {};
    QDockWidget* last[3] = {};
    std::size_t number = 0;
    for (const ViewKind& kind : viewCatalogue()) {
        if (kind.place == Place::Centre)
            continue;
        QDockWidget* dock = m_docks[number++];
        dock->setFloating(false);
        m_window.addDockWidget(areaOf(kind.place), dock);
        dock->setVisible(kind.open);
        const auto side = static_cast<std::size_t>(kind.place) - static_cast<std::size_t>(Place::Left);
        if (last[side] == nullptr)
            first[side] = dock;
        else if (kind.place == Place::Left)
            m_window.splitDockWidget(last[side], dock, Qt::Vertical);
        else
            m_window.tabifyDockWidget(last[side], dock);
        last[side] = dock;
    }
    for (QDockWidget* dock : {first[1], first[2]})
        dock->raise();
    const int width = m_window.width();
    const int height = m_window.height();
    m_window.resizeDocks({first[0], first[1]},
                         {std::clamp(width / 6, 224, 440), std::clamp(width / 4, 300, 560)}, Qt::Horizontal);
    m_window.resizeDocks({first[2]}, {height / 3}, Qt::Vertical);
    m_window.resizeDocks({first[0], last[0]}, {height * 3 / 5, height / 4}, Qt::Vertical);
    nameTabBars();
    withhold();
}

} // namespace paretoscope::ui::window
