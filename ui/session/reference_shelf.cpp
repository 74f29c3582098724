// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/reference_shelf.h"

#include "ui/session/command_gate.h"

#include <nlohmann/json.hpp>

#include <QMetaObject>
#include <QUndoCommand>

#include <algorithm>

namespace paretoscope::ui::session {

/// One reference more, or one less.
class ReferenceCommand : public QUndoCommand
{
public:
    ReferenceCommand(ReferenceShelf& shelf, study::Reference reference, std::size_t place, bool adds)
        : m_shelf(shelf)
        , m_reference(std::move(reference))
        , m_place(place)
        , m_adds(adds)
    {
        const QString name = QString::fromStdString(m_reference.name);
        setText(adds ? ReferenceShelf::tr("make %1 a reference").arg(name)
                     : ReferenceShelf::tr("remove the reference %1").arg(name));
    }
    void redo() override { apply(m_adds); }
    void undo() override { apply(!m_adds); }

private:
    void apply(bool adds)
    {
        if (adds)
            return m_shelf.insert(m_reference, m_place);
        if (const study::Reference* known = m_shelf.find(m_reference.trial.id))
            m_reference = *known; // it may have been measured since
        m_shelf.take(m_reference.trial.id);
    }

    ReferenceShelf& m_shelf;
    study::Reference m_reference;
    std::size_t m_place;
    bool m_adds;
};

/// Another name for one of the person's own.
class ReferenceNameCommand : public QUndoCommand
{
public:
    ReferenceNameCommand(ReferenceShelf& shelf, const study::Reference& reference, std::string name)
        : m_shelf(shelf)
        , m_id(reference.trial.id)
        , m_before(reference.name)
        , m_after(std::move(name))
    {
        setText(ReferenceShelf::tr("name the reference %1").arg(QString::fromStdString(m_after)));
    }
    void redo() override { m_shelf.setName(m_id, m_after); }
    void undo() override { m_shelf.setName(m_id, m_before); }

private:
    ReferenceShelf& m_shelf;
    TrialId m_id;
    std::string m_before;
    std::string m_after;
};

ReferenceShelf::ReferenceShelf(const study::Study& study, QUndoStack& undo,
                               std::function<void(const nlohmann::json&)> store, QObject* parent)
    : QObject(parent)
    , m_problem(study.problem)
    , m_study(study)
    , m_undo(undo)
    , m_store(std::move(store))
    , m_thread([this](const std::stop_token& stop) { work(stop); })
{
    if (const CommandGate* gate = CommandGate::of(parent))
        connect(gate, &CommandGate::opened, this, [this] {
            const std::scoped_lock lock(m_mutex); // not between looking and waiting
            m_wake.notify_one();
        });
}

ReferenceShelf::~ReferenceShelf() = default;

void ReferenceShelf::restore(const nlohmann::json& kept)
{
    m_all = study::referencesFromJson(kept, m_study);
    m_nextId = study::freeReferenceId(m_all);
    for (const study::Reference& reference : m_all)
        if (!reference.evaluated)
            ask(reference);
}

const study::Reference* ReferenceShelf::find(TrialId id) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [id](const study::Reference& one) { return one.trial.id == id; });
    return found == m_all.end() ? nullptr : &*found;
}

const study::Reference* ReferenceShelf::baseline() const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [](const study::Reference& one) {
        return one.evaluated && one.trial.outcome.verdict == problem::Verdict::Feasible;
    });
    return found == m_all.end() ? nullptr : &*found;
}

std::size_t ReferenceShelf::waiting() const
{
    return static_cast<std::size_t>(std::count_if(
        m_all.begin(), m_all.end(), [](const study::Reference& one) { return !one.evaluated; }));
}

const study::Reference* ReferenceShelf::sameDesign(const space::Design& design) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const study::Reference& one) {
        return !design.empty() && one.trial.design == design;
    });
    return found == m_all.end() ? nullptr : &*found;
}

void ReferenceShelf::make(const study::Trial& trial, const QString& name)
{
    if (study::isReference(trial.id) || sameDesign(trial.design) || m_all.size() >= study::kMostReferences)
        return;
    study::Reference made;
    made.trial = trial;
    made.trial.id = m_nextId++;
    made.name = (name.isEmpty() ? usualName(trial.id) : name).toStdString();
    made.evaluated = true;
    made.own = true;
    m_undo.push(new ReferenceCommand(*this, std::move(made), m_all.size(), true));
}

QString ReferenceShelf::usualName(TrialId design)
{
    return tr("Design %1").arg(design);
}

bool ReferenceShelf::isFree(const QString& name) const
{
    const std::string wanted = name.toStdString();
    return !wanted.empty() && wanted.size() <= study::kLongestReferenceName
           && std::none_of(m_all.begin(), m_all.end(),
                           [&](const study::Reference& one) { return one.name == wanted; });
}

void ReferenceShelf::rename(TrialId id, const QString& name)
{
    const study::Reference* known = find(id);
    if (known != nullptr && known->own && isFree(name))
        m_undo.push(new ReferenceNameCommand(*this, *known, name.toStdString()));
}

void ReferenceShelf::setName(TrialId id, const std::string& name)
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [id](const study::Reference& one) { return one.trial.id == id; });
    if (found == m_all.end())
        return;
    found->name = name;
    announce();
}

void ReferenceShelf::remove(TrialId id)
{
    if (const study::Reference* known = find(id))
        m_undo.push(
            new ReferenceCommand(*this, *known, static_cast<std::size_t>(known - m_all.data()), false));
}

void ReferenceShelf::insert(const study::Reference& reference, std::size_t place)
{
    m_all.insert(m_all.begin() + static_cast<std::ptrdiff_t>(std::min(place, m_all.size())), reference);
    if (!reference.evaluated)
        ask(reference);
    announce();
}

void ReferenceShelf::take(TrialId id)
{
    std::erase_if(m_all, [id](const study::Reference& one) { return one.trial.id == id; });
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_waiting, [id](const study::Reference& one) { return one.trial.id == id; });
    }
    announce();
}

void ReferenceShelf::announce()
{
    m_store(study::referencesToJson(m_all));
    Q_EMIT changed();
}

void ReferenceShelf::ask(const study::Reference& reference)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(reference);
    }
    m_wake.notify_one();
}

void ReferenceShelf::work(const std::stop_token& stop)
{
    for (;;) {
        study::Reference reference;
        {
            std::unique_lock lock(m_mutex);
            const auto isDue = [this] { return !m_waiting.empty() && m_problem->isAllowed(); };
            if (!m_wake.wait(lock, stop, isDue))
                return;
            reference = std::move(m_waiting.front());
            m_waiting.erase(m_waiting.begin());
        }
        std::optional<problem::Outcome> outcome = study::evaluateReference(*m_problem, reference, stop);
        if (!outcome || stop.stop_requested())
            return;
        const auto hand = [this, id = reference.trial.id, found = std::move(*outcome)] { adopt(id, found); };
        QMetaObject::invokeMethod(this, hand, Qt::QueuedConnection);
    }
}

void ReferenceShelf::adopt(TrialId id, problem::Outcome outcome)
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [id](const study::Reference& one) { return one.trial.id == id; });
    if (found == m_all.end() || found->evaluated)
        return; // removed meanwhile; an undo asks again
    found->trial.outcome = std::move(outcome);
    found->evaluated = true;
    announce();
}

} // namespace paretoscope::ui::session
