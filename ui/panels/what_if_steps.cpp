// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_steps.h"

#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/panels/text.h"
#include "ui/panels/what_if_words.h"

#include <QHBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

constexpr std::size_t kListed = 8; ///< the rest is rarely worth its price

} // namespace

WhatIfSteps::WhatIfSteps(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_objective(new QComboBox(this))
    , m_look(new QPushButton(tr("Try every step"), this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
    , m_summary(labelled({}, "caption", this))
    , m_list(new QVBoxLayout)
{
    m_objective->setAccessibleName(tr("What should become better"));
    for (const problem::Objective& objective : document.problem().objectives())
        m_objective->addItem(
            tr("Better %1").arg(text(document.problem().metrics()[objective.metric].label).toLower()));
    m_look->setAccessibleName(tr("Try every design one step away"));
    m_look->setToolTip(tr("Evaluates every design that differs in one step of one parameter."));
    m_progress->setAccessibleName(tr("Steps tried"));
    m_progress->setFormat(tr("%v of %m"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Stop trying steps"));
    m_cancel->setProperty("role", QStringLiteral("quiet"));
    m_cancel->setFocusPolicy(Qt::StrongFocus);
    m_summary->setWordWrap(true);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_objective, 1);
    tools->addWidget(m_look);
    tools->addWidget(m_progress, 1);
    tools->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(tools);
    column->addWidget(m_summary);
    m_list->setSpacing(0);
    column->addLayout(m_list);
    connect(m_look, &QPushButton::clicked, this, &WhatIfSteps::lookAround);
    connect(m_cancel, &QToolButton::clicked, this, &WhatIfSteps::cancel);
    connect(m_objective, &QComboBox::activated, this, &WhatIfSteps::list);
    setBusy(false);
}

WhatIfSteps::~WhatIfSteps()
{
    cancel();
}

void WhatIfSteps::setBusy(bool busy)
{
    m_look->setVisible(!busy);
    m_objective->setVisible(!busy);
    m_progress->setVisible(busy);
    m_cancel->setVisible(busy);
    m_look->setEnabled(m_ready);
}

void WhatIfSteps::setReady(bool ready)
{
    m_ready = ready;
    m_look->setEnabled(ready);
}

void WhatIfSteps::setDesign(const space::Design& design, const problem::Outcome& outcome)
{
    m_outcome = outcome;
    if (design == m_design)
        return;
    cancel();
    m_design = design;
    m_steps.clear();
    list();
}

void WhatIfSteps::cancel()
{
    ++m_run;
    m_thread.request_stop();
    setBusy(false);
}

void WhatIfSteps::lookAround()
{
    if (!m_ready || m_design.empty())
        return;
    const quint64 run = ++m_run;
    m_steps.clear();
    clearList();
    m_summary->hide();
    m_progress->setRange(0, 0);
    setBusy(true);
    m_thread.request_stop(); // one that was cancelled ends within a poll of its token; its owner waits here
    m_thread = std::jthread(
        [this, run, design = m_design, problem = m_document.study().problem](const std::stop_token& stop) {
            auto steps = study::singleSteps(problem->space(), design);
            const std::size_t count = steps.size();
            const bool complete = study::evaluateSteps(steps, *problem, stop, [&](std::size_t done) {
                QMetaObject::invokeMethod(
                    this, [this, run, done, count] { told(run, done, count); }, Qt::QueuedConnection);
            });
            QMetaObject::invokeMethod(
                this, [this, run, complete, steps = std::move(steps)] { finished(run, steps, complete); },
                Qt::QueuedConnection);
        });
}

void WhatIfSteps::told(quint64 run, std::size_t done, std::size_t of)
{
    if (run != m_run)
        return;
    m_progress->setRange(0, static_cast<int>(of));
    m_progress->setValue(static_cast<int>(done));
}

void WhatIfSteps::finished(quint64 run, std::vector<study::SingleStep> steps, bool complete)
{
    if (run != m_run)
        return;
    setBusy(false);
    if (!complete)
        return;
    m_steps = std::move(steps);
    list();
}

QString WhatIfSteps::words(const study::SingleStep& step, const study::HelpfulStep& helpful) const
{
    const space::Space& space = m_document.problem().space();
    const session::Axis& axis = axisOf(m_document.axes(), step.parameter);
    const auto value = [&](const space::Design& design) {
        return valueWords(space.parameter(step.parameter), axis, space.value(design, step.parameter));
    };
    QStringList changes;
    for (const problem::Objective& objective : m_document.problem().objectives()) {
        const problem::Metric& metric = m_document.problem().metrics()[objective.metric];
        const double before = m_outcome.metrics[objective.metric];
        const double after = step.outcome.metrics[objective.metric];
        if (before == after)
            continue;
        const QString change = text(metric.label).toLower() + QLatin1Char(' ')
                               + look::relativeChange(before, after, text(metric.unit));
        // What was asked for comes first.
        const bool asked = &objective
                           == &m_document.problem()
                                   .objectives()[static_cast<std::size_t>(m_objective->currentIndex())];
        changes.insert(asked ? 0 : changes.size(), change);
    }
    const QString free = helpful.price == 0.0 ? tr(" (at no cost)") : QString();
    return tr("%1 %2 → %3\n%4%5")
        .arg(axis.label, value(m_design), value(step.design), changes.join(QStringLiteral(", ")), free);
}

void WhatIfSteps::clearList()
{
    while (QLayoutItem* item = m_list->takeAt(0)) {
        // The button that was clicked may be what led here, so it must outlive this call.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void WhatIfSteps::list()
{
    clearList();
    m_summary->setVisible(true);
    if (m_steps.empty()) {
        m_summary->setText(tr("Which single step would help, and what does it cost?"));
        return;
    }
    const auto objective = static_cast<std::size_t>(std::max(0, m_objective->currentIndex()));
    const auto helpful = study::helpfulSteps(m_steps, m_outcome, m_document.problem(), objective);
    const QString tried = tr("%1 of %2 steps help").arg(helpful.size()).arg(m_steps.size());
    m_summary->setText(helpful.empty()
                           ? tr("None of %1 steps helps: in this respect the design is as good as its "
                                "neighbours allow.")
                                 .arg(m_steps.size())
                       : helpful.size() > kListed ? tr("%1; the %2 cheapest first.").arg(tried).arg(kListed)
                                                  : tr("%1, the cheapest first.").arg(tried));
    for (std::size_t i = 0; i < std::min(helpful.size(), kListed); ++i) {
        const study::SingleStep& step = m_steps[helpful[i].step];
        auto* row = new QPushButton(words(step, helpful[i]), this);
        row->setProperty("role", QStringLiteral("row"));
        row->setAccessibleName(tr("Take the step %1").arg(row->text().simplified()));
        row->setToolTip(tr("Click to take this step."));
        connect(row, &QPushButton::clicked, this, [this, design = step.design] { Q_EMIT taken(design); });
        m_list->addWidget(row);
    }
}

QStringList WhatIfSteps::listed() const
{
    QStringList texts;
    for (int i = 0; i < m_list->count(); ++i)
        texts << qobject_cast<QPushButton*>(m_list->itemAt(i)->widget())->text();
    return texts;
}

} // namespace paretoscope::ui::panels
