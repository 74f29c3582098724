// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mapping_shelf.h"

#include <QUndoCommand>

#include <utility>

namespace paretoscope::ui::session {

using nlohmann::json;

/// One step of editing the draft of a layer.
class DraftCommand : public QUndoCommand
{
public:
    DraftCommand(MappingShelf& shelf, MappingKey key, std::optional<MappingShelf::Mapping> after,
                 const QString& text)
        : QUndoCommand(text)
        , m_shelf(shelf)
        , m_key(std::move(key))
        , m_before(shelf.draft(m_key))
        , m_after(std::move(after))
    { }
    void undo() override { m_shelf.applyDraft(m_key, m_before, true); }
    void redo() override { m_shelf.applyDraft(m_key, m_after, std::exchange(m_again, true)); }

private:
    MappingShelf& m_shelf;
    MappingKey m_key;
    std::optional<MappingShelf::Mapping> m_before;
    std::optional<MappingShelf::Mapping> m_after;
    bool m_again = false;
};

/// A mapping kept under a name, or no longer (null).
class KeepCommand : public QUndoCommand
{
public:
    KeepCommand(MappingShelf& shelf, MappingKey key, QString name, json after)
        : QUndoCommand(after.is_null() ? MappingShelf::tr("forget mapping %1").arg(name)
                                       : MappingShelf::tr("keep mapping %1").arg(name))
        , m_shelf(shelf)
        , m_key(std::move(key))
        , m_name(std::move(name))
        , m_before(shelf.kept(m_key, m_name))
        , m_after(std::move(after))
    { }
    void undo() override { m_shelf.applyKept(m_key, m_name, m_before); }
    void redo() override { m_shelf.applyKept(m_key, m_name, m_after); }

private:
    MappingShelf& m_shelf;
    MappingKey m_key;
    QString m_name;
    json m_before;
    json m_after;
};

MappingShelf::MappingShelf(QUndoStack& undo, std::function<void(const json&)> store, QObject* parent)
    : QObject(parent)
    , m_undo(undo)
    , m_store(std::move(store))
{ }

void MappingShelf::restore(const json& kept)
{
    m_kept.clear();
    if (!kept.is_array())
        return;
    for (const json& item : kept) {
        if (!item.is_object())
            continue;
        const json trial = item.value("trial", json());
        const json layer = item.value("layer", json());
        const json name = item.value("name", json());
        const json mapping = item.value("mapping", json());
        if (trial.is_number_unsigned() && layer.is_string() && name.is_string() && mapping.is_object())
            m_kept[{trial.get<TrialId>(), QString::fromStdString(layer.get<std::string>())}].insert(
                QString::fromStdString(name.get<std::string>()), mapping);
    }
}

std::optional<MappingShelf::Mapping> MappingShelf::draft(const MappingKey& key) const
{
    const auto found = m_drafts.constFind(key);
    return found == m_drafts.constEnd() ? std::nullopt : std::optional<Mapping>(*found);
}

void MappingShelf::setDraft(const MappingKey& key, std::optional<Mapping> draftNow, const QString& text)
{
    if (draft(key) != draftNow)
        m_undo.push(new DraftCommand(*this, key, std::move(draftNow), text));
}

void MappingShelf::applyDraft(const MappingKey& key, const std::optional<Mapping>& draftNow, bool again)
{
    if (draftNow)
        m_drafts.insert(key, *draftNow);
    else
        m_drafts.remove(key);
    Q_EMIT draftChanged(key, again);
}

QStringList MappingShelf::names(const MappingKey& key) const
{
    return m_kept.value(key).keys();
}

json MappingShelf::kept(const MappingKey& key, const QString& name) const
{
    return m_kept.value(key).value(name);
}

void MappingShelf::keep(const MappingKey& key, const QString& name, const json& mapping)
{
    if (!name.isEmpty() && kept(key, name) != mapping)
        m_undo.push(new KeepCommand(*this, key, name, mapping));
}

void MappingShelf::forget(const MappingKey& key, const QString& name)
{
    if (!kept(key, name).is_null())
        m_undo.push(new KeepCommand(*this, key, name, json()));
}

void MappingShelf::applyKept(const MappingKey& key, const QString& name, const json& mapping)
{
    if (mapping.is_null())
        m_kept[key].remove(name);
    else
        m_kept[key].insert(name, mapping);
    json all = json::array();
    for (auto layer = m_kept.constBegin(); layer != m_kept.constEnd(); ++layer)
        for (auto each = layer->constBegin(); each != layer->constEnd(); ++each)
            all.push_back({{"trial", layer.key().trial},
                           {"layer", layer.key().layer.toStdString()},
                           {"name", each.key().toStdString()},
                           {"mapping", each.value()}});
    m_store(all);
    Q_EMIT namesChanged(key);
}

} // namespace paretoscope::ui::session
