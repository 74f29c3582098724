// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_search.h"

#include "core/study/mapping_race.h"
#include "ui/look/quantity.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr int kSearchBeat_ms = 150;
constexpr std::size_t kRandomSeeds = 11; ///< of the grey band (our choice)

} // namespace

CodesignSearch::CodesignSearch(CodesignDesk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_curves(new plots::MappingCurves(this))
    , m_strip(new plots::PoolStrip(this))
    , m_weights(new plots::WeightBars(this))
    , m_words(new QLabel(this))
    , m_random(this)
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
{
    m_words->setWordWrap(true);
    m_words->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* caption = new QLabel(
        tr("Dots: mappings evaluated. Line: the best so far. Grey: random search, median and "
           "quartiles of %1 seeds.")
            .arg(kRandomSeeds),
        this);
    caption->setProperty("role", QStringLiteral("caption"));
    caption->setWordWrap(true);
    auto* goesBy = new QLabel(tr("What the last model goes by, with standard errors"), this);
    goesBy->setProperty("role", QStringLiteral("caption"));
    goesBy->setWordWrap(true);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(caption, 0, 0);
    grid->addWidget(m_curves, 1, 0);
    grid->addWidget(m_strip, 2, 0);
    grid->addWidget(goesBy, 0, 1);
    grid->addWidget(m_weights, 1, 1, 2, 1);
    grid->addWidget(m_words, 3, 0, 1, 2);
    grid->addWidget(makeClock(), 4, 0, 1, 2);
    grid->setRowStretch(1, 3);
    grid->setRowStretch(2, 2);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    m_clock.setInterval(kSearchBeat_ms);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_slider->setValue(m_slider->value() + 1);
        if (m_slider->value() == m_slider->maximum())
            play(false);
    });
    connect(m_curves, &plots::MappingCurves::stepChosen, this,
            [this](std::size_t at) { setStep(static_cast<int>(at)); });
    connect(&desk, &CodesignDesk::changed, m_gate, &session::RefreshGate::request);
    m_gate->request();
}

QWidget* CodesignSearch::makeClock()
{
    auto* clock = new QWidget(this);
    auto* row = new QHBoxLayout(clock);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& text, const QString& help) {
        auto* made = new QToolButton(clock);
        made->setText(text);
        made->setToolTip(help);
        made->setAccessibleName(help);
        made->setMinimumWidth(32);
        row->addWidget(made);
        return made;
    };
    QToolButton* back = button(QStringLiteral("◂"), tr("One evaluation back"));
    m_play = button(QStringLiteral("▶"), tr("Play the search, or pause"));
    QToolButton* on = button(QStringLiteral("▸"), tr("One evaluation on"));
    m_slider = new QSlider(Qt::Horizontal, clock);
    m_slider->setAccessibleName(tr("Evaluation of the mapping search"));
    row->addWidget(m_slider, 1);
    connect(back, &QToolButton::clicked, this, [this] { setStep(step() - 1); });
    connect(on, &QToolButton::clicked, this, [this] { setStep(step() + 1); });
    connect(m_play, &QToolButton::clicked, this, [this] { play(!m_clock.isActive()); });
    connect(m_slider, &QSlider::valueChanged, this, &CodesignSearch::showStep);
    return clock;
}

void CodesignSearch::play(bool on)
{
    if (on && m_slider->value() == m_slider->maximum())
        m_slider->setValue(0);
    on ? m_clock.start() : m_clock.stop();
    m_play->setText(on ? QStringLiteral("❙❙") : QStringLiteral("▶"));
}

void CodesignSearch::hideEvent(QHideEvent* event)
{
    play(false);
    QWidget::hideEvent(event);
}

void CodesignSearch::setStep(int step)
{
    m_slider->setValue(step);
}

int CodesignSearch::step() const
{
    return m_slider->value();
}

void CodesignSearch::refresh()
{
    const codesign::MappingRecord* record = m_desk.record();
    if (record == nullptr || record == m_shown) {
        if (record == nullptr)
            m_shown = nullptr;
        return;
    }
    m_result = m_desk.result(); // keeps the record alive
    m_shown = record;
    plots::MappingCurvesContent content;
    for (const codesign::MappingTrial& trial : record->trials)
        content.values.push_back(codesign::edp_Js(trial.value));
    content.best = record->bestSoFar_Js();
    content.evaluations = content.values.size();
    m_curves->setContent(std::move(content));
    const bool linear = m_desk.model()->question().inner.method == codesign::InnerMethod::ConstrainedBo;
    m_weights->setWeights(record->weights,
                          linear
                              ? tr("No linear model was fitted: the search ended in its warm-up, or it uses "
                                   "another model.")
                              : tr("The study's mapping search uses no linear model."));
    const int last = std::max(static_cast<int>(record->trials.size()) - 1, 0);
    m_slider->setRange(0, last);
    m_slider->setValue(last);
    showStep();
    drawRandom();
}

void CodesignSearch::drawRandom()
{
    using State = std::shared_ptr<const study::MappingRaceState>;
    study::MappingRace race;
    race.layer = m_desk.model()->layers()[m_desk.layer()].shape;
    race.machine = m_result->machine;
    race.options = m_desk.model()->question().inner;
    race.options.evaluations = static_cast<std::int64_t>(m_shown->trials.size());
    race.methods = {codesign::InnerMethod::Random};
    race.seeds = kRandomSeeds;
    m_stop.request_stop();
    m_stop = {};
    m_random.run<State>(
        [race, stop = m_stop.get_token()](const plots::LatestJob::Stale& stale,
                                          const std::function<void(State)>& deliver) {
            study::raceMappings(race, stop, [&](const study::MappingRaceState& state) {
                if (state.seeds == race.seeds)
                    deliver(std::make_shared<const study::MappingRaceState>(state));
                return !stale();
            });
        },
        [this](const State& state) {
            plots::MappingCurvesContent content = m_curves->content();
            content.bands = state->bands;
            m_curves->setContent(std::move(content));
        });
}

void CodesignSearch::showStep()
{
    if (m_shown == nullptr || m_shown->trials.empty())
        return;
    const auto at = static_cast<std::size_t>(std::clamp<int>(step(), 0, m_slider->maximum()));
    m_curves->setStep(at);
    const auto& moments = m_shown->moments;
    const auto moment = std::find_if(moments.begin(), moments.end(),
                                     [&](const codesign::PoolMoment& each) { return each.trial == at; });
    const bool chose = moment != moments.end();
    m_strip->setMoment(chose ? std::optional(*moment) : std::nullopt,
                       tr("This mapping was drawn at random: a model chooses from evaluation %1 on.")
                           .arg(moments.empty() ? m_shown->trials.size() + 1 : moments.front().trial + 1));
    const double value = codesign::edp_Js(m_shown->trials[at].value);
    const double before = at == 0 ? std::nan("") : m_shown->bestSoFar_Js()[at - 1];
    const QString unit = QStringLiteral("J·s");
    QString words = tr("<b>Evaluation %1 of %2:</b> %3.")
                        .arg(at + 1)
                        .arg(m_shown->trials.size())
                        .arg(std::isnan(value) ? tr("not a valid mapping") : look::quantity(value, unit));
    if (chose)
        words +=
            QLatin1Char(' ')
            + tr("Of %1 valid mappings drawn, the model took the one that may be lowest; it expected %2.")
                  .arg(moment->mean.size())
                  .arg(look::quantity(codesign::edp_Js(moment->mean[moment->chosen]), unit));
    if (value < before)
        words += QLatin1Char(' ')
                 + tr("A new best, %1 below the one before.")
                       .arg(QLocale().toString(100.0 * (1.0 - value / before), 'g', 2)
                            + QStringLiteral(" %"));
    m_words->setText(words);
}

} // namespace paretoscope::ui::panels
