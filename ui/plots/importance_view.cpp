// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/importance_view.h"

#include "core/analysis/analyst.h"
#include "ui/look/quantity.h"
#include "ui/plots/importance_chart.h"
#include "ui/plots/validation_plot.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::plots {

namespace {

constexpr const char* kMeasureSetting = "importance/measure";

QString shareText(double share)
{
    return QLocale().toString(100.0 * share, 'f', share < 0.0995 ? 1 : 0) + QStringLiteral(" %");
}

/// Rows from top to bottom: what matters most, over all objectives, first.
std::vector<std::size_t> orderOf(const std::vector<ImportanceColumn>& columns, std::size_t parameters)
{
    std::vector<double> sums(parameters, 0.0);
    for (const ImportanceColumn& column : columns)
        for (std::size_t i = 0; i < parameters; ++i)
            sums[i] += column.poor ? 0.0 : column.shares[i];
    std::vector<std::size_t> order(parameters);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
    return order;
}

ImportanceColumn columnOf(const analysis::OutcomeFacts& facts, const session::StudyDocument& document,
                          ImportanceView::Measure measure)
{
    using Measure = ImportanceView::Measure;
    const problem::Problem& problem = document.problem();
    const analysis::Influence& influence = measure == Measure::Tried ? facts.tried : facts.everywhere;
    const bool lengths = measure == Measure::Lengths;
    ImportanceColumn column{session::outcomeName(facts, problem),
                            session::fitText(facts),
                            session::isPoor(facts),
                            lengths ? facts.lengths.shares : influence.shares,
                            lengths ? std::vector<double>() : influence.low,
                            lengths ? std::vector<double>() : influence.high,
                            {}};
    for (std::size_t i = 0; i < column.shares.size(); ++i) {
        const QString name = QString::fromStdString(problem.space().parameter(i).label()).toHtmlEscaped();
        QString note = QStringLiteral("<b>%1</b> · %2<br>").arg(name, column.title.toHtmlEscaped());
        note += ImportanceView::tr("%1 of the variation, %2 to %3 with half the designs<br>")
                    .arg(shareText(influence.shares[i]), shareText(influence.low[i]),
                         shareText(influence.high[i]));
        const double length = facts.lengths.lengthScales[i];
        if (std::isfinite(length))
            note += ImportanceView::tr("length scale: %1 of its range<br>").arg(shareText(length));
        if (column.poor)
            note += ImportanceView::tr("The model %1 of %2: do not trust this.<br>")
                        .arg(session::explainedText(facts), column.title.toHtmlEscaped());
        column.notes.push_back(note + ImportanceView::tr("Click: first in the slices."));
    }
    return column;
}

} // namespace

ImportanceView::ImportanceView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_desk(session::AnalysisDesk::of(document))
    , m_chart(new ImportanceChart)
    , m_validation(new ValidationPlot(this))
    , m_scroll(new QScrollArea(this))
    , m_empty(new QLabel(this))
    , m_gate(new session::RefreshGate(
          this, [this] { refresh(); }, 5.0))
{
    setAccessibleName(tr("Importance"));
    m_scroll->setWidget(m_chart);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildBar(column);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_scroll, 3);
    row->addWidget(m_validation, 1);
    row->addWidget(m_empty, 1);
    column->addLayout(row, 1);
    connect(m_chart, &ImportanceChart::chosen, this, &ImportanceView::choose);
    connect(&m_desk, &session::AnalysisDesk::changed, m_gate, &session::RefreshGate::request);
    connect(&m_desk, &session::AnalysisDesk::chosen, m_gate, &session::RefreshGate::request);
    connect(&document, &session::StudyDocument::snapshotChanged, m_gate, &session::RefreshGate::request);
    m_gate->request();
    refresh();
}

void ImportanceView::buildBar(QLayout* column)
{
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 0);
    m_caption = new QLabel(this);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_measure = new QComboBox(this);
    m_measure->addItems({tr("in the whole space"), tr("among the designs tried"), tr("length scales")});
    m_measure->setAccessibleName(tr("How importance is measured"));
    m_measure->setItemData(0,
                           tr("Share of an outcome's variation, over designs drawn evenly from the space, "
                              "that a parameter has a part in."),
                           Qt::ToolTipRole);
    m_measure->setItemData(1,
                           tr("The same over the designs that the models learnt from: what still matters "
                              "where the search has been."),
                           Qt::ToolTipRole);
    m_measure->setItemData(2,
                           tr("How quickly the model expects an outcome to change along a parameter, as a "
                              "share of the sum over all."),
                           Qt::ToolTipRole);
    m_measure->setToolTip(
        tr("The bars reach from 0 to 100 %. A thin line spans what eight models of half the "
           "designs each say."));
    m_measure->setCurrentIndex(
        std::clamp(m_document.viewSetting(QString::fromLatin1(kMeasureSetting), 0).toInt(), 0, 2));
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_document.setViewSetting(QString::fromLatin1(kMeasureSetting), index);
        refresh();
    });
    m_refit = new QToolButton(this);
    m_refit->setText(tr("Fit anew"));
    m_refit->setAutoRaise(true);
    m_refit->hide(); // until there is something new to learn from
    m_refit->setToolTip(tr("Fit the models to the designs there are now"));
    connect(m_refit, &QToolButton::clicked, &m_desk, &session::AnalysisDesk::refit);
    bar->addWidget(m_caption, 1);
    bar->addWidget(m_measure);
    bar->addWidget(m_refit);
    static_cast<QBoxLayout*>(column)->addLayout(bar);
}

ImportanceView::Measure ImportanceView::measure() const
{
    return static_cast<Measure>(m_measure->currentIndex());
}

QSize ImportanceView::sizeHint() const
{
    return {640, 220};
}

void ImportanceView::refresh()
{
    if (isVisible())
        m_desk.want();
    const session::AnalystPtr analyst = m_desk.analyst();
    m_scroll->setVisible(analyst != nullptr);
    m_validation->setVisible(analyst != nullptr);
    m_empty->setVisible(analyst == nullptr);
    m_empty->setText(m_desk.sentence());
    m_refit->setVisible(analyst != nullptr && !m_desk.isBusy()
                        && m_document.snapshot()->trials.size() > analyst->trialsThen());
    if (analyst != nullptr && (analyst != m_shown || m_shownMeasure != m_measure->currentIndex()))
        showModels(*analyst);
    m_shown = analyst;
    m_shownMeasure = m_measure->currentIndex();
    if (analyst != nullptr)
        showCurrent();
    showCaption();
}

void ImportanceView::showModels(const analysis::Analyst& analyst)
{
    std::vector<ImportanceColumn> columns;
    for (const analysis::OutcomeFacts& facts : analyst.outcomes())
        columns.push_back(columnOf(facts, m_document, measure()));
    const space::Space& space = m_document.problem().space();
    QStringList names;
    for (std::size_t i = 0; i < space.size(); ++i)
        names << QString::fromStdString(space.parameter(i).label());
    auto order = orderOf(columns, space.size());
    m_chart->setData(names, std::move(order), std::move(columns));
}

void ImportanceView::showCurrent()
{
    m_chart->setCurrent(m_desk.parameter(), m_desk.outcome());
    const analysis::OutcomeFacts& facts = m_shown->outcomes()[m_desk.outcome()];
    const QString name = session::outcomeName(facts, m_document.problem());
    m_validation->setData(facts.validation, name, session::outcomeUnit(facts, m_document.problem()),
                          tr("%1: the model %2 of the variation").arg(name, session::explainedText(facts)));
}

void ImportanceView::showCaption()
{
    QString text = m_shown == nullptr ? QString() : m_desk.sentence();
    if (m_shown != nullptr) {
        const analysis::OutcomeFacts& facts = m_shown->outcomes()[m_desk.outcome()];
        text += tr("; %1 of the variation (cross-validated)").arg(session::explainedText(facts));
    }
    m_caption->setToolTip(text);
    m_caption->setText(m_caption->fontMetrics().elidedText(text, Qt::ElideRight, m_caption->width()));
    setAccessibleDescription(text.isEmpty() ? m_desk.sentence() : text);
}

void ImportanceView::choose(std::size_t parameter, std::size_t outcome)
{
    m_desk.setParameter(parameter);
    m_desk.setOutcome(outcome);
}

void ImportanceView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showCaption();
}

} // namespace paretoscope::ui::plots
