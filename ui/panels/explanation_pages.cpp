// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/explanation_pages.h"

#include "ui/look/quantity.h"
#include "ui/panels/responsive_box.h"
#include "ui/panels/text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

QVBoxLayout* pageLayout(QWidget* page)
{
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

} // namespace

// --- Machine ---------------------------------------------------------------------------------------------

MachinePage::MachinePage(QWidget* parent)
    : QWidget(parent)
    , m_diagram(new BlockDiagram)
{
    auto* heat = new PageSwitch(this);
    heat->addPage(tr("Energy"), tr("Colour tells the share of the energy of the whole network"));
    heat->addPage(tr("In use"),
                  tr("Colour tells how full a memory is, and how many cycles a processing element works, "
                     "averaged over the run time of the network"));
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_diagram);
    auto* layout = pageLayout(this);
    layout->addWidget(heat);
    layout->addWidget(scroll, 1);
    connect(heat, &PageSwitch::currentChanged, this, [this](int page) {
        m_diagram->setHeat(page == 0 ? BlockDiagram::Heat::Energy : BlockDiagram::Heat::Utilization);
    });
    connect(m_diagram, &BlockDiagram::blockActivated, this, &MachinePage::blockActivated);
}

void MachinePage::setExplanation(const ExplanationPtr& explanation)
{
    m_diagram->setExplanation(explanation);
}

// --- Energy ----------------------------------------------------------------------------------------------

EnergyPage::EnergyPage(QWidget* parent)
    : QWidget(parent)
    , m_bars(new plots::EnergyBars)
    , m_model(new PlainTableModel(
          {{tr("Component"), tr("The part of the machine that spends the energy"), false},
           {tr("For"), tr("What it is spent on: moving an operand, arithmetic, or leakage"), false},
           {tr("Energy"), tr("Whole network"), true},
           {tr("Share"), tr("Of the energy of the whole network"), true}},
          this))
    , m_table(new QTableView)
{
    dressTable(*m_table, tr("Energy by component and operand"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->viewport()->installEventFilter(this);
    auto* box = new ResponsiveBox(760, this);
    box->add(m_bars, 3);
    box->add(m_table, 2);
    pageLayout(this)->addWidget(box, 1);
}

void EnergyPage::setExplanation(const ExplanationPtr& explanation, const QString& design,
                                const QColor& colour)
{
    std::vector<QStringList> rows;
    if (explanation && !explanation->energy.empty()) {
        m_bars->setData({energySeries(*explanation, design, colour)});
        std::vector<problem::EnergyPart> parts = explanation->energy;
        std::stable_sort(parts.begin(), parts.end(),
                         [](const auto& a, const auto& b) { return a.energy_J > b.energy_J; });
        for (const problem::EnergyPart& part : parts)
            rows.push_back({readable(part.component), readable(part.operand),
                            look::quantity(part.energy_J, QStringLiteral("J")),
                            explanation->energy_J > 0.0 ? percent(part.energy_J / explanation->energy_J)
                                                        : QStringLiteral("–")});
    } else {
        m_bars->setData({});
    }
    m_model->setRows(std::move(rows));
    showColumnsThatFit(*m_table, m_table->viewport()->width());
}

bool EnergyPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        showColumnsThatFit(*m_table, m_table->viewport()->width());
    return QWidget::eventFilter(watched, event);
}

void EnergyPage::showComponent(const QString& component)
{
    const QString name = readable(component.toStdString());
    QItemSelection rows;
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_model->index(row, 0).data().toString() == name)
            rows.select(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1));
    m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    if (!rows.isEmpty())
        m_table->scrollTo(rows.indexes().front());
}

// --- Layers ----------------------------------------------------------------------------------------------

LayersPage::LayersPage(QWidget* parent)
    : QWidget(parent)
    , m_quantity(new PageSwitch(this))
    , m_bars(new plots::LayerBars)
    , m_model(new PlainTableModel(
          {{tr("Layer"), tr("In the network's order; a repeated layer counts all its occurrences"), false},
           {tr("Latency"), tr("Time of this layer, all occurrences"), true},
           {tr("Energy"), tr("Energy of this layer, all occurrences"), true},
           {tr("Utilization"),
            tr("Multiplications done, of those the array could have done in the same time"), true},
           {tr("Limited by"), tr("What the time is spent waiting for: arithmetic, or a memory's bandwidth"),
            false},
           {tr("Shape"), tr("Kernel, channels and size of the output"), false}},
          this))
    , m_table(new QTableView)
{
    m_quantity->addPage(tr("Latency"), tr("Time of every layer"));
    m_quantity->addPage(tr("Energy"), tr("Energy of every layer"));
    dressTable(*m_table, tr("Layers"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->viewport()->installEventFilter(this);
    auto* layout = pageLayout(this);
    layout->addWidget(m_quantity);
    layout->addWidget(m_bars, 1);
    layout->addWidget(m_table, 1);
    connect(m_quantity, &PageSwitch::currentChanged, this, [this] { redraw(); });
    connect(m_bars, &plots::LayerBars::layerClicked, this, &LayersPage::layerChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    Q_EMIT layerChosen(current.row());
            });
}

void LayersPage::setExplanation(const ExplanationPtr& explanation, const QString& design,
                                const QColor& colour)
{
    m_explanation = explanation;
    m_design = design;
    m_colour = colour;
    std::vector<QStringList> rows;
    if (explanation) {
        const QStringList names = layerNames(*explanation);
        for (const problem::LayerExplanation& layer : explanation->layers)
            rows.push_back({names[static_cast<qsizetype>(rows.size())],
                            look::quantity(valueOf(layer, LayerQuantity::Latency), QStringLiteral("s")),
                            look::quantity(valueOf(layer, LayerQuantity::Energy), QStringLiteral("J")),
                            percent(layer.utilization), readable(layer.bound), text(layer.shape)});
    }
    m_model->setRows(std::move(rows));
    showColumnsThatFit(*m_table, m_table->viewport()->width());
    redraw();
}

bool LayersPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        showColumnsThatFit(*m_table, m_table->viewport()->width());
    return QWidget::eventFilter(watched, event);
}

void LayersPage::redraw()
{
    const LayerQuantity quantity = m_quantity->current() == 1 ? LayerQuantity::Energy
                                                              : LayerQuantity::Latency;
    if (m_explanation && !m_explanation->layers.empty())
        m_bars->setData(layerNames(*m_explanation), unitOf(quantity),
                        {layerSeries(*m_explanation, quantity, m_design, m_colour)});
    else
        m_bars->setData({}, unitOf(quantity), {});
}

void LayersPage::setLayer(int layer)
{
    m_bars->setHighlighted(layer);
    const QSignalBlocker quiet(m_table->selectionModel());
    if (m_table->currentIndex().row() != layer)
        m_table->setCurrentIndex(m_model->index(layer, 0));
    m_table->viewport()->update();
}

// --- Roofline --------------------------------------------------------------------------------------------

RooflinePage::RooflinePage(QWidget* parent)
    : QWidget(parent)
    , m_plot(new plots::RooflinePlot)
{
    pageLayout(this)->addWidget(m_plot, 1);
    connect(m_plot, &plots::RooflinePlot::layerClicked, this, &RooflinePage::layerChosen);
}

void RooflinePage::setExplanation(const ExplanationPtr& explanation, const QString& design,
                                  const QColor& colour)
{
    if (explanation && !explanation->layers.empty())
        m_plot->setData({rooflineSeries(*explanation, design, colour)});
    else
        m_plot->setData({});
}

void RooflinePage::setLayer(int layer)
{
    m_plot->setHighlighted(layer);
}

} // namespace paretoscope::ui::panels
