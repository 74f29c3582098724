// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/codesign_desk.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace paretoscope::ui::panels {

class CodesignFunnel;
class CodesignRace;
class CodesignSearch;
class CodesignTimeline;
class PageSwitch;

/// Both searches of a co-design study at work: which mappings are valid at all, how a layer's mapping is
/// searched, how machines are, and all machines tried as a timeline. Follows the design in focus.
class CodesignView : public QWidget
{
    Q_OBJECT

public:
    enum Page { Machines, Funnel, Search, Race };

    explicit CodesignView(session::StudyDocument& document, QWidget* parent = nullptr);

    void showPage(Page page);
    [[nodiscard]] CodesignDesk& desk() { return m_desk; }
    [[nodiscard]] CodesignFunnel& funnel() { return *m_funnel; }
    [[nodiscard]] CodesignSearch& search() { return *m_search; }
    [[nodiscard]] CodesignRace& race() { return *m_race; }
    [[nodiscard]] CodesignTimeline& timeline() { return *m_timeline; }
    [[nodiscard]] QString sentence() const; ///< what stands in the middle where there is nothing to show

private:
    void build();
    [[nodiscard]] QWidget* makeMachines();
    void refresh();

    session::StudyDocument& m_document;
    CodesignDesk m_desk;
    QStackedWidget* m_whole;
    QLabel* m_empty;
    QLabel* m_title;
    QLabel* m_state;
    QComboBox* m_layer;
    PageSwitch* m_switch;
    QStackedWidget* m_pages;
    CodesignFunnel* m_funnel;
    CodesignSearch* m_search;
    CodesignRace* m_race;
    CodesignTimeline* m_timeline;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::panels
