// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/reference.h"
#include "ui/session/selection.h"

#include <nlohmann/json_fwd.hpp>

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace paretoscope::ui::session {

/// The reference designs of the open study: known machines that every view shows beside what is found (see
/// core/study/reference.h for what they are and are not). Measured one after the other on a thread of its
/// own, kept in the session. Adding and removing is undoable; what was measured stays.
class ReferenceShelf : public QObject
{
    Q_OBJECT

public:
    /// \param store takes all that is kept, after every change of it
    ReferenceShelf(const study::Study& study, QUndoStack& undo,
                   std::function<void(const nlohmann::json&)> store, QObject* parent = nullptr);
    ~ReferenceShelf() override; ///< asks the measurement under way to stop, and waits for it

    /// Takes what a session holds, or the study's own for a new one, and measures what was not.
    void restore(const nlohmann::json& kept);

    [[nodiscard]] const study::References& all() const { return m_all; }
    [[nodiscard]] const study::Reference* find(TrialId id) const; ///< null when there is none
    /// The first that is measured and feasible: what ratios are told against. Null while there is none.
    [[nodiscard]] const study::Reference* baseline() const;
    [[nodiscard]] std::size_t waiting() const; ///< not measured yet
    /// The reference of the very same design; null when there is none.
    [[nodiscard]] const study::Reference* sameDesign(const space::Design& design) const;

    /// Makes a measured design a reference of the person's own. Nothing happens when it is one already.
    /// \param name empty = by its number
    void make(const study::Trial& trial, const QString& name = {});
    /// What make() calls a design that was given no name.
    [[nodiscard]] static QString usualName(TrialId design);
    /// Only the person's own have names to change; undoable.
    void rename(TrialId id, const QString& name);
    /// A name that can stand beside a mark, and that no other reference has.
    [[nodiscard]] bool isFree(const QString& name) const;
    void remove(TrialId id);

Q_SIGNALS:
    void changed(); ///< the list, or what was measured

private:
    friend class ReferenceCommand;
    friend class ReferenceNameCommand;
    void setName(TrialId id, const std::string& name);
    void insert(const study::Reference& reference, std::size_t place);
    void take(TrialId id);
    void announce();
    void ask(const study::Reference& reference);
    void work(const std::stop_token& stop);
    void adopt(TrialId id, problem::Outcome outcome);

    std::shared_ptr<const problem::Problem> m_problem;
    const study::Study& m_study;
    QUndoStack& m_undo;
    std::function<void(const nlohmann::json&)> m_store;
    study::References m_all;
    TrialId m_nextId = study::kFirstReference;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<study::Reference> m_waiting; ///< next first
    std::jthread m_thread;                   ///< last: joined before what it uses goes
};

} // namespace paretoscope::ui::session
