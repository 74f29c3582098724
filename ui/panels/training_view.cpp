// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/training_view.h"

#include "core/problem/training_problem.h"
#include "ui/panels/text.h"

#include <QHBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

using accuracy::TrainingCurve;
using accuracy::TrainingState;

constexpr int kLook_ms = 200;        ///< epochs take longer
constexpr std::size_t kMostRows = 4; ///< as many workers as a small machine has

QString statusOf(const accuracy::TrainingCurves& curves, const accuracy::DataSet* data)
{
    int running = 0, finished = 0, early = 0, broken = 0;
    for (const auto& curve : curves) {
        running += curve->state == TrainingState::Running ? 1 : 0;
        const bool done = curve->state == TrainingState::Finished;
        finished += done ? 1 : 0;
        early += done && static_cast<int>(curve->epochs.size()) < curve->plannedEpochs ? 1 : 0;
        broken += curve->state == TrainingState::Failed || curve->state == TrainingState::Stopped ? 1 : 0;
    }
    QString words = TrainingView::tr("%1 at work, %2 finished").arg(running).arg(finished);
    if (early > 0)
        words += TrainingView::tr(", %1 of them early (■)").arg(early);
    if (broken > 0)
        words += TrainingView::tr(", %1 cancelled or failed (×)").arg(broken);
    if (curves.size() > plots::TrainingChart::kMostCurves)
        words += TrainingView::tr("; the newest %1 are drawn").arg(plots::TrainingChart::kMostCurves);
    if (data != nullptr)
        words += TrainingView::tr(". They learn from %1 images of %2.")
                     .arg(data->training.size())
                     .arg(text(data->name));
    return words;
}

} // namespace

TrainingView::TrainingView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_log(problem::trainingLogOf(document.problem()))
    , m_pages(new QStackedWidget(this))
    , m_hint(new QLabel)
    , m_status(new QLabel)
    , m_chart(new plots::TrainingChart)
    , m_rowColumn(new QVBoxLayout)
    , m_gate(this, [this] { refresh(); })
{
    setAccessibleName(tr("Training"));
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setMargin(16);
    m_status->setWordWrap(true);
    m_status->setMinimumWidth(1);
    auto* trainings = new QWidget;
    auto* column = new QVBoxLayout(trainings);
    column->setContentsMargins(8, 4, 8, 4);
    column->setSpacing(4);
    column->addWidget(m_status);
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
            tr("No training yet in this sitting. Start the search, and every network it asks for is "
               "trained here, epoch by epoch. Of earlier sittings the results are kept, their "
               "curves are not."));
        return;
    }
    const auto focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    m_chart->setHighlighted(trial != nullptr && !trial->design.row().empty()
                                ? problem::trainingTitleOf(m_document.problem(), trial->design)
                                : std::string());
    m_chart->setCurves(m_curves);
    m_status->setText(statusOf(*m_curves, problem::trainingDataOf(m_document.problem()).get()));
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
        line.words->setText(tr("Epoch %1 of %2: %3")
                                .arg(std::min(static_cast<int>(curve.epochs.size()) + 1, curve.plannedEpochs))
                                .arg(curve.plannedEpochs)
                                .arg(text(curve.title)));
        line.words->setToolTip(text(curve.title));
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
