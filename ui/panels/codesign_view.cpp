// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_view.h"

#include "ui/look/quantity.h"
#include "ui/panels/codesign_funnel.h"
#include "ui/panels/codesign_race.h"
#include "ui/panels/codesign_search.h"
#include "ui/panels/codesign_timeline.h"
#include "ui/panels/page_switch.h"
#include "ui/plots/surrogate_map.h"
#include "ui/session/analysis_desk.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

constexpr const char* kCodesignPageSetting = "codesign/page";

} // namespace

CodesignView::CodesignView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_desk(document)
    , m_whole(new QStackedWidget(this))
    , m_empty(new QLabel(this))
    , m_title(new QLabel(this))
    , m_state(new QLabel(this))
    , m_layer(new QComboBox(this))
    , m_switch(new PageSwitch(this))
    , m_pages(new QStackedWidget(this))
    , m_funnel(new CodesignFunnel(m_desk, this))
    , m_search(new CodesignSearch(m_desk, this))
    , m_race(new CodesignRace(m_desk, this))
    , m_timeline(new CodesignTimeline(document, m_desk, this))
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
{
    setAccessibleName(tr("Co-design"));
    build();
    connect(&document, &session::StudyDocument::snapshotChanged, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::focusChanged, m_gate, &session::RefreshGate::request);
    connect(&document.references(), &session::ReferenceShelf::changed, m_gate,
            &session::RefreshGate::request);
    connect(&session::AnalysisDesk::of(document), &session::AnalysisDesk::changed, m_gate,
            &session::RefreshGate::request);
    connect(&m_desk, &CodesignDesk::changed, m_gate, &session::RefreshGate::request);
    connect(m_layer, &QComboBox::activated, this,
            [this](int layer) { m_desk.setLayer(static_cast<std::size_t>(std::max(layer, 0))); });
    connect(m_switch, &PageSwitch::currentChanged, this, [this](int page) {
        m_pages->setCurrentIndex(page);
        m_document.setViewSetting(QString::fromLatin1(kCodesignPageSetting), page);
    });
    const int page = document.viewSetting(QString::fromLatin1(kCodesignPageSetting), 0).toInt();
    m_switch->setCurrent(std::clamp(page, 0, 3));
    m_pages->setCurrentIndex(std::clamp(page, 0, 3));
    m_gate->request();
    refresh();
}

void CodesignView::build()
{
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::RichText);
    m_state->setProperty("role", QStringLiteral("caption"));
    m_state->setWordWrap(true);
    m_layer->setAccessibleName(tr("Layer whose mappings are searched"));
    m_layer->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    if (m_desk.model() != nullptr)
        for (const codesign::CodesignLayer& layer : m_desk.model()->layers())
            m_layer->addItem(QString::fromStdString(layer.name));
    const auto add = [this](QWidget* page, const QString& title, const QString& help) {
        m_pages->addWidget(page);
        m_switch->addPage(title, help);
    };
    add(makeMachines(), tr("Search of machines"), tr("What models expect of machines, and what was tried"));
    add(m_funnel, tr("Why sampling fails"), tr("Which rules make mappings invalid"));
    add(m_search, tr("Search of mappings"), tr("How the layer's mapping was searched, step by step"));
    add(m_race, tr("Race of methods"), tr("Ways to search the mapping, at equal evaluations"));
    auto* label = new QLabel(tr("Layer:"), this);
    label->setBuddy(m_layer);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_title, 1);
    bar->addWidget(label);
    bar->addWidget(m_layer);
    auto* caption = new QLabel(
        tr("Every machine tried, one column each, with the searches of its mappings: best "
           "energy × delay so far, lower is better. Disc: the best machine. Cross: no valid "
           "mapping."),
        this);
    caption->setProperty("role", QStringLiteral("caption"));
    caption->setWordWrap(true);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(10, 6, 10, 6);
    column->setSpacing(6);
    column->addLayout(bar);
    column->addWidget(m_switch);
    column->addWidget(m_state);
    column->addWidget(m_pages, 6);
    column->addWidget(caption);
    column->addWidget(m_timeline, 1);
    m_whole->addWidget(m_empty);
    m_whole->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_whole);
}

QWidget* CodesignView::makeMachines()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto* map = new plots::SurrogateMap(m_document, page);
    map->showMeasured(0);
    auto* caption = new QLabel(
        tr("Discs: machines measured, the brighter the higher their energy × delay. Crosses: "
           "no valid mapping. Dashed line: works with a probability of one half. Hatched: breaks a rule of "
           "the space. The models "
           "behind it are those of the Slices view, fitted to all machines measured; the "
           "study's own method fits its own."),
        page);
    caption->setProperty("role", QStringLiteral("caption"));
    caption->setWordWrap(true);
    column->addWidget(map, 1);
    column->addWidget(caption);
    return page;
}

void CodesignView::showPage(Page page)
{
    m_switch->setCurrent(page);
}

QString CodesignView::sentence() const
{
    return m_empty->text();
}

void CodesignView::refresh()
{
    if (isVisible() && m_desk.model() != nullptr)
        session::AnalysisDesk::of(m_document).want();
    m_desk.want();
    const bool any = m_desk.model() != nullptr && m_desk.shown().has_value();
    m_whole->setCurrentIndex(any ? 1 : 0);
    const QString sentence = m_desk.sentence();
    if (!any) {
        m_empty->setText(sentence);
        return;
    }
    const QSignalBlocker quiet(m_layer);
    m_layer->setCurrentIndex(static_cast<int>(m_desk.layer()));
    m_state->setText(sentence);
    m_state->setVisible(!sentence.isEmpty());
    const study::Trial* trial = m_document.trial(*m_desk.shown());
    if (trial == nullptr)
        return;
    QString title = QStringLiteral("<b>%1</b>: %2")
                        .arg(session::designName(m_document, trial->id).toHtmlEscaped(),
                             machineWords(m_desk.model()->machine(trial->design)));
    const QString ratio = session::ratioText(m_document, *trial);
    title += QStringLiteral(". ")
             + (trial->outcome.verdict != problem::Verdict::Feasible
                    ? QString::fromStdString(trial->outcome.reason).toHtmlEscaped()
                : ratio.isEmpty() ? look::quantity(trial->outcome.metrics[0], QStringLiteral("J·s"))
                                  : ratio.toHtmlEscaped());
    m_title->setText(title);
}

} // namespace paretoscope::ui::panels
