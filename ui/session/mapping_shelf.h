// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/spatial/mapping.h"
#include "ui/session/selection.h"

#include <nlohmann/json.hpp>

#include <QHash>
#include <QMap>
#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <functional>
#include <optional>

namespace paretoscope::ui::session {

/// One layer of one design.
struct MappingKey
{
    TrialId trial = 0;
    QString layer;
    friend bool operator==(const MappingKey&, const MappingKey&) = default;
};
[[nodiscard]] inline size_t qHash(const MappingKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.trial, key.layer);
}

/// The mappings that a person made: of every layer the draft in hand, and those kept under a name. Drafts
/// live as long as the document is open, named ones as long as its session. Every change is undoable.
class MappingShelf : public QObject
{
    Q_OBJECT

public:
    using Mapping = cost::spatial::Mapping;

    /// \param store takes everything that is kept, after every change of it
    MappingShelf(QUndoStack& undo, std::function<void(const nlohmann::json&)> store,
                 QObject* parent = nullptr);

    /// Takes whatever a damaged or foreign file holds and keeps what makes sense.
    void restore(const nlohmann::json& kept);

    /// Absent while the layer is mapped as the search found it.
    [[nodiscard]] std::optional<Mapping> draft(const MappingKey& key) const;
    /// \param text what the step did, for the undo menu
    void setDraft(const MappingKey& key, std::optional<Mapping> draft, const QString& text);

    [[nodiscard]] QStringList names(const MappingKey& key) const;
    /// As it was kept (see MappingBench::fromJson()); null when there is none of that name.
    [[nodiscard]] nlohmann::json kept(const MappingKey& key, const QString& name) const;
    /// Replaces one of the same name.
    void keep(const MappingKey& key, const QString& name, const nlohmann::json& mapping);
    void forget(const MappingKey& key, const QString& name);

Q_SIGNALS:
    /// \param again an undo or redo did it, so whoever watches may want to see where
    void draftChanged(const paretoscope::ui::session::MappingKey& key, bool again);
    void namesChanged(const paretoscope::ui::session::MappingKey& key);

private:
    friend class DraftCommand;
    friend class KeepCommand;
    void applyDraft(const MappingKey& key, const std::optional<Mapping>& draft, bool again);
    void applyKept(const MappingKey& key, const QString& name, const nlohmann::json& mapping);

    QUndoStack& m_undo;
    std::function<void(const nlohmann::json&)> m_store;
    QHash<MappingKey, Mapping> m_drafts;
    QHash<MappingKey, QMap<QString, nlohmann::json>> m_kept;
};

} // namespace paretoscope::ui::session
