// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_race.h"

#include "ui/look/quantity.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

QStringList raceTitles()
{
    QStringList titles;
    for (std::size_t i = 0; i < codesign::innerMethods().size(); ++i)
        titles << QString::fromStdString(study::innerMethodTitle(static_cast<codesign::InnerMethod>(i)));
    return titles;
}

} // namespace

CodesignRace::CodesignRace(CodesignDesk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_curves(new plots::MappingCurves(this))
    , m_seeds(new QSpinBox(this))
    , m_start(new QPushButton(this))
    , m_progress(new QProgressBar(this))
    , m_words(new QLabel(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
{
    m_seeds->setRange(3, 31);
    m_seeds->setValue(7);
    m_seeds->setAccessibleName(tr("Seeds of the race"));
    m_progress->setAccessibleName(tr("Progress of the race"));
    m_progress->setMaximumWidth(240);
    m_words->setWordWrap(true);
    m_words->setMinimumHeight(2 * fontMetrics().lineSpacing());
    auto* seeds = new QLabel(tr("Seeds:"), this);
    seeds->setBuddy(m_seeds);
    auto* hint = new QLabel(tr("median, and quartiles as a band"), this);
    hint->setProperty("role", QStringLiteral("caption"));
    auto* bar = new QHBoxLayout;
    bar->addWidget(seeds);
    bar->addWidget(m_seeds);
    bar->addWidget(m_start);
    bar->addWidget(m_progress);
    bar->addStretch(1);
    bar->addWidget(hint);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(bar);
    column->addWidget(m_curves, 1);
    column->addWidget(m_words);
    connect(m_start, &QPushButton::clicked, this, [this] { m_running ? cancel() : start(); });
    connect(&desk, &CodesignDesk::changed, m_gate, &session::RefreshGate::request);
    showRunning(false);
    m_words->setText(tr("Press \"Race the methods\" to see which finds the better mapping of this layer. "
                        "Every method gets the "
                        "same number of evaluations. An invalid mapping counts as one."));
    m_gate->request();
}

QString CodesignRace::words() const
{
    return m_words->text();
}

/// A race belongs to a machine and a layer; another one leaves an empty picture.
void CodesignRace::refresh()
{
    const auto machine = m_desk.machine();
    m_start->setEnabled(machine.has_value());
    if (!m_machine || (m_machine == machine && m_layer == m_desk.layer()))
        return;
    cancel();
    m_machine.reset();
    m_curves->setContent({});
    m_words->setText(tr("Another machine or layer is shown; the race would be another."));
}

void CodesignRace::start()
{
    const auto machine = m_desk.machine();
    if (!machine)
        return;
    m_machine = machine;
    m_layer = m_desk.layer();
    study::MappingRace race;
    race.layer = m_desk.model()->layers()[m_layer].shape;
    race.machine = *machine;
    race.options = m_desk.model()->question().inner;
    race.methods = study::mappingRaceMethods(race.options.evaluator);
    race.seeds = static_cast<std::size_t>(m_seeds->value());
    plots::MappingCurvesContent content;
    content.names = raceTitles();
    content.evaluations = static_cast<std::size_t>(race.options.evaluations);
    m_curves->setContent(std::move(content));
    m_stop.request_stop();
    m_stop = {};
    m_progress->setRange(0, static_cast<int>(race.methods.size() * race.seeds));
    m_progress->setValue(0);
    m_words->setText(tr("Racing; bands appear when every method is done with a seed."));
    showRunning(true);
    m_job.run<State>(
        [race, stop = m_stop.get_token()](const plots::LatestJob::Stale& stale,
                                          const std::function<void(State)>& deliver) {
            study::raceMappings(race, stop, [&](const study::MappingRaceState& state) {
                deliver(std::make_shared<const study::MappingRaceState>(state));
                return !stale();
            });
        },
        [this](const State& state) { take(state); });
}

void CodesignRace::cancel()
{
    if (!m_running)
        return;
    m_stop.request_stop();
    m_job.cancel();
    showRunning(false);
    m_words->setText(tr("Cancelled."));
}

void CodesignRace::take(const State& state)
{
    m_progress->setValue(static_cast<int>(state->searches));
    if (state->seeds > 0) {
        plots::MappingCurvesContent content = m_curves->content();
        content.bands = state->bands;
        m_curves->setContent(std::move(content));
        QStringList none;
        for (std::size_t i = 0; i < state->bands.size(); ++i)
            if (state->none[i] > 0)
                none << tr("%1 found no valid mapping at all with %2 of %3 seeds.")
                            .arg(m_curves->content().names[static_cast<qsizetype>(state->bands[i].method)])
                            .arg(state->none[i])
                            .arg(state->seeds);
        m_words->setText(tr("%1 seeds, %2 evaluations each. %3")
                             .arg(state->seeds)
                             .arg(m_curves->content().evaluations)
                             .arg(none.isEmpty() ? tr("Every method found valid mappings.")
                                                 : none.join(QLatin1Char(' '))));
    }
    if (state->searches == state->all)
        showRunning(false);
}

void CodesignRace::showRunning(bool on)
{
    m_running = on;
    m_start->setText(on ? tr("Cancel") : tr("Race the methods"));
    m_progress->setVisible(on);
    m_seeds->setEnabled(!on);
}

} // namespace paretoscope::ui::panels
