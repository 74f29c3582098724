// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_view.h"

#include "core/accuracy/training_counts.h"
#include "core/problem/training_problem.h"
#include "ui/panels/labelled.h"
#include "ui/panels/text.h"

#include <QHBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

using accuracy::TrainingCurve;
using accuracy::TrainingState;

constexpr int kLook_ms = 200;        ///< epochs take longer
constexpr std::size_t kMostRows = 4; ///< as many workers as a small machine has

/// "27 trainings began, 9 went past epoch 1 (▲), 3 past epoch 3; 24 ended there, where others were better
/// (▼)"
QString rungsOf(const accuracy::TrainingCounts& counts, std::size_t trainings)
{
    QString words = TrainingView::tr("%n trainings began", nullptr, static_cast<int>(trainings));
    bool first = true;
    for (const int rung : counts.rungs) {
        const auto found = counts.passed.find(rung);
        const auto passed = static_cast<int>(found == counts.passed.end() ? 0 : found->second);
        words += (first ? TrainingView::tr(", %1 went past epoch %2 (▲)")
                        : TrainingView::tr(", %1 past epoch %2"))
                     .arg(passed)
                     .arg(rung);
        first = false;
    }
    if (counts.outranked > 0)
        words += TrainingView::tr("; %1 ended at one of these, where others were better (▼)")
                     .arg(counts.outranked);
    return words + TrainingView::tr(". ");
}

QString statusOf(const accuracy::TrainingCounts& counts, std::size_t trainings, const accuracy::DataSet* data)
{
    QString words = counts.rungs.empty() ? QString() : rungsOf(counts, trainings);
    words += TrainingView::tr("%1 at work, %2 finished").arg(counts.running).arg(counts.finished);
    if (counts.early > 0)
        words += TrainingView::tr(", %1 of them early (■)").arg(counts.early);
    if (counts.broken > 0)
        words += TrainingView::tr(", %1 cancelled or failed (×)").arg(counts.broken);
    if (trainings > plots::TrainingChart::kMostCurves)
        words += TrainingView::tr("; the newest %1 are drawn").arg(plots::TrainingChart::kMostCurves);
    words += TrainingView::tr("; %n epochs in all", nullptr, static_cast<int>(counts.epochs));
    if (data != nullptr)
        words += TrainingView::tr(". They learn from %1 images of %2.")
                     .arg(data->training.size())
                     .arg(text(data->name));
    return words;
}

QString progressOf(const TrainingCurve& curve)
{
    if (curve.isWaiting)
        return TrainingView::tr("Epoch %1 of %2 done, waits there for earlier trials to compare with: %3")
            .arg(curve.epochs.size())
            .arg(curve.plannedEpochs)
            .arg(text(curve.title));
    const int epoch = std::min(static_cast<int>(curve.epochs.size()) + 1, curve.plannedEpochs);
    if (curve.continuedFrom > 0)
        return TrainingView::tr("Epoch %1 of %2, went on from epoch %3: %4")
            .arg(epoch)
            .arg(curve.plannedEpochs)
            .arg(curve.continuedFrom + 1)
            .arg(text(curve.title));
    return TrainingView::tr("Epoch %1 of %2: %3").arg(epoch).arg(curve.plannedEpochs).arg(text(curve.title));
}

} // namespace

TrainingView::TrainingView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_log(problem::trainingLogOf(document.problem()))
    , m_pages(new QStackedWidget(this))
    , m_hint(new QLabel)
    , m_status(new QLabel)
    , m_remark(labelled({}, "error", this))
    , m_chart(new plots::TrainingChart)
    , m_rowColumn(new QVBoxLayout)
    , m_gate(this, [this] { refresh(); })
{
    setAccessibleName(tr("Training"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setMargin(16);
    for (QLabel* label : {m_status, m_remark}) {
        label->setWordWrap(true);
        label->setMinimumWidth(1);
    }
    m_remark->hide();
    auto* trainings = new QWidget;
    auto* column = new QVBoxLayout(trainings);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    column->addWidget(m_status);
    column->addWidget(m_remark);
    column->addLayout(m_rowColumn);
    column->addWidget(m_chart, 1);
    m_pages->addWidget(m_hint);
    m_pages->addWidget(trainings);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_timer.setInterval(kLook_ms);
    connect(&m_timer, &QTimer::timeout, this, &TrainingView::look);
    connect(&m_document.selection(), &session::Selection::focusChanged, this, [this] { m_gate.request(); });
    connect(m_chart, &plots::TrainingChart::curveChosen, this, &TrainingView::focusOn);
    m_gate.request();
}

void TrainingView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_log)
        m_timer.start();
    look();
}

void TrainingView::hideEvent(QHideEvent* event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void TrainingView::look()
{
    if (m_log && m_log->snapshot() != m_curves)
        m_gate.request();
}

void TrainingView::refresh()
{
    if (!m_log) {
        m_hint->setText(
            tr("This study trains no networks. \"PABO: networks trained here, on crossbars\" on the "
               "start page is one that does."));
        m_pages->setCurrentIndex(0);
        return;
    }
    m_curves = m_log->snapshot();
    m_pages->setCurrentIndex(m_curves->empty() ? 0 : 1);
    if (m_curves->empty()) {
        m_hint->setText(
            m_document.snapshot()->trials.empty()
                ? tr("No training yet. Start the search, and every network it asks for is trained here, "
                     "epoch by epoch.")
                : tr("No curves: this study was run by an earlier version of the program, which kept the "
                     "results alone. Networks that are trained from now on are shown here."));
        return;
    }
    const auto focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    m_chart->setHighlighted(trial != nullptr && !trial->design.row().empty()
                                ? problem::trainingTitleOf(m_document.problem(), trial->design)
                                : std::string());
    m_chart->setCurves(m_curves);
    const accuracy::TrainingCounts counts = accuracy::countTrainings(*m_curves);
    m_status->setText(
        statusOf(counts, m_curves->size(), problem::trainingDataOf(m_document.problem()).get()));
    m_remark->setText(text(counts.remark));
    m_remark->setVisible(!m_remark->text().isEmpty());
    showRows(*m_curves);
}

TrainingView::Row& TrainingView::row(std::size_t index)
{
    while (m_rows.size() <= index) {
        Row made{new QWidget(this), new QLabel, new QToolButton};
        auto* line = new QHBoxLayout(made.whole);
        line->setContentsMargins(0, 0, 0, 0);
        made.words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        made.cancel->setText(tr("Cancel"));
        made.cancel->setToolTip(tr("End this training; designs with this network count as failed"));
        line->addWidget(made.words, 1);
        line->addWidget(made.cancel);
        const std::size_t place = m_rows.size();
        connect(made.cancel, &QToolButton::clicked, this, [this, place] {
            m_rows[place].cancel->setEnabled(false);
            m_log->cancel(m_rows[place].training);
        });
        m_rowColumn->addWidget(made.whole);
        m_rows.push_back(made);
    }
    return m_rows[index];
}

void TrainingView::showRows(const accuracy::TrainingCurves& curves)
{
    std::size_t shown = 0;
    for (std::size_t id = 0; id < curves.size() && shown < kMostRows; ++id) {
        const TrainingCurve& curve = *curves[id];
        if (curve.state != TrainingState::Running)
            continue;
        Row& line = row(shown++);
        if (line.training != id || line.whole->isHidden())
            line.cancel->setEnabled(true);
        line.training = id;
        const QString words = progressOf(curve);
        const int room = line.words->isVisible() ? line.words->width()
                                                 : QWIDGETSIZE_MAX; // known when laid out
        line.words->setText(line.words->fontMetrics().elidedText(words, Qt::ElideRight, room));
        line.words->setToolTip(words);
        line.cancel->setAccessibleName(tr("Cancel the training of %1").arg(text(curve.title)));
        line.whole->show();
    }
    for (std::size_t rest = shown; rest < m_rows.size(); ++rest)
        m_rows[rest].whole->hide();
}

void TrainingView::focusOn(const QString& title)
{
    const std::string wanted = title.toStdString();
    const study::SnapshotPtr snapshot = m_document.snapshot();
    for (std::size_t i = snapshot->trials.size(); i-- > 0;) {
        const study::Trial& trial = snapshot->trials[i];
        if (problem::trainingTitleOf(m_document.problem(), trial.design) != wanted)
            continue;
        m_document.selection().setFocus(trial.id);
        return;
    }
}

} // namespace paretoscope::ui::panels
