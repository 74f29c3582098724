// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_panel.h"

#include "core/problem/spatial_problem.h"
#include "ui/look/colours.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/mapping_compare.h"
#include "ui/panels/plain_table.h"
#include "ui/panels/responsive_box.h"

#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

constexpr int kSideBySideFrom = 900; ///< pixels
constexpr int kTableHeight = 280;    ///< a dozen rows; the panel scrolls where it is lower

QToolButton* flatButton(const QString& text, const QString& accessibleName, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(accessibleName);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QWidget* scrolled(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

} // namespace

ComparePanel::ComparePanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(new CompareModel(document, this))
    , m_states(new QStackedWidget(this))
    , m_chips(new QHBoxLayout)
    , m_table(new QTableView)
    , m_pages(new PageSwitch)
    , m_charts(new QStackedWidget)
    , m_energy(new plots::EnergyBars)
    , m_latency(new plots::LayerBars)
    , m_roofline(new plots::RooflinePlot)
{
    auto* hint = new QLabel(tr("Choose a design and press B, then another one: they are compared here."));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    hint->setContentsMargins(24, 8, 24, 8);

    dressTable(*m_table, tr("Designs side by side"));
    m_table->setModel(m_model);
    m_table->verticalHeader()->show();
    m_table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionsClickable(true);
    m_table->setMinimumHeight(kTableHeight);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, m_model, &CompareModel::setReference);

    auto* box = new ResponsiveBox(kSideBySideFrom);
    box->add(m_table, 3);
    box->add(makeCharts(), 2);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(6);
    column->addWidget(makeTools());
    column->addWidget(box, 1);
    m_states->addWidget(hint);
    m_states->addWidget(scrolled(content));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);

    connect(&m_document.selection(), &session::Selection::trayChanged, this, &ComparePanel::trayChanged);
    connect(&m_document, &session::StudyDocument::explained, this, [this](quint64 id) {
        if (m_document.selection().trayPlace(id) >= 0)
            redrawCharts();
    });
    trayChanged();
}

QWidget* ComparePanel::makeTools()
{
    auto* tools = new QWidget;
    auto* differences = new QCheckBox(tr("Differences only"), tools);
    differences->setAccessibleName(tr("Show only rows in which the designs differ"));
    auto* copy = flatButton(tr("Copy table"), tr("Copy the comparison as CSV"), tools);
    m_mappings = flatButton(tr("Mappings…"), tr("Compare the mappings of a layer side by side"), tools);
    m_mappings->setToolTip(tr("Shows how two of these designs compute the same layer"));
    m_mappings->setVisible(problem::hasMappings(m_document.problem()));
    auto* clear = flatButton(tr("Clear"), tr("Take every design out of the comparison"), tools);
    connect(differences, &QCheckBox::toggled, m_model, &CompareModel::setDifferencesOnly);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_model->asCsv()); });
    connect(clear, &QToolButton::clicked, &m_document, &session::StudyDocument::clearTray);
    connect(m_mappings, &QToolButton::clicked, this, &ComparePanel::compareMappings);
    auto* options = new QHBoxLayout;
    options->addWidget(differences);
    options->addStretch(1);
    options->addWidget(m_mappings);
    options->addWidget(copy);
    options->addWidget(clear);
    m_chips->setSpacing(4);
    auto* rows = new QVBoxLayout(tools);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    rows->addLayout(m_chips);
    rows->addLayout(options);
    return tools;
}

QWidget* ComparePanel::makeCharts()
{
    auto* charts = new QWidget;
    m_pages->addPage(tr("Energy"), tr("Energy of the whole network, by component and operand"));
    m_pages->addPage(tr("Latency"), tr("Time of every layer"));
    m_pages->addPage(tr("Roofline"), tr("What limits every layer: arithmetic or memory bandwidth"));
    m_charts->addWidget(scrolled(m_energy));
    m_charts->addWidget(scrolled(m_latency));
    m_charts->addWidget(m_roofline);
    m_charts->setMinimumHeight(240);
    connect(m_pages, &PageSwitch::currentChanged, m_charts, &QStackedWidget::setCurrentIndex);
    connect(m_latency, &plots::LayerBars::layerClicked, m_roofline, &plots::RooflinePlot::setHighlighted);
    connect(m_latency, &plots::LayerBars::layerClicked, m_latency, &plots::LayerBars::setHighlighted);
    auto* column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_pages);
    column->addWidget(m_charts, 1);
    return charts;
}

void ComparePanel::trayChanged()
{
    m_model->refresh();
    m_states->setCurrentIndex(m_document.selection().tray().empty() ? 0 : 1);
    m_mappings->setEnabled(m_document.selection().tray().size() > 1);
    rebuildChips();
    redrawCharts();
}

void ComparePanel::compareMappings()
{
    const auto& tray = m_document.selection().tray();
    const auto explanation = m_document.explanation(tray.front());
    if (!explanation || explanation->layers.empty())
        return;
    auto* dialog = new MappingCompare(m_document, {tray.begin(), tray.end()},
                                      QString::fromStdString(explanation->layers.front().name), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void ComparePanel::rebuildChips()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        // A chip's own button may be what led here, so it must outlive this call.
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const look::Colours colours = look::coloursFor(palette());
    const auto& tray = m_document.selection().tray();
    for (std::size_t i = 0; i < tray.size(); ++i) {
        const session::TrialId id = tray[i];
        const QString name = QString(QChar(u'A' + static_cast<int>(i)));
        auto* focus = flatButton(name, tr("Show design %1, %2").arg(name, designName(id)), this);
        focus->setToolTip(tr("Show %1 in every view.").arg(designName(id)));
        focus->setStyleSheet(QStringLiteral("QToolButton { color: %1; font-weight: bold; }")
                                 .arg(look::trayColour(colours, static_cast<int>(i)).name()));
        auto* remove = flatButton(QStringLiteral("✕"), tr("Take design %1 out of the comparison").arg(name),
                                  this);
        remove->setToolTip(tr("Take %1 out.").arg(designName(id)));
        connect(focus, &QToolButton::clicked, this, [this, id] { m_document.selection().setFocus(id); });
        connect(remove, &QToolButton::clicked, this, [this, id] { m_document.removeFromTray(id); });
        m_chips->addWidget(focus);
        m_chips->addWidget(remove);
    }
    m_chips->addStretch(1);
}

void ComparePanel::redrawCharts()
{
    std::vector<plots::EnergySeries> energy;
    std::vector<plots::LayerSeries> latency;
    std::vector<plots::RooflineSeries> roofline;
    QStringList layers;
    const look::Colours colours = look::coloursFor(palette());
    const auto& tray = m_document.selection().tray();
    for (std::size_t i = 0; i < tray.size(); ++i) {
        const auto explanation = m_document.explanation(tray[i]);
        if (!explanation || explanation->layers.empty())
            continue; // computed in the background; explained() brings us back
        const QString name = QString(QChar(u'A' + static_cast<int>(i)));
        const QColor colour = look::trayColour(colours, static_cast<int>(i));
        energy.push_back(energySeries(*explanation, name, colour));
        latency.push_back(layerSeries(*explanation, LayerQuantity::Latency, name, colour));
        roofline.push_back(rooflineSeries(*explanation, name, colour));
        layers = layerNames(*explanation);
    }
    m_energy->setData(std::move(energy));
    m_latency->setData(layers, unitOf(LayerQuantity::Latency), std::move(latency));
    m_roofline->setData(std::move(roofline));
}

void ComparePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_roofline != nullptr) {
        rebuildChips();
        redrawCharts();
    }
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
