// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_editing.h"

#include "ui/panels/text.h"

#include <exception>

namespace paretoscope::ui::panels {

namespace {

using namespace cost::spatial;
using problem::MappingBench;
using problem::TriedMapping;

/// A bench with the cost of its own mapping, or why there is none.
struct Opened
{
    std::shared_ptr<const MappingBench> bench;
    std::shared_ptr<const TriedMapping> start;
    QString failure;
};

Opened makeBench(const problem::Problem& problem, const space::Design& design, const std::string& layer)
{
    try {
        Result<MappingBench> bench = MappingBench::make(problem, design, layer);
        if (!bench)
            return {nullptr, nullptr, text(bench.error().text())};
        auto kept = std::make_shared<const MappingBench>(std::move(bench).value());
        auto start = std::make_shared<const TriedMapping>(kept->evaluate(kept->searched()));
        return {std::move(kept), std::move(start), {}};
    } catch (const std::exception& failure) {
        return {nullptr, nullptr, QString::fromUtf8(failure.what())};
    }
}

} // namespace

MappingEditing::MappingEditing(session::StudyDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_opening(this)
    , m_measuring(this)
{
    connect(&document.mappings(), &session::MappingShelf::draftChanged, this,
            [this](const session::MappingKey& key, bool again) {
                if (key == m_key && m_state == State::Ready)
                    readDraft();
                if (again)
                    Q_EMIT revisited(key.trial, key.layer);
            });
}

void MappingEditing::become(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void MappingEditing::open(session::TrialId trial, const QString& layer)
{
    const session::MappingKey key{trial, layer};
    if (m_state != State::Closed && key == m_key)
        return;
    close();
    const study::Trial* asked = m_document.trial(trial);
    if (asked == nullptr || layer.isEmpty())
        return;
    m_key = key;
    become(State::Opening);
    m_opening.run<Opened>(
        [problem = m_document.study().problem, design = asked->design, name = layer.toStdString()](
            const auto&, const auto& deliver) { deliver(makeBench(*problem, design, name)); },
        [this](const Opened& opened) {
            m_bench = opened.bench;
            m_start = m_shown = m_lastThatRuns = opened.start;
            m_failure = opened.failure;
            if (m_bench)
                readDraft();
            become(m_bench ? State::Ready : State::Failed);
        });
}

void MappingEditing::close()
{
    m_opening.cancel();
    m_measuring.cancel();
    m_bench.reset();
    m_start = m_shown = m_lastThatRuns = nullptr;
    m_draft = {};
    m_failure.clear();
    if (m_state != State::Closed)
        become(State::Closed);
}

void MappingEditing::readDraft()
{
    m_draft = m_document.mappings().draft(m_key).value_or(m_bench->searched());
    measure(m_draft);
    Q_EMIT draftChanged();
}

void MappingEditing::measure(const Mapping& mapping)
{
    m_measuring.run<TriedPtr>(
        [bench = m_bench, mapping](const auto&, const auto& deliver) {
            deliver(std::make_shared<const TriedMapping>(bench->evaluate(mapping)));
        },
        [this](const TriedPtr& tried) {
            m_shown = tried;
            if (tried->runs())
                m_lastThatRuns = tried;
            Q_EMIT costChanged();
        });
}

void MappingEditing::consider(const std::optional<Mapping>& mapping)
{
    if (m_state == State::Ready)
        measure(mapping ? *mapping : m_draft);
}

void MappingEditing::setDraft(const Mapping& mapping, const QString& text)
{
    const bool asSearched = mapping == m_bench->searched();
    m_document.mappings().setDraft(m_key, asSearched ? std::nullopt : std::optional<Mapping>(mapping), text);
}

std::optional<LoopPlace> MappingEditing::take(const std::optional<Edited>& edited, const QString& text,
                                              const QString& otherwise)
{
    if (!edited) {
        if (!otherwise.isEmpty())
            Q_EMIT refused(otherwise);
        return {};
    }
    setDraft(edited->mapping, text);
    return edited->loop;
}

std::optional<LoopPlace> MappingEditing::move(LoopPlace from, LoopPlace to)
{
    return take(moveLoop(m_draft, from, to), tr("move loop %1").arg(loopName(from)), {});
}

std::optional<LoopPlace> MappingEditing::step(LoopPlace loop, Step step)
{
    const QString name = loopName(loop);
    const QString otherwise =
        step == Step::Up ? tr("Loop %1 has all of its dimension already: no other loop can give it a "
                              "factor.")
                               .arg(name)
                         : tr("Loop %1 cannot give a factor away.").arg(name);
    return take(stepFactor(m_draft, loop, step), tr("factor of loop %1").arg(name), otherwise);
}

std::optional<LoopPlace> MappingEditing::setFactor(LoopPlace loop, std::int64_t factor, LanePlace partner)
{
    return take(cost::spatial::setFactor(m_draft, loop, factor, partner),
                tr("factor of loop %1").arg(loopName(loop)), {});
}

bool MappingEditing::toggle(std::size_t level, std::size_t tensor)
{
    if (!m_bench || level >= m_draft.levels.size() || tensor >= m_draft.levels[level].keeps.size())
        return false;
    if (const std::string lock = m_bench->lock(level, tensor); !lock.empty()) {
        Q_EMIT refused(readable(lock));
        return false;
    }
    const QString name = text(m_bench->layer().operation.tensors[tensor].name);
    setDraft(*toggleKeep(m_draft, level, tensor), tr("storage of %1").arg(name));
    return true;
}

void MappingEditing::reset()
{
    if (m_bench)
        setDraft(m_bench->searched(), tr("reset of the mapping"));
}

void MappingEditing::keep(const QString& name)
{
    if (m_bench && !name.trimmed().isEmpty())
        m_document.mappings().keep(m_key, name.trimmed(), m_bench->toJson(m_draft));
}

bool MappingEditing::useKept(const QString& name)
{
    if (!m_bench)
        return false;
    const nlohmann::json kept = m_document.mappings().kept(m_key, name);
    const Result<Mapping> read = m_bench->fromJson(kept, "session");
    if (!read) {
        Q_EMIT refused(tr("The mapping \"%1\" cannot be used. %2").arg(name, text(read.error().text())));
        return false;
    }
    setDraft(*read, tr("use of mapping %1").arg(name));
    return true;
}

QString MappingEditing::loopName(LoopPlace place) const
{
    const Loop* loop = loopAt(m_draft, place);
    if (loop == nullptr || !m_bench)
        return {};
    return text(m_bench->layer().operation.dimensions[loop->dimension].name).toLower();
}

QString MappingEditing::laneName(LanePlace lane) const
{
    if (!m_bench || lane.level >= m_bench->machine().levels.size())
        return {};
    const QString memory = readable(m_bench->machine().levels[lane.level].name);
    switch (lane.lane) {
    case Lane::Time:
        return tr("%1, in time").arg(memory);
    case Lane::Rows:
        return tr("%1, along rows").arg(memory);
    case Lane::Columns:
        break;
    }
    return tr("%1, along columns").arg(memory);
}

} // namespace paretoscope::ui::panels
