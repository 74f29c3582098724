// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/selection.h"

#include <nlohmann/json.hpp>

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <functional>

namespace paretoscope::ui::session {

/// Designs that belong together, under a name and a colour of the categorical palette.
struct DesignSet
{
    QString name;
    int colour = 0;           ///< index into look::Colours::series
    std::vector<TrialId> ids; ///< ascending

    friend bool operator==(const DesignSet&, const DesignSet&) = default;
};

/// The words people put on designs, and the sets they keep. Every change is undoable and kept in the session.
class DesignMarks : public QObject
{
    Q_OBJECT

public:
    static constexpr int kColours = 8;

    /// \param store takes all that is kept, after every change of it
    DesignMarks(QUndoStack& undo, std::function<void(const nlohmann::json&)> store,
                QObject* parent = nullptr);

    /// Takes whatever a damaged or foreign file holds and keeps what makes sense.
    void restore(const nlohmann::json& kept);

    [[nodiscard]] QStringList tags(TrialId id) const { return m_tags.value(id); }
    [[nodiscard]] QStringList allTags() const;                ///< in use, sorted
    [[nodiscard]] std::vector<TrialId> taggedDesigns() const; ///< ascending
    /// Blanks and doubles are left out.
    void setTags(TrialId id, const QStringList& tags);

    [[nodiscard]] const QList<DesignSet>& sets() const { return m_sets; }
    [[nodiscard]] const DesignSet* set(const QString& name) const; ///< null when there is none
    /// Colour of the first set that a design is in; -1 when it is in none.
    [[nodiscard]] int colourOf(TrialId id) const;
    /// Keeps designs under a name, which replaces a set of the same name; the colour is one not in use.
    void keep(const QString& name, std::vector<TrialId> ids);
    void remove(const QString& name);

Q_SIGNALS:
    void changed();

private:
    friend class MarksCommand;
    using Tags = QHash<TrialId, QStringList>;
    void change(Tags tags, QList<DesignSet> sets, const QString& text);
    void apply(const Tags& tags, const QList<DesignSet>& sets);

    QUndoStack& m_undo;
    std::function<void(const nlohmann::json&)> m_store;
    Tags m_tags;
    QList<DesignSet> m_sets;
};

} // namespace paretoscope::ui::session
