// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/crossbar_page.h"

#include "ui/look/quantity.h"
#include "ui/panels/responsive_box.h"
#include "ui/panels/text.h"

#include <QEvent>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

QString decibels(double value)
{
    return std::isfinite(value) ? QLocale().toString(value, 'f', 1) + QStringLiteral(" dB")
                                : CrossbarPage::tr("exact");
}

/// \param view null while it is not known
QStringList rowOf(const problem::CrossbarLayerDetail& layer, int adcBits,
                  const problem::CrossbarLayerView* view)
{
    const bool measured = view != nullptr && view->measuredSqnr_dB;
    return {text(layer.name),
            look::count(static_cast<quint64>(layer.arrays * layer.repeats)),
            percent(layer.utilization),
            QString::number(layer.adcBitsNeeded),
            QString::number(adcBits),
            QString::number(layer.adcBitsLost),
            decibels(measured ? *view->measuredSqnr_dB : layer.sqnr_dB),
            view == nullptr ? QStringLiteral("–") : percent(view->sums.clipped)};
}

} // namespace

CrossbarPage::CrossbarPage(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_work(this)
    , m_tiles(new plots::ArrayTiles)
    , m_chart(new plots::AdcChart)
    , m_sums(new QLabel)
    , m_model(new PlainTableModel(
          {{tr("Layer"), tr("In the network's order"), false},
           {tr("Arrays"), tr("Of this layer, copies and all occurrences included"), true},
           {tr("In use"), tr("Cells that hold weights, of all cells of these arrays"), true},
           {tr("ADC needs"), tr("Bits that would convert every column sum exactly"), true},
           {tr("has"), tr("Bits of the ADCs"), true},
           {tr("lacks"), tr("Bits that are missing for exact sums"), true},
           {tr("Signal / noise"),
            tr("Results of the layer over their errors: measured on images where networks are trained, "
               "otherwise estimated from the widths"),
            true},
           {tr("Cut"), tr("Column sums above the ADC's range"), true}},
          this))
    , m_table(new QTableView)
{
    dressTable(*m_table, tr("Layers on crossbars"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->viewport()->installEventFilter(this);
    m_sums->setWordWrap(true);
    m_sums->setMinimumWidth(1);
    auto* box = new ResponsiveBox(640, this);
    box->add(m_tiles, 1);
    box->add(m_chart, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(box, 3);
    layout->addWidget(m_sums);
    layout->addWidget(m_table, 2);
    connect(m_tiles, &plots::ArrayTiles::layerChosen, this, &CrossbarPage::layerChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    Q_EMIT layerChosen(current.row());
            });
}

void CrossbarPage::setDesign(session::TrialId id,
                             const std::shared_ptr<const problem::Explanation>& explanation)
{
    m_explanation = explanation;
    m_work.cancel();
    adopt(nullptr);
    const study::Trial* trial = m_document.trial(id);
    if (!explanation || !explanation->crossbar || trial == nullptr)
        return;
    m_work.run<Views>(
        [problem = m_document.study().problem, design = trial->design,
         explanation](const plots::LatestJob::Stale&, const std::function<void(Views)>& deliver) {
            deliver(std::make_shared<Result<std::vector<problem::CrossbarLayerView>>>(
                problem::crossbarLayerViews(*problem, design, *explanation, {})));
        },
        [this](const Views& views) { adopt(views); });
}

void CrossbarPage::adopt(const Views& views)
{
    m_views = views;
    std::vector<QStringList> rows;
    std::shared_ptr<const problem::CrossbarDetail> detail;
    const std::vector<problem::CrossbarLayerView> known = views && *views
                                                              ? views->value()
                                                              : std::vector<problem::CrossbarLayerView>();
    if (m_explanation && m_explanation->crossbar) {
        detail = {m_explanation, &*m_explanation->crossbar};
        for (std::size_t i = 0; i < detail->layers.size(); ++i)
            rows.push_back(rowOf(detail->layers[i], detail->adcBits, i < known.size() ? &known[i] : nullptr));
    }
    const QSignalBlocker quiet(m_table->selectionModel()); // new rows are no choice
    m_model->setRows(std::move(rows));
    showColumnsThatFit(*m_table, m_table->viewport()->width());
    m_tiles->setDetail(std::move(detail), known);
    setLayer(m_layer);
}

void CrossbarPage::setLayer(int layer)
{
    m_layer = layer;
    m_tiles->setLayer(layer);
    const QSignalBlocker quiet(m_table->selectionModel());
    if (m_table->currentIndex().row() != layer)
        m_table->setCurrentIndex(m_model->index(layer, 0));
    m_table->viewport()->update();
    showLayer();
}

void CrossbarPage::showLayer()
{
    if (m_views && !*m_views) {
        m_chart->setSums({}, {});
        m_sums->setText(tr("The sums of the columns are not known. %1").arg(text(m_views->error().what)));
        return;
    }
    const auto index = static_cast<std::size_t>(std::max(0, m_layer));
    if (!m_views || index >= m_views->value().size()) {
        m_chart->setSums({}, {});
        m_sums->setText(m_explanation && m_explanation->crossbar ? tr("Counting column sums…") : QString());
        return;
    }
    const problem::ColumnSums& sums = m_views->value()[index].sums;
    const QString name = text(m_explanation->crossbar->layers[index].name);
    m_chart->setSums(sums, name);
    m_sums->setText(
        (sums.measured ? tr("%1: sums counted while images ran through the trained network. The ADC cuts "
                            "%2 of them.")
                       : tr("%1: sums expected of independent, uniform weights and inputs (our choice), not "
                            "measured. The ADC would cut %2 of them."))
            .arg(name, percent(sums.clipped)));
}

bool CrossbarPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        showColumnsThatFit(*m_table, m_table->viewport()->width());
    return QWidget::eventFilter(watched, event);
}

} // namespace paretoscope::ui::panels
