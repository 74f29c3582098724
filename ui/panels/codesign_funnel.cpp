// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_funnel.h"

#include "ui/look/quantity.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

constexpr std::int64_t kBatch = 50'000; ///< samples between two pictures
constexpr int kBatches = 40;
constexpr unsigned kEveryRule = (1U << codesign::kRules) - 1U;

/// What a rule costs; few samples say only roughly how much.
QString costWords(std::int64_t with, std::int64_t without)
{
    if (with == without)
        return CodesignFunnel::tr("no more");
    if (with == 0)
        return CodesignFunnel::tr("%1 more").arg(look::count(static_cast<quint64>(without)));
    const double ratio = static_cast<double>(without) / static_cast<double>(with);
    constexpr std::int64_t kFew = 100; // a standard error of a tenth
    const QString times = ratio < 100.0 ? QLocale().toString(ratio, 'g', 3)
                                        : look::count(static_cast<quint64>(ratio));
    return (with < kFew ? CodesignFunnel::tr("about %1 × as many") : CodesignFunnel::tr("%1 × as many"))
        .arg(times);
}

} // namespace

CodesignFunnel::CodesignFunnel(CodesignDesk& desk, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_chart(new plots::FunnelChart(this))
    , m_words(new QLabel(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(this, [this] { refresh(); }))
{
    auto* side = new QGridLayout;
    side->setVerticalSpacing(8);
    auto* title = new QLabel(tr("Rules that must hold"), this);
    auto* cost = new QLabel(tr("Without it"), this);
    side->addWidget(title, 0, 0);
    side->addWidget(cost, 0, 1);
    for (std::size_t i = 0; i < codesign::kRules; ++i) {
        m_rules[i] = new QCheckBox(plots::ruleTitle(i), this);
        m_rules[i]->setChecked(true);
        m_rules[i]->setToolTip(tr("Take the rule away to see how many more mappings would pass"));
        m_costs[i] = new QLabel(this);
        side->addWidget(m_rules[i], static_cast<int>(i) + 1, 0);
        side->addWidget(m_costs[i], static_cast<int>(i) + 1, 1);
        connect(m_rules[i], &QCheckBox::toggled, this, &CodesignFunnel::show);
    }
    m_words->setWordWrap(true);
    side->addWidget(m_words, static_cast<int>(codesign::kRules) + 1, 0, 1, 2);
    side->setRowStretch(static_cast<int>(codesign::kRules) + 2, 1);
    m_words->setMinimumWidth(280);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(m_chart, 3);
    row->addLayout(side, 1);
    connect(&desk, &CodesignDesk::changed, m_gate, &session::RefreshGate::request);
    m_gate->request();
}

void CodesignFunnel::refresh()
{
    const auto machine = m_desk.machine();
    if (!machine)
        return;
    if (m_machine != machine || m_layer != m_desk.layer()) {
        m_machine = machine;
        m_layer = m_desk.layer();
        sample();
    }
    show();
}

void CodesignFunnel::sample()
{
    using Sets = std::shared_ptr<const codesign::FunnelSets>;
    m_sets = {};
    const auto work = [layer = m_desk.model()->layers()[m_layer].shape, machine = *m_machine,
                       seed = m_desk.model()->question().inner.seed](
                          const plots::LatestJob::Stale& stale, const std::function<void(Sets)>& deliver) {
        Rng rng(seed);
        codesign::FunnelSets sets;
        for (int batch = 0; batch < kBatches && !stale(); ++batch) {
            sets += codesign::sampleFunnel(layer, machine, kBatch, false, rng);
            deliver(std::make_shared<const codesign::FunnelSets>(sets));
        }
    };
    m_job.run<Sets>(work, [this](const Sets& sets) {
        m_sets = *sets;
        m_gate->request();
    });
}

void CodesignFunnel::show()
{
    const std::int64_t all = m_sets.passing(0);
    std::vector<plots::FunnelChart::Stage> stages{{tr("Drawn at random"), all, true}};
    unsigned enforced = 0;
    for (std::size_t i = 0; i < codesign::kRules; ++i) {
        const bool on = m_rules[i]->isChecked();
        enforced |= on ? 1U << i : 0U;
        stages.push_back(
            {on ? tr("… %1").arg(plots::ruleTitle(i)) : tr("… %1 (rule taken away)").arg(plots::ruleTitle(i)),
             m_sets.passing(enforced), on});
        const std::int64_t without = m_sets.passing(kEveryRule & ~(1U << i));
        const std::int64_t with = m_sets.passing(kEveryRule);
        m_costs[i]->setText(costWords(with, without));
    }
    stages.push_back({enforced == kEveryRule ? tr("Valid") : tr("Left"), m_sets.passing(enforced), true});
    m_chart->setStages(std::move(stages));
    QString words = tr(
        "Every prime factor of every loop is given to a level at random. Bars have logarithmic "
        "lengths.");
    const codesign::MappingRecord* record = m_desk.record();
    if (record != nullptr && record->funnel.raw > 0)
        words += QStringLiteral("<br><br>")
                 + tr("The search itself does not draw what the dataflow prescribes. It drew %1 samples for "
                      "this layer, of which %2 were valid (%3).")
                       .arg(look::count(static_cast<quint64>(record->funnel.raw)),
                            look::count(static_cast<quint64>(record->funnel.valid)),
                            plots::shareWords(record->funnel.valid, record->funnel.raw));
    m_words->setText(words);
}

} // namespace paretoscope::ui::panels
