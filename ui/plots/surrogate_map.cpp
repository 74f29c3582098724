// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/surrogate_map.h"

#include "core/analysis/analyst.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr const char* kOtherSetting = "map/other";
constexpr const char* kQuantitySetting = "map/quantity";

/// Cells along each side: first a rough map, soon there, then a fine one.
constexpr std::size_t kMapSteps[]{11, 31};
constexpr std::size_t kNearMapTrials = 80;

std::vector<double> halfWidths(const analysis::Response& response)
{
    std::vector<double> widths;
    for (std::size_t i = 0; i < response.low.size(); ++i)
        widths.push_back((response.high[i] - response.low[i]) / 2.0);
    return widths;
}

} // namespace

SurrogateMap::SurrogateMap(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_desk(session::AnalysisDesk::of(document))
    , m_canvas(new MapCanvas(this))
    , m_x(new QComboBox(this))
    , m_y(new QComboBox(this))
    , m_quantity(new QComboBox(this))
    , m_problem(new QLabel(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(
          this, [this] { refresh(); }, 8.0))
{
    setAccessibleName(tr("Surrogate map"));
    build();
    connect(&m_desk, &session::AnalysisDesk::changed, m_gate, &session::RefreshGate::request);
    connect(&m_desk, &session::AnalysisDesk::chosen, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::focusChanged, m_gate, &session::RefreshGate::request);
    connect(&document, &session::StudyDocument::snapshotChanged, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::hoverChanged, this,
            [this] { m_canvas->setHovered(m_document.selection().hover()); });
    connect(&document, &session::StudyDocument::pinsChanged, this, [this] { m_canvas->update(); });
    connect(&document.selection(), &session::Selection::brushChanged, this, [this] { m_canvas->update(); });
    m_canvas->setLit([this](session::TrialId id) { return m_desk.isLit(id); });
    connect(m_canvas, &MapCanvas::trialChosen, this,
            [this](quint64 id) { m_document.selection().setFocus(id); });
    connect(m_canvas, &MapCanvas::trialHovered, this,
            [this](std::optional<quint64> id) { m_document.selection().setHover(id); });
    m_gate->request();
}

void SurrogateMap::build()
{
    const space::Space& space = m_document.problem().space();
    for (QComboBox* box : {m_x, m_y})
        for (std::size_t i = 0; i < space.size(); ++i)
            box->addItem(QString::fromStdString(space.parameter(i).label()));
    m_x->setAccessibleName(tr("Parameter from left to right"));
    m_y->setAccessibleName(tr("Parameter from bottom to top"));
    m_quantity->addItems({tr("expected value"), tr("uncertainty"), tr("probability that it works"),
                          tr("improvement × probability"), tr("improvement if it works")});
    m_quantity->setAccessibleName(tr("What the map shows"));
    m_quantity->setItemData(1, tr("Half the width of the band that holds 95 of 100 values."),
                            Qt::ToolTipRole);
    m_quantity->setItemData(3,
                            tr("How much a design there is expected to improve on the front, as a share of "
                               "the most promising place on the map, times the probability that it works."),
                            Qt::ToolTipRole);
    m_quantity->setItemData(
        4,
        tr("How much a design there is expected to improve on the front, provided that it "
           "works, as a share of the most promising place on the map."),
        Qt::ToolTipRole);
    m_quantity->setCurrentIndex(
        std::clamp(m_document.viewSetting(QString::fromLatin1(kQuantitySetting), 0).toInt(), 0, 4));
    m_problem->setProperty("role", QStringLiteral("caption"));
    m_problem->setAlignment(Qt::AlignCenter);
    m_problem->setWordWrap(true);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 0);
    const std::pair<QComboBox*, QString> parts[]{{m_quantity, tr("over")}, {m_x, tr("and")}, {m_y, {}}};
    for (const auto& [box, word] : parts) {
        box->setMinimumContentsLength(6);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        bar->addWidget(box, 1);
        if (!word.isEmpty())
            bar->addWidget(new QLabel(word, this));
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(bar);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_problem, 1);
    connect(m_x, &QComboBox::currentIndexChanged, this, [this] { m_desk.setParameter(parameterOf(*m_x)); });
    connect(m_y, &QComboBox::currentIndexChanged, this, [this] {
        m_document.setViewSetting(QString::fromLatin1(kOtherSetting), m_y->currentIndex());
        refresh();
    });
    connect(m_quantity, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_document.setViewSetting(QString::fromLatin1(kQuantitySetting), index);
        showAnswer();
    });
}

SurrogateMap::Quantity SurrogateMap::quantity() const
{
    return static_cast<Quantity>(m_quantity->currentIndex());
}

std::size_t SurrogateMap::parameterOf(const QComboBox& box) const
{
    return static_cast<std::size_t>(std::max(box.currentIndex(), 0));
}

const session::Axis& SurrogateMap::axisOf(std::size_t parameter) const
{
    const auto axis = std::find_if(
        m_document.axes().begin(), m_document.axes().end(),
        [&](const session::Axis& each) { return each.isParameter && each.index == parameter; });
    return *axis;
}

/// The second parameter is the one that was chosen, or else what matters most to the outcome beside the
/// first.
void SurrogateMap::chooseOther()
{
    const QSignalBlocker quietX(m_x), quietY(m_y);
    const std::size_t first = m_desk.parameter();
    m_x->setCurrentIndex(static_cast<int>(first));
    const QVariant kept = m_document.viewSetting(QString::fromLatin1(kOtherSetting));
    std::size_t other = kept.isValid() ? static_cast<std::size_t>(std::max(kept.toInt(), 0)) : first;
    const auto& shares = m_desk.analyst()->outcomes()[m_desk.outcome()].everywhere.shares;
    if (other == first || other >= shares.size()) {
        other = first == 0 && shares.size() > 1 ? 1 : 0;
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (i != first && shares[i] > shares[other])
                other = i;
    }
    m_y->setCurrentIndex(static_cast<int>(other));
}

void SurrogateMap::refresh()
{
    const session::AnalystPtr analyst = m_desk.analyst();
    if (!isVisible() || analyst == nullptr || !m_desk.centre())
        return;
    chooseOther();
    const Question question{analyst, m_desk.centre(), m_desk.outcome(), parameterOf(*m_x), parameterOf(*m_y)};
    if (question == m_question)
        return;
    m_question = question;
    compute(question);
}

void SurrogateMap::compute(const Question& question)
{
    const auto work = [question, design = m_document.trial(*question.centre)->design](
                          const LatestJob::Stale& stale, const std::function<void(AnswerPtr)>& deliver) {
        const std::size_t freed[]{question.x, question.y};
        for (const std::size_t steps : kMapSteps) {
            auto answer = std::make_shared<Answer>();
            auto map = question.analyst->over(design, question.x, question.y, question.outcome, steps,
                                              [&stale] { return !stale(); });
            if (stale())
                return;
            if (map)
                answer->map = std::move(map).value();
            else
                answer->problem = QString::fromStdString(map.error().what);
            answer->trials = question.analyst->near(design, freed, question.outcome, kNearMapTrials);
            deliver(answer);
            if (!map)
                return;
        }
    };
    m_job.run<AnswerPtr>(work, [this](const AnswerPtr& answer) {
        m_answer = answer;
        showAnswer();
    });
}

void SurrogateMap::showAnswer()
{
    if (m_answer == nullptr || m_question.analyst == nullptr)
        return;
    m_problem->setText(m_answer->problem);
    m_problem->setVisible(!m_answer->problem.isEmpty());
    m_canvas->setVisible(m_answer->problem.isEmpty());
    const study::Trial* trial = m_document.trial(*m_question.centre);
    if (!m_answer->problem.isEmpty() || trial == nullptr)
        return;
    const analysis::OutcomeFacts& facts = m_question.analyst->outcomes()[m_question.outcome];
    const QString name = session::outcomeName(facts, m_document.problem());
    const analysis::Response& response = m_answer->map.at;
    MapContent content;
    content.x = axisOf(m_question.x);
    content.y = axisOf(m_question.y);
    content.xs = m_answer->map.first;
    content.ys = m_answer->map.second;
    content.legal = response.legal;
    content.trials = m_answer->trials;
    content.centreX = content.x.value(*trial, m_document.problem());
    content.centreY = content.y.value(*trial, m_document.problem());
    content.unit = session::outcomeUnit(facts, m_document.problem());
    switch (quantity()) {
    case Quantity::Median:
        content.values = response.median;
        content.name = name;
        break;
    case Quantity::Doubt:
        content.values = halfWidths(response);
        content.name = tr("%1, give or take").arg(name);
        break;
    case Quantity::Feasibility:
        content.values = response.feasibility;
        content.name = tr("Probability that it works");
        content.share = true;
        break;
    case Quantity::Improvement:
        content.values = analysis::relativeToBest(response.logImprovement);
        content.name = tr("Improvement × probability, of the best here");
        content.share = true;
        break;
    case Quantity::Gain:
        content.values = analysis::relativeToBest(response.logGain());
        content.name = tr("Improvement if it works, of the best here");
        content.share = true;
        break;
    }
    if (m_measured)
        addMeasured(content);
    m_canvas->setContent(std::move(content));
}

void SurrogateMap::showMeasured(std::size_t metric)
{
    m_measured = metric;
    showAnswer();
}

void SurrogateMap::addMeasured(MapContent& content) const
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    content.trials.clear();
    content.contour = m_answer->map.at.feasibility;
    for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
        const study::Trial& trial = snapshot->trials[i];
        content.marks.push_back(
            {trial.id, content.x.value(trial, m_document.problem()),
             content.y.value(trial, m_document.problem()),
             trial.outcome.verdict == problem::Verdict::Feasible,
             *m_measured < trial.outcome.metrics.size() ? trial.outcome.metrics[*m_measured] : std::nan("")});
    }
}

} // namespace paretoscope::ui::plots
