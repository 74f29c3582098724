// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspector_panel.h"

#include "core/problem/command_problem.h"
#include "core/study/reference.h"

#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/exchange_page.h"
#include "ui/panels/text.h"
#include "ui/session/design_marks.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::panels {

namespace {

constexpr int kPatience_ms = 150;

QString chip(const QChar glyph, const QString& word, const QColor& colour)
{
    return QStringLiteral("<span style=\"color:%1\">%2</span>&nbsp;%3")
        .arg(colour.name(), QString(glyph),
             word.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;")));
}

/// The place of a layer; the first where there is none of that name.
int layerNamed(const problem::Explanation& explanation, const QString& name)
{
    const auto& layers = explanation.layers;
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const auto& layer) { return text(layer.name) == name; });
    return found == layers.end() ? 0 : static_cast<int>(found - layers.begin());
}

} // namespace

InspectorPanel::InspectorPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_whole(new QStackedWidget(this))
    , m_title(new QLabel)
    , m_badges(new QLabel)
    , m_status(new QLabel)
    , m_note(new QLineEdit)
    , m_trayButton(nullptr)
    , m_switch(new PageSwitch)
    , m_pages(new QStackedWidget)
    , m_overview(new OverviewPage(document))
    , m_machine(new MachinePage)
    , m_energy(new EnergyPage)
    , m_layersPage(new LayersPage)
    , m_roofline(new RooflinePage)
    , m_mapping(new MappingPage(document))
    , m_crossbars(new CrossbarPage(document))
    , m_contributions(codesign::codesignOf(document.problem()) != nullptr ? new AttributionPage(document)
                                                                          : nullptr)
    , m_gate(this, [this] { refresh(); })
{
    setAccessibleName(tr("Inspector"));
    auto* hint = new QLabel(tr("Click a design in any view to see what it is made of."));
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setMargin(24);
    auto* design = new QWidget;
    auto* column = new QVBoxLayout(design);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(8);
    column->addWidget(makeHeader());
    column->addWidget(m_switch);
    column->addWidget(m_pages, 1);
    m_whole->addWidget(hint);
    m_whole->addWidget(design);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_whole);

    // Tall pages scroll: none of them may make the window taller than its screen.
    const auto scrolled = [](QWidget* page, const QString& title) {
        auto* scroll = new QScrollArea;
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setAccessibleName(title);
        scroll->setWidget(page);
        return scroll;
    };
    const auto add = [this](QWidget* page, const QString& title, const QString& help) {
        m_pages->addWidget(page);
        m_switch->addPage(title, help);
    };
    add(scrolled(m_overview, tr("Overview")), tr("Overview"), tr("Every number of this design"));
    add(m_machine, tr("Machine"), tr("What is this chip?"));
    add(m_energy, tr("Energy"), tr("Where does the energy go?"));
    add(m_layersPage, tr("Layers"), tr("How long does each layer of the network take?"));
    add(m_roofline, tr("Roofline"), tr("Is it arithmetic or memory that limits?"));
    add(m_mapping, tr("Mapping"), tr("In which order, and where, is each layer computed?"));
    add(scrolled(m_crossbars, tr("Crossbars")), tr("Crossbars"),
        tr("How do layers stand on arrays, and what do the ADCs lose?"));
    m_switch->setPageVisible(Crossbars, false);
    if (m_contributions != nullptr)
        add(scrolled(m_contributions, tr("Credit")), tr("Credit"),
            tr("What did the machine bring, and what its mappings?"));
    if (problem::commandTermsOf(document.problem()))
        add(scrolled(new ExchangePage(document), tr("Answer")), tr("Answer"),
            tr("What was the study's command asked, and what did it answer?"));

    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience_ms);
    connectDocument();
    connectPages();
    restyle();
    m_gate.request();
}

QToolButton* InspectorPanel::makeButton(const QString& label, const QString& help)
{
    auto* button = new QToolButton;
    button->setText(label);
    button->setAccessibleName(help);
    button->setToolTip(help);
    return button;
}

QWidget* InspectorPanel::makeHeader()
{
    auto* header = new QWidget;
    m_badges->setTextFormat(Qt::RichText);
    m_badges->setWordWrap(true);
    m_status->setWordWrap(true);
    m_note->setPlaceholderText(tr("Why does this design matter?"));
    m_note->setAccessibleName(tr("Note on this design"));
    m_note->hide();
    m_trayButton = makeButton(tr("Compare (B)"), tr("Add to the comparison, or take it out again"));
    QToolButton* note = makeButton(tr("Note…"), tr("Write a note on this design"));
    QToolButton* copy = makeButton(tr("Copy"), tr("Copy this design as JSON"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_trayButton);
    buttons->addWidget(note);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_badges);
    layout->addWidget(m_status);
    layout->addLayout(buttons);
    layout->addWidget(m_note);

    connect(m_trayButton, &QToolButton::clicked, this, &InspectorPanel::toggleTray);
    connect(note, &QToolButton::clicked, this, &InspectorPanel::editNote);
    connect(m_note, &QLineEdit::editingFinished, this, &InspectorPanel::commitNote);
    connect(copy, &QToolButton::clicked, this, [this] {
        const auto focus = m_document.selection().focus();
        if (const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr)
            QGuiApplication::clipboard()->setText(designAsJson(m_document, *trial));
    });
    return header;
}

void InspectorPanel::editNote()
{
    if (m_document.selection().focus() != m_noteOf)
        refresh(); // a design that was chosen just now is shown a moment later, and the note is its own
    m_note->show();
    m_note->setFocus();
}

void InspectorPanel::connectDocument()
{
    connect(&m_document.marks(), &session::DesignMarks::changed, this, [this] { m_gate.request(); });
    connect(&m_document.references(), &session::ReferenceShelf::changed, this, [this] { m_gate.request(); });
    const auto ask = [this] { m_gate.request(); };
    connect(&m_document.selection(), &session::Selection::focusChanged, this, ask);
    connect(&m_document.selection(), &session::Selection::trayChanged, this, ask);
    connect(&m_document, &session::StudyDocument::snapshotChanged, this, ask);
    connect(&m_document, &session::StudyDocument::pinsChanged, this, ask);
    connect(&m_document, &session::StudyDocument::noteChanged, this, ask);
    connect(&m_document, &session::StudyDocument::explained, this, [this](quint64 id) {
        if (m_document.selection().focus() == id)
            m_gate.request();
    });
    connect(&m_patience, &QTimer::timeout, this, [this] { setStatus(tr("Computing…")); });
}

void InspectorPanel::connectPages()
{
    connect(m_switch, &PageSwitch::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_layersPage, &LayersPage::layerChosen, this, &InspectorPanel::selectLayer);
    connect(m_roofline, &RooflinePage::layerChosen, this, &InspectorPanel::selectLayer);
    connect(m_mapping, &MappingPage::layerChosen, this, &InspectorPanel::selectLayer);
    connect(m_crossbars, &CrossbarPage::layerChosen, this, &InspectorPanel::selectLayer);
    connect(m_mapping, &MappingPage::revisited, this, &InspectorPanel::revisit);
    connect(m_machine, &MachinePage::blockActivated, this, [this](const QString& name) {
        m_energy->showComponent(name);
        showPage(Energy);
    });
}

void InspectorPanel::showPage(Page page)
{
    m_switch->setCurrent(page);
}

void InspectorPanel::selectLayer(int layer)
{
    m_layer = layer;
    m_layersPage->setLayer(layer);
    m_roofline->setLayer(layer);
    m_mapping->setLayer(layer);
    m_crossbars->setLayer(layer);
}

void InspectorPanel::toggleMappingEditing()
{
    const bool leaves = m_switch->current() == Mapping && m_mapping->isEditing();
    showPage(Mapping);
    m_mapping->setEditing(!leaves);
}

/// An undo reached a mapping that is perhaps not on the screen: what it changes should be seen.
void InspectorPanel::revisit(session::TrialId trial, const QString& layer)
{
    showPage(Mapping);
    m_mapping->setEditing(true);
    m_document.selection().setFocus(trial);
    if (m_drawn == trial && m_explanation)
        selectLayer(layerNamed(*m_explanation, layer));
    else
        m_wantedLayer = layer;
}

QString InspectorPanel::statusText() const
{
    return m_status->text();
}

void InspectorPanel::setStatus(const QString& status)
{
    m_status->setText(status);
    m_status->setVisible(!status.isEmpty());
}

void InspectorPanel::refresh()
{
    const auto focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    m_whole->setCurrentIndex(trial != nullptr ? 1 : 0);
    if (trial == nullptr) {
        m_patience.stop();
        return;
    }
    showHeader(*trial);
    m_overview->setTrial(*trial);
    if (m_contributions != nullptr)
        m_contributions->setDesign(trial->id);
    showExplanation(trial->id);
}

void InspectorPanel::showHeader(const study::Trial& trial)
{
    const look::Colours colours = look::coloursFor(palette());
    const Standing standing = standingOf(m_document, trial);
    m_title->setText(study::isReference(trial.id)
                         ? tr("★ %1, a reference design").arg(session::designName(m_document, trial.id))
                         : tr("Design %1").arg(designName(trial.id)));
    const Badge badge = badgeOf(standing, colours);
    QStringList chips{chip(badge.glyph, badge.word, badge.colour)};
    if (standing.byHand)
        chips << chip(QChar(0x25B2), tr("made by hand"), colours.accent);
    if (!standing.passesPins)
        chips << chip(QChar(0x2298), tr("outside the pins"), colours.pin);
    const int place = m_document.selection().trayPlace(trial.id);
    if (place >= 0)
        chips << chip(QChar(0x25A0), tr("%1 in the comparison").arg(QChar(u'A' + place)),
                      look::trayColour(colours, place));
    for (const QString& tag : m_document.marks().tags(trial.id))
        chips << chip(QLatin1Char('#'), tag, colours.accent);
    for (const session::DesignSet& set : m_document.marks().sets())
        if (std::binary_search(set.ids.begin(), set.ids.end(), trial.id))
            chips << chip(QChar(0x25CF), set.name, colours.series[static_cast<std::size_t>(set.colour)]);
    m_badges->setText(chips.join(QStringLiteral("&nbsp; ")));
    m_badges->setToolTip(badge.help);
    m_trayButton->setText(place >= 0 ? tr("Remove (B)") : tr("Compare (B)"));
    if (m_noteOf != trial.id && m_note->hasFocus())
        commitNote(); // the design changed under the hand that was typing
    if (m_noteOf != trial.id || !m_note->hasFocus()) {
        const QString note = m_document.note(trial.id);
        if (m_noteOf != trial.id)
            m_note->setVisible(!note.isEmpty());
        m_noteOf = trial.id;
        m_note->setText(note);
        if (!note.isEmpty())
            m_note->show();
    }
}

void InspectorPanel::showExplanation(session::TrialId id)
{
    const study::Trial& trial = *m_document.trial(id);
    QString verdict;
    if (trial.outcome.verdict != problem::Verdict::Feasible) {
        verdict = text(trial.outcome.reason);
        if (!verdict.isEmpty() && !verdict.endsWith(QLatin1Char('.')))
            verdict += QLatin1Char('.');
        if (!verdict.isEmpty())
            verdict[0] = verdict[0].toUpper();
    }
    if (m_drawn == id && m_explanation) {
        m_patience.stop();
        setStatus(m_explanation->infeasible.empty() ? verdict : text(m_explanation->infeasible));
        return;
    }
    if (const ExplanationPtr explanation = m_document.explanation(id)) {
        m_patience.stop();
        adopt(id, explanation);
        setStatus(explanation->infeasible.empty() ? verdict : text(explanation->infeasible));
    } else if (const QString error = m_document.explanationError(id); !error.isEmpty()) {
        m_patience.stop();
        adopt(id, nullptr);
        setStatus(tr("This design cannot be explained. %1").arg(error));
    } else if (!m_patience.isActive() && statusText() != tr("Computing…")) {
        setStatus(verdict);
        m_patience.start();
    }
}

void InspectorPanel::adopt(session::TrialId id, const ExplanationPtr& explanation)
{
    const look::Colours colours = look::coloursFor(palette());
    const int place = m_document.selection().trayPlace(id);
    const QColor colour = place >= 0 ? look::trayColour(colours, place) : colours.accent;
    const QString name = session::designName(m_document, id);
    m_drawn = id;
    m_explanation = explanation;
    m_overview->setNotes(explanation ? explanation->notes : std::vector<std::string>());
    m_machine->setExplanation(explanation);
    m_energy->setExplanation(explanation, name, colour);
    m_layersPage->setExplanation(explanation, name, colour);
    m_roofline->setExplanation(explanation, name, colour);
    m_mapping->setDesign(id, explanation);
    if (explanation)
        offerPages(*explanation);
    m_crossbars->setDesign(id, explanation);
    const int layers = explanation ? static_cast<int>(explanation->layers.size()) : 0;
    if (explanation && !m_wantedLayer.isEmpty())
        m_layer = layerNamed(*explanation, std::exchange(m_wantedLayer, {}));
    selectLayer(layers == 0 ? 0 : std::min(m_layer, layers - 1));
}

/// A closed formula has no chip and no layers, a crossbar no loops; their pages would stand empty.
void InspectorPanel::offerPages(const problem::Explanation& explanation)
{
    const auto offer = [this](Page page, bool any) {
        if (!any && m_switch->current() == page)
            showPage(Overview);
        m_switch->setPageVisible(page, any);
    };
    offer(Crossbars, explanation.crossbar.has_value());
    if (!explanation.infeasible.empty())
        return; // this one design has none of it; the others may
    offer(Machine, !explanation.blocks.empty());
    offer(Energy, !explanation.energy.empty());
    offer(Layers, !explanation.layers.empty());
    offer(Roofline, explanation.roofline.peak_macsPerSecond > 0.0);
    offer(Mapping, std::any_of(explanation.layers.begin(), explanation.layers.end(),
                               [](const problem::LayerExplanation& layer) { return !layer.nest.empty(); }));
}

void InspectorPanel::toggleTray()
{
    const auto focus = m_document.selection().focus();
    if (!focus)
        return;
    if (m_document.selection().trayPlace(*focus) >= 0)
        m_document.removeFromTray(*focus);
    else
        m_document.addToTray(*focus);
}

void InspectorPanel::commitNote()
{
    if (m_noteOf && m_document.note(*m_noteOf) != m_note->text())
        m_document.setNote(*m_noteOf, m_note->text());
    if (m_note->text().isEmpty())
        m_note->hide();
}

void InspectorPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier)
        toggleTray();
    else
        QWidget::keyPressEvent(event);
}

void InspectorPanel::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.4);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, colours.mutedText);
    m_status->setPalette(muted);
}

void InspectorPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        restyle();
        m_drawn.reset(); // the series wear colours of the theme
        m_gate.request();
    } else if (event->type() == QEvent::FontChange) {
        restyle();
    }
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
