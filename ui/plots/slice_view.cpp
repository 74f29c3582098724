// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/slice_view.h"

#include "core/analysis/analyst.h"
#include "ui/look/quantity.h"
#include "ui/plots/surrogate_map.h"
#include "ui/session/design_name.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::ui::plots {

namespace {

constexpr const char* kPageSetting = "slice/page";
constexpr const char* kAloneSetting = "slice/alone";

/// Places along a parameter: first a few, soon there, then enough for a smooth curve.
constexpr std::size_t kSteps[]{13, 41};
constexpr std::size_t kNearTrials = 40;

} // namespace

SliceView::SliceView(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_desk(session::AnalysisDesk::of(document))
    , m_pages(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_outcome(new QComboBox(this))
    , m_caption(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_plots(new SlicePlots)
    , m_map(new SurrogateMap(document, this))
    , m_scroll(new QScrollArea(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(
          this, [this] { refresh(); }, 8.0))
{
    setAccessibleName(tr("Slices"));
    build();
    connect(&m_desk, &session::AnalysisDesk::changed, m_gate, &session::RefreshGate::request);
    connect(&m_desk, &session::AnalysisDesk::chosen, m_gate, &session::RefreshGate::request);
    connect(&document, &session::StudyDocument::snapshotChanged, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::focusChanged, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::hoverChanged, this,
            [this] { m_plots->setHovered(m_document.selection().hover()); });
    connect(&document, &session::StudyDocument::pinsChanged, this, [this] { m_plots->update(); });
    connect(&document.selection(), &session::Selection::brushChanged, this, [this] { m_plots->update(); });
    m_plots->setLit([this](session::TrialId id) { return m_desk.isLit(id); });
    connect(m_outcome, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_desk.setOutcome(static_cast<std::size_t>(std::max(index, 0))); });
    connect(m_plots, &SlicePlots::trialChosen, this,
            [this](quint64 id) { m_document.selection().setFocus(id); });
    connect(m_plots, &SlicePlots::trialHovered, this,
            [this](std::optional<quint64> id) { m_document.selection().setHover(id); });
    connect(m_plots, &SlicePlots::aloneChanged, this, [this] {
        const auto alone = m_plots->alone();
        m_document.setViewSetting(QString::fromLatin1(kAloneSetting), alone ? static_cast<int>(*alone) : -1);
        showCaption();
    });
    m_gate->request();
    refresh();
}

void SliceView::build()
{
    m_pages->addTab(tr("Slices"));
    m_pages->addTab(tr("Map"));
    m_pages->setAccessibleName(tr("Along every parameter or over two"));
    m_pages->setDrawBase(false);
    m_outcome->setAccessibleName(tr("Outcome"));
    m_outcome->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    m_scroll->setWidget(m_plots);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QWidget* page :
         {static_cast<QWidget*>(m_scroll), static_cast<QWidget*>(m_map), static_cast<QWidget*>(m_empty)})
        m_stack->addWidget(page);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 0);
    bar->addWidget(m_pages);
    bar->addWidget(m_outcome);
    bar->addSpacing(6);
    bar->addWidget(m_caption, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_stack, 1);
    m_pages->setCurrentIndex(m_document.viewSetting(QString::fromLatin1(kPageSetting), 0).toInt() == 1 ? 1
                                                                                                       : 0);
    connect(m_pages, &QTabBar::currentChanged, this, [this](int page) {
        m_document.setViewSetting(QString::fromLatin1(kPageSetting), page);
        refresh();
    });
    const int alone = m_document.viewSetting(QString::fromLatin1(kAloneSetting), -1).toInt();
    if (alone >= 0 && static_cast<std::size_t>(alone) < m_document.problem().space().size())
        m_plots->showAlone(static_cast<std::size_t>(alone));
}

QSize SliceView::sizeHint() const
{
    return {640, 240};
}

void SliceView::showMap(bool on)
{
    m_pages->setCurrentIndex(on ? 1 : 0);
}

void SliceView::refresh()
{
    if (isVisible())
        m_desk.want();
    const Question question{m_desk.analyst(), m_desk.centre(), m_desk.outcome(), m_desk.parameter()};
    const bool any = question.analyst != nullptr && question.centre.has_value();
    m_outcome->setVisible(question.analyst != nullptr);
    if (question.analyst != nullptr)
        showOutcomes(*question.analyst);
    m_empty->setText(question.analyst == nullptr ? m_desk.sentence()
                                                 : tr("Choose a design: slices pass through it."));
    if (!any)
        m_stack->setCurrentWidget(m_empty);
    else
        m_stack->setCurrentIndex(m_pages->currentIndex());
    showCaption();
    if (!any || m_pages->currentIndex() != 0 || question == m_question)
        return;
    m_question = question;
    compute(question);
}

void SliceView::showOutcomes(const analysis::Analyst& analyst)
{
    const QSignalBlocker quiet(m_outcome);
    if (m_listed != m_desk.analyst()) {
        m_outcome->clear();
        for (const analysis::OutcomeFacts& facts : analyst.outcomes())
            m_outcome->addItem(session::outcomeName(facts, m_document.problem()));
        m_listed = m_desk.analyst();
    }
    m_outcome->setCurrentIndex(static_cast<int>(m_desk.outcome()));
}

/// The chosen parameter first, then what matters most to the outcome.
std::vector<std::size_t> SliceView::order(const Question& question) const
{
    const std::vector<double>& shares = question.analyst->outcomes()[question.outcome].everywhere.shares;
    std::vector<std::size_t> parameters(shares.size());
    std::iota(parameters.begin(), parameters.end(), std::size_t{0});
    std::stable_sort(parameters.begin(), parameters.end(), [&](std::size_t a, std::size_t b) {
        const bool first = a == question.first, second = b == question.first;
        return first != second ? first : shares[a] > shares[b];
    });
    return parameters;
}

void SliceView::compute(const Question& question)
{
    const study::Trial* trial = m_document.trial(*question.centre);
    std::vector<SliceCurve> curves;
    for (const std::size_t parameter : order(question)) {
        const auto axis = std::find_if(
            m_document.axes().begin(), m_document.axes().end(),
            [&](const session::Axis& each) { return each.isParameter && each.index == parameter; });
        const double centre = axis->value(*trial, m_document.problem());
        if (std::isfinite(centre)) // inactive parameters have no slice
            curves.push_back({parameter, *axis, ParameterScale(*axis), centre, {}, {}});
    }
    const auto work = [analyst = question.analyst, outcome = question.outcome, design = trial->design,
                       curves = std::move(curves)](const LatestJob::Stale& stale,
                                                   const std::function<void(ComputedPtr)>& deliver) {
        for (const std::size_t steps : kSteps) {
            auto result = std::make_shared<Computed>();
            for (const SliceCurve& asked : curves) {
                if (stale())
                    return;
                auto response = analyst->along(design, asked.parameter, outcome, steps);
                if (!response)
                    continue;
                SliceCurve curve = asked;
                curve.response = std::move(response).value();
                curve.trials = analyst->near(design, {&asked.parameter, 1}, outcome, kNearTrials);
                result->curves.push_back(std::move(curve));
            }
            deliver(result);
        }
    };
    m_job.run<ComputedPtr>(work, [this](const ComputedPtr& result) { take(result); });
}

void SliceView::take(const ComputedPtr& result)
{
    const analysis::OutcomeFacts& facts = m_question.analyst->outcomes()[m_question.outcome];
    const study::Trial* trial = m_document.trial(*m_question.centre);
    double measured = std::nan("");
    if (facts.kind == analysis::OutcomeFacts::Kind::Objective && trial != nullptr
        && facts.metric < trial->outcome.metrics.size())
        measured = trial->outcome.metrics[facts.metric];
    m_plots->setCurves(std::move(result->curves), session::outcomeName(facts, m_document.problem()),
                       session::outcomeUnit(facts, m_document.problem()), measured);
}

void SliceView::showCaption()
{
    QString text;
    if (const session::AnalystPtr analyst = m_desk.analyst()) {
        const analysis::OutcomeFacts& facts = analyst->outcomes()[m_desk.outcome()];
        if (const auto centre = m_desk.centre())
            text = tr("Through design %1. ").arg(session::designName(m_document, *centre));
        if (session::isPoor(facts))
            text = QStringLiteral("⚠ ") + text;
        text += tr("The model %1 of the variation. Band: 95 of 100 values. Dots: designs measured nearby. %2")
                    .arg(session::explainedText(facts), m_desk.sentence());
    }
    m_caption->setToolTip(text);
    m_caption->setText(m_caption->fontMetrics().elidedText(text, Qt::ElideRight, m_caption->width()));
    setAccessibleDescription(text.isEmpty() ? m_desk.sentence() : text);
}

void SliceView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showCaption();
}

} // namespace paretoscope::ui::plots
