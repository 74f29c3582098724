// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_bar.h"

#include "ui/session/reference_shelf.h"

#include "ui/look/quantity.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/labelled.h"
#include "ui/plots/race_style.h"
#include "ui/session/design_name.h"
#include "ui/session/refresh_gate.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::ui::panels {

using study::RunState;

QString methodLabel(const study::Study& study)
{
    return plots::methodTitle(study.method.name);
}

bool isOver(const study::Snapshot& snapshot)
{
    const bool spent = !snapshot.trials.empty() && snapshot.trials.size() >= snapshot.budget;
    return snapshot.state == RunState::Finished || (snapshot.state == RunState::Idle && spent);
}

QString hypervolumeText(const study::Snapshot& snapshot)
{
    if (snapshot.hypervolume.empty() || !std::isfinite(snapshot.hypervolume.back().value))
        return {};
    const double now = snapshot.hypervolume.back().value;
    const std::uint64_t from = snapshot.trials.size() / 5 * 4;
    double before = std::nan("");
    for (const study::HypervolumeSample& sample : snapshot.hypervolume) {
        if (sample.trials <= from)
            before = sample.value;
    }
    const QString change = look::relativeChange(before, now, {});
    const QString value = look::quantity(now, {}, 4);
    if (!std::isfinite(before) || before <= 0.0)
        return value;
    return change == QLatin1String("=") ? RunBar::tr("%1 (steady in the last fifth)").arg(value)
                                        : RunBar::tr("%1 (%2 in the last fifth)").arg(value, change);
}

RunBar::RunBar(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_toggle(new QPushButton(this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_extend(new QToolButton(this))
    , m_method(new ElidedLabel(this))
    , m_progress(new QProgressBar(this))
    , m_rate(labelled({}, "caption", this))
    , m_left(labelled({}, "caption", this))
    , m_hypervolume(new ElidedLabel(this))
    , m_reference(new ElidedLabel(this))
    , m_best(document.problem(), study::judgedMetric(document.problem()))
{
    m_toggle->setProperty("role", QStringLiteral("primary"));
    m_toggle->setMinimumWidth(96);
    m_stop->setAccessibleName(tr("Stop the search"));
    m_extend->setProperty("role", QStringLiteral("quiet"));
    m_extend->setText(tr("Extend"));
    m_extend->setAccessibleName(tr("Extend the budget"));
    m_extend->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_extend);
    menu->addAction(tr("By half"), this, &RunBar::extendByHalf);
    menu->addAction(tr("To a number of evaluations…"), this, &RunBar::askBudget);
    m_extend->setMenu(menu);
    m_progress->setAccessibleName(tr("Evaluations done"));
    m_progress->setMinimumWidth(160);
    for (QLabel* label : {m_method, m_reference, m_hypervolume})
        label->setProperty("role", QStringLiteral("caption"));
    m_method->setText(tr("%1, seed %2").arg(methodLabel(document.study())).arg(document.study().seed));
    m_method->setToolTip(m_method->text());
    m_hypervolume->setToolTip(tr("Hypervolume: how much of the objective space the front dominates"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_toggle), static_cast<QWidget*>(m_stop), static_cast<QWidget*>(m_extend)})
        row->addWidget(widget);
    row->addSpacing(8);
    row->addWidget(m_method);
    row->addSpacing(8);
    row->addWidget(m_progress, 1);
    row->addSpacing(8);
    for (QLabel* label : {m_rate, m_left, m_reference, m_hypervolume})
        row->addWidget(label);

    connect(m_toggle, &QPushButton::clicked, this, &RunBar::toggle);
    connect(m_stop, &QPushButton::clicked, &document, &session::StudyDocument::stop);
    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 10.0);
    connect(&document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    connect(&document, &session::StudyDocument::stateChanged, this, &RunBar::refresh);
    connect(&document.references(), &session::ReferenceShelf::changed, gate, &session::RefreshGate::request);
    refresh();
}

void RunBar::toggle()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    if (snapshot->state == RunState::Running)
        m_document.pause();
    else if (isOver(*snapshot) && snapshot->trials.size() >= snapshot->budget)
        extendByHalf();
    else if (snapshot->state != RunState::Stopping)
        m_document.start();
}

void RunBar::extendByHalf()
{
    const quint64 budget = m_document.snapshot()->budget;
    m_document.extendTo(budget + std::max<quint64>(budget / 2, 1));
}

void RunBar::askBudget()
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Extend the search"));
    dialog->setLabelText(tr("Evaluations in all:"));
    dialog->setInputMode(QInputDialog::IntInput);
    const auto done = static_cast<int>(
        std::min<quint64>(m_document.snapshot()->trials.size(), 1'000'000'000));
    dialog->setIntRange(std::max(done, 1), std::numeric_limits<int>::max());
    dialog->setIntValue(
        static_cast<int>(std::min<quint64>(m_document.snapshot()->budget * 2, 1'000'000'000)));
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this](int evaluations) { m_document.extendTo(static_cast<quint64>(evaluations)); });
    dialog->open();
}

void RunBar::showButtons(const study::Snapshot& snapshot)
{
    QString text = tr("Start");
    switch (snapshot.state) {
    case RunState::Running:
        text = tr("Pause");
        break;
    case RunState::Paused:
        text = tr("Resume");
        break;
    case RunState::Stopping:
        text = tr("Stopping…");
        break;
    case RunState::Finished:
        text = tr("Continue");
        break;
    case RunState::Failed:
        text = tr("Retry");
        break;
    case RunState::Stopped:
        text = tr("Resume");
        break;
    case RunState::Idle:
        text = snapshot.trials.empty() ? tr("Start") : isOver(snapshot) ? tr("Continue") : tr("Resume");
        break;
    }
    m_toggle->setText(text);
    m_toggle->setAccessibleName(tr("%1 the search").arg(text));
    m_toggle->setEnabled(snapshot.state != RunState::Stopping);
    m_toggle->setToolTip(isOver(snapshot) ? tr("Half as much budget again") : QString());
    m_stop->setEnabled(snapshot.state == RunState::Running || snapshot.state == RunState::Paused);
}

void RunBar::showReference(const study::TrialLog& trials)
{
    const session::ReferenceShelf& shelf = m_document.references();
    QString text, help;
    if (shelf.baseline() != nullptr) {
        m_best.follow(trials);
        const study::Trial* best = m_best.id() ? m_document.trial(*m_best.id()) : nullptr;
        const QString ratio = best ? session::ratioText(m_document, *best) : QString();
        if (!ratio.isEmpty()) {
            constexpr int kWide_px = 1500; // of the bar (our choice)
            text = width() >= kWide_px ? tr("best so far %1").arg(ratio) : tr("best %1").arg(ratio);
            help = tr("The best so far, design %1, against the reference design: %2")
                       .arg(look::count(best->id), ratio);
        }
    } else if (shelf.waiting() > 0) {
        text = tr("measuring %n reference(s)…", nullptr, static_cast<int>(shelf.waiting()));
    } else if (!shelf.all().empty()) {
        const study::Reference& first = shelf.all().front();
        text = tr("%1 could not be measured").arg(QString::fromStdString(first.name));
        help = QString::fromStdString(first.trial.outcome.reason);
    }
    m_reference->setText(text);
    m_reference->setToolTip(help);
    m_reference->setVisible(!text.isEmpty());
}

QString RunBar::referenceText() const
{
    return m_reference->text();
}

void RunBar::refresh()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    showButtons(*snapshot);
    const quint64 done = snapshot->trials.size(), budget = std::max<quint64>(snapshot->budget, 1);
    m_progress->setRange(0, 1000);
    m_progress->setValue(static_cast<int>(std::min<quint64>(done * 1000 / budget, 1000)));
    m_progress->setFormat(tr("%1 of %2 evaluations").arg(look::count(done), look::count(snapshot->budget)));
    const bool runs = snapshot->state == RunState::Running;
    m_rate->setText(runs ? tr("%1/s").arg(look::quantity(snapshot->evaluationsPerSecond, {}, 3)) : QString());
    m_left->setText(runs && snapshot->remaining_s ? tr("%1 left").arg(look::duration(*snapshot->remaining_s))
                                                  : QString());
    m_rate->setVisible(!m_rate->text().isEmpty());
    m_left->setVisible(!m_left->text().isEmpty());
    showReference(snapshot->trials);
    const QString volume = hypervolumeText(*snapshot);
    m_hypervolume->setText(volume.isEmpty() ? QString() : tr("hypervolume %1").arg(volume));
}

} // namespace paretoscope::ui::panels
