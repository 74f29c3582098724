// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_compare.h"

#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/nest_words.h"
#include "ui/panels/text.h"
#include "ui/session/design_name.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

using namespace cost::spatial;
using problem::MappingBench;
using problem::TriedMapping;

struct MappingCompare::Compared
{
    std::array<TriedMapping, kSides> sides;
    std::array<std::vector<LevelMarks>, kSides> marks;
    QString failure;
};

namespace {

/// What is to be compared, with everything the work needs.
struct Wanted
{
    space::Design design;
    std::optional<Mapping> mapping; ///< absent = as searched
    nlohmann::json kept;            ///< read on the bench, when not null
};

/// Remarks by line of a loop nest: each memory, then its loops.
QHash<int, QString> remarksOf(const Mapping& mapping, const std::vector<LevelMarks>& marks,
                              const Mapping& other)
{
    QHash<int, QString> remarks;
    int line = 0;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
        const auto& keeps = marks[l].keeps;
        if (std::find(keeps.begin(), keeps.end(), true) != keeps.end())
            remarks.insert(line, MappingCompare::tr("The other mapping stores other tensors here."));
        ++line;
        for (const Lane lane : kLanes) {
            const auto& loops = loopsOf(mapping.levels[l], lane);
            for (std::size_t i = 0; i < loops.size(); ++i, ++line) {
                const Mark mark = marks[l].loops[static_cast<std::size_t>(lane)][i];
                if (mark == Mark::Factor) {
                    const auto twin = loopOver(other, loops[i].dimension, {l, lane});
                    remarks.insert(line, MappingCompare::tr("%1 there").arg(loopAt(other, *twin)->factor));
                } else if (mark == Mark::Order) {
                    remarks.insert(line, MappingCompare::tr("other order"));
                } else if (mark == Mark::Alone) {
                    remarks.insert(line, MappingCompare::tr("only here"));
                }
            }
        }
    }
    return remarks;
}

std::vector<QStringList> costRows(const TriedMapping& a, const TriedMapping& b)
{
    std::vector<QStringList> rows;
    const auto add = [&](const QString& name, const QString& unit, double left, double right) {
        rows.push_back({name, a.runs() ? look::quantity(left, unit) : QStringLiteral("–"),
                        b.runs() ? look::quantity(right, unit) : QStringLiteral("–"),
                        a.runs() && b.runs() ? changeWords(left, right, unit) : QStringLiteral("–")});
    };
    const auto tr = [](const char* words) { return MappingCompare::tr(words); };
    const QString joule = QStringLiteral("J");
    add(tr("Latency"), QStringLiteral("s"), a.latency_s, b.latency_s);
    add(tr("Energy"), joule, a.energy_J, b.energy_J);
    add(tr("Energy × delay"), QStringLiteral("J·s"), a.edp_Js, b.edp_Js);
    rows.push_back(
        {tr("Utilization"), a.runs() ? percent(a.utilization) : QStringLiteral("–"),
         b.runs() ? percent(b.utilization) : QStringLiteral("–"),
         a.runs() && b.runs() ? changeWords(a.utilization, b.utilization, {}) : QStringLiteral("–")});
    const auto bound = [&](const TriedMapping& tried) {
        return tried.runs() ? readable(tried.bound) : QStringLiteral("–");
    };
    rows.push_back({tr("Limited by"), bound(a), bound(b), {}});
    for (std::size_t i = 0; i < a.parts.size() && i < b.parts.size(); ++i)
        add(tr("Energy of %1").arg(readable(a.parts[i].name)), joule, a.parts[i].energy_J,
            b.parts[i].energy_J);
    return rows;
}

/// A nest alone, as the view of it takes it.
std::shared_ptr<const problem::Explanation> asExplanation(const TriedMapping& tried)
{
    auto explanation = std::make_shared<problem::Explanation>();
    explanation->layers.emplace_back().nest = tried.nest;
    return explanation;
}

} // namespace

MappingCompare::MappingCompare(session::StudyDocument& document, std::vector<session::TrialId> designs,
                               const QString& layer, QWidget* parent)
    : QDialog(parent)
    , m_document(document)
    , m_designs(std::move(designs))
    , m_layers(new QComboBox(this))
    , m_summary(new QLabel(this))
    , m_model(new PlainTableModel({{tr("Of one run of the layer"), tr("What is compared"), false},
                                   {tr("Left"), tr("The mapping on the left"), true},
                                   {tr("Right"), tr("The mapping on the right"), true},
                                   {tr("Change"), tr("Right against left"), true}},
                                  this))
    , m_table(new QTableView(this))
    , m_job(this)
{
    setWindowTitle(tr("Compare mappings"));
    m_layers->setAccessibleName(tr("Layer"));
    m_summary->setWordWrap(true);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    for (std::size_t side = 0; side < kSides; ++side) {
        m_choices[side] = new QComboBox(this);
        m_choices[side]->setAccessibleName(side == 0 ? tr("Mapping on the left")
                                                     : tr("Mapping on the right"));
        m_nests[side] = new LoopNestView(this);
        grid->addWidget(m_choices[side], 0, static_cast<int>(side));
        grid->addWidget(m_nests[side], 1, static_cast<int>(side));
        grid->setColumnStretch(static_cast<int>(side), 1);
        connect(m_choices[side], &QComboBox::activated, this, &MappingCompare::compare);
    }
    grid->setRowStretch(1, 1);
    dressTable(*m_table, tr("Costs of both mappings"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* head = new QHBoxLayout;
    head->addWidget(m_layers);
    head->addWidget(m_summary, 1);
    auto* column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addLayout(grid, 3);
    column->addWidget(m_table, 2);
    fillLayers(layer);
    fillSources();
    connect(m_layers, &QComboBox::activated, this, &MappingCompare::fillSources);
    connect(&m_document.mappings(), &session::MappingShelf::draftChanged, this, &MappingCompare::compare);
    connect(&m_document.mappings(), &session::MappingShelf::namesChanged, this, &MappingCompare::fillSources);
}

void MappingCompare::fillLayers(const QString& layer)
{
    const auto explanation = m_document.explanation(m_designs.front());
    if (explanation)
        for (const problem::LayerExplanation& each : explanation->layers)
            m_layers->addItem(text(each.name));
    if (m_layers->findText(layer) < 0 && !layer.isEmpty())
        m_layers->addItem(layer);
    m_layers->setCurrentIndex(std::max(0, m_layers->findText(layer)));
}

void MappingCompare::fillSources()
{
    std::array<int, kSides> chosen{m_choices[0]->currentIndex(), m_choices[1]->currentIndex()};
    const std::size_t before = m_sources.size();
    m_sources.clear();
    QStringList names;
    for (const session::TrialId trial : m_designs) {
        const QString design = m_designs.size() > 1
                                   ? session::designName(m_document, trial) + QStringLiteral(", ")
                                   : QString();
        m_sources.push_back({trial, Source::Kind::Searched, {}});
        names << design + tr("as searched");
        m_sources.push_back({trial, Source::Kind::Draft, {}});
        names << design + tr("as edited");
        for (const QString& name : m_document.mappings().names({trial, m_layers->currentText()})) {
            m_sources.push_back({trial, Source::Kind::Kept, name});
            names << design + name;
        }
    }
    // At first the obvious pair; afterwards what was chosen, as long as it is there.
    if (before != m_sources.size() && (before == 0 || std::max(chosen[0], chosen[1]) >= names.size()))
        chosen = {0, m_designs.size() > 1 ? 2 : 1};
    if (before == 0 && m_designs.size() > 1)
        for (std::size_t i = 0; i < m_sources.size(); ++i)
            if (m_sources[i].trial == m_designs[1] && m_sources[i].kind == Source::Kind::Searched)
                chosen[1] = static_cast<int>(i);
    for (std::size_t side = 0; side < kSides; ++side) {
        m_choices[side]->clear();
        m_choices[side]->addItems(names);
        m_choices[side]->setCurrentIndex(chosen[side]);
    }
    compare();
}

void MappingCompare::compare()
{
    std::array<Wanted, kSides> wanted;
    const QString layer = m_layers->currentText();
    for (std::size_t side = 0; side < kSides; ++side) {
        const auto index = static_cast<std::size_t>(std::max(0, m_choices[side]->currentIndex()));
        const Source& source = m_sources[index];
        const study::Trial* trial = m_document.trial(source.trial);
        if (trial == nullptr || trial->design.empty())
            return;
        wanted[side].design = trial->design;
        if (source.kind == Source::Kind::Draft)
            wanted[side].mapping = m_document.mappings().draft({source.trial, layer});
        else if (source.kind == Source::Kind::Kept)
            wanted[side].kept = m_document.mappings().kept({source.trial, layer}, source.name);
    }
    m_job.run<std::shared_ptr<const Compared>>(
        [problem = m_document.study().problem, wanted, name = layer.toStdString()](const auto& stale,
                                                                                   const auto& deliver) {
            auto compared = std::make_shared<Compared>();
            for (std::size_t side = 0; side < kSides && !stale(); ++side) {
                Result<MappingBench> bench = MappingBench::make(*problem, wanted[side].design, name);
                if (!bench) {
                    compared->failure = text(bench.error().text());
                    break;
                }
                Mapping mapping = wanted[side].mapping.value_or(bench->searched());
                if (!wanted[side].kept.is_null())
                    if (const auto read = bench->fromJson(wanted[side].kept, "session"))
                        mapping = *read;
                compared->sides[side] = bench->evaluate(mapping);
            }
            for (std::size_t side = 0; side < kSides; ++side)
                compared->marks[side] = marksAgainst(compared->sides[side].mapping,
                                                     compared->sides[1 - side].mapping);
            deliver(compared);
        },
        [this](const std::shared_ptr<const Compared>& compared) { present(*compared); });
}

void MappingCompare::present(const Compared& compared)
{
    if (!compared.failure.isEmpty()) {
        m_summary->setText(compared.failure);
        for (LoopNestView* nest : m_nests)
            nest->setLayer(nullptr, 0);
        m_model->setRows({});
        return;
    }
    QStringList sentences;
    for (std::size_t side = 0; side < kSides; ++side) {
        const TriedMapping& tried = compared.sides[side];
        m_nests[side]->setLayer(asExplanation(tried), 0);
        m_nests[side]->setRemarks(
            remarksOf(tried.mapping, compared.marks[side], compared.sides[1 - side].mapping));
        if (!tried.runs())
            sentences << (side == 0 ? tr("The left one cannot run: %1") : tr("The right one cannot run: %1"))
                             .arg(readable(tried.illegal));
    }
    const bool equal = countMarks(compared.marks[0]) == 0 && countMarks(compared.marks[1]) == 0;
    sentences.prepend(equal ? tr("Both mappings are the same.")
                            : tr("Loops that differ carry a bar and say how."));
    m_summary->setText(sentences.join(QLatin1Char(' ')));
    m_model->setRows(costRows(compared.sides[0], compared.sides[1]));
}

} // namespace paretoscope::ui::panels
