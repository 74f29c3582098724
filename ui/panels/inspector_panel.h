// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/attribution_page.h"
#include "ui/panels/crossbar_page.h"
#include "ui/panels/explanation_pages.h"
#include "ui/panels/mapping_page.h"
#include "ui/panels/overview_page.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

namespace paretoscope::ui::panels {

/// Everything about the design under discussion. Follows the focus; pictures of the last design stay until
/// the next one's are there, and only a wait that can be felt is mentioned.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    enum Page { Overview, Machine, Energy, Layers, Roofline, Mapping, Crossbars, Contributions };

    explicit InspectorPanel(session::StudyDocument& document, QWidget* parent = nullptr);

    void showPage(Page page);
    void selectLayer(int layer);
    /// Turns to the mapping of the layer at hand and makes it editable, or leaves editing; nothing where
    /// mappings are not searched.
    void toggleMappingEditing();
    void editNote(); ///< hands the keyboard to the note of the design in focus
    [[nodiscard]] int layer() const { return m_layer; }
    /// What stands below the title: the verdict in words, or what is being waited for.
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] QSize sizeHint() const override { return {360, 640}; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeHeader();
    QToolButton* makeButton(const QString& text, const QString& help);
    void connectDocument();
    void connectPages();
    void offerPages(const problem::Explanation& explanation);
    void refresh();
    void showHeader(const study::Trial& trial);
    void showExplanation(session::TrialId id);
    void adopt(session::TrialId id, const ExplanationPtr& explanation);
    void setStatus(const QString& status);
    void toggleTray();
    void commitNote();
    void restyle();
    void revisit(session::TrialId trial, const QString& layer);

    session::StudyDocument& m_document;
    QStackedWidget* m_whole; ///< hint, or the design
    QLabel* m_title;
    QLabel* m_badges;
    QLabel* m_status;
    QLineEdit* m_note;
    QToolButton* m_trayButton;
    PageSwitch* m_switch;
    QStackedWidget* m_pages;
    OverviewPage* m_overview;
    MachinePage* m_machine;
    EnergyPage* m_energy;
    LayersPage* m_layersPage;
    RooflinePage* m_roofline;
    MappingPage* m_mapping;
    CrossbarPage* m_crossbars;        ///< offered for crossbar machines only
    AttributionPage* m_contributions; ///< null where machines and mappings are not searched together
    QTimer m_patience;                ///< a wait shorter than this is not worth a word
    session::RefreshGate m_gate;
    std::optional<session::TrialId> m_noteOf;
    std::optional<session::TrialId> m_drawn; ///< whose pictures are shown
    ExplanationPtr m_explanation;
    int m_layer = 0;
    QString m_wantedLayer; ///< once the explanation is there
};

} // namespace paretoscope::ui::panels
