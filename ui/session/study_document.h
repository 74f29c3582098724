// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "core/study/runner.h"
#include "core/study/session.h"
#include "core/study/snapshot.h"
#include "ui/session/axis.h"
#include "ui/session/ghost.h"
#include "ui/session/mapping_shelf.h"
#include "ui/session/selection.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QUndoStack>
#include <QVariant>

#include <filesystem>
#include <functional>
#include <memory>

namespace paretoscope::ui::session {

class RaceDesk;
class DesignFilter;
class DesignMarks;
class ReferenceShelf;
class SnapshotBell;

/// The open document, as every view sees it: newest snapshot, selection, pins, undo, run control. Lives on
/// the UI thread and never blocks it: the run has its own thread, disk work happens on the session's thread,
/// explanations are computed in the background. Views keep no data of their own, only this.
class StudyDocument : public QObject
{
    Q_OBJECT

public:
    /// What open() hands over; made off the UI thread.
    struct Opened
    {
        std::unique_ptr<study::Session> session;
        std::unique_ptr<study::Runner> runner;
        bool isNew = false;
        std::shared_ptr<SnapshotBell> bell; ///< rung by the runner; the document listens
    };
    /// Creates a session for a study file, or opens a session file. Blocking; call from a background thread.
    /// \param sessionForStudy where the session of a study file is or goes; empty = the usual place
    /// \param wake called (from another thread) when there is a newer snapshot
    [[nodiscard]] static Result<Opened> open(const std::filesystem::path& studyOrSession,
                                             const std::filesystem::path& sessionForStudy,
                                             std::function<void()> wake);

    explicit StudyDocument(Opened opened, QObject* parent = nullptr);
    ~StudyDocument() override; ///< saves what is pending; stops the run

    [[nodiscard]] const study::Study& study() const;
    [[nodiscard]] const problem::Problem& problem() const;
    [[nodiscard]] QString sessionFile() const;
    [[nodiscard]] const std::vector<Axis>& axes() const { return m_axes; }
    [[nodiscard]] study::SnapshotPtr snapshot() const { return m_snapshot; } ///< never null
    /// Also of a reference design; null when not there (yet).
    [[nodiscard]] const study::Trial* trial(TrialId id) const;
    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] Ghost& ghost() { return m_ghost; } ///< the "what if" under discussion
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    /// How the session was left when it was opened.
    enum class Left { New, Running, Died, Paused, Ended };
    [[nodiscard]] Left left() const;

    // Run control.
    /// Starts a new study, goes on with one that ran, leaves a paused, stopped or finished one as it was.
    void startAsLeft();
    void start();
    void pause();
    void stop();
    void extendTo(quint64 evaluations);

    /// Writes everything into another file and goes on there, also with a run that failed because it could
    /// not be kept; savedAs() follows.
    void saveAs(const QString& file);

    /// Has a design evaluated as a trial of its own, made by hand; also while the run rests. Not undoable:
    /// what was measured stays. \returns the number of trials by now: the new one comes at or after it
    TrialId inject(const space::Design& design);

    // Pins. Every change is undoable; changes of one drag merge into one step.
    [[nodiscard]] const study::Pins& pins() const { return m_pins; }
    [[nodiscard]] const study::Pin* pinOn(const QString& axis) const;
    [[nodiscard]] bool passesPins(const study::Trial& trial) const;
    /// Number of evaluated trials that pass, of all feasible ones.
    [[nodiscard]] quint64 passing() const;
    /// Sets or replaces the pin of its axis; both bounds infinite removes it.
    /// \param drag non-zero while a drag goes on, the same number for the whole drag
    void setPin(const study::Pin& pin, int drag = 0);
    /// Replaces all pins in one step to undo; those whose axis the study lacks are left out.
    void setPins(const study::Pins& pins, const QString& why);
    void removePin(const QString& axis);

    // Compare tray, undoable.
    void addToTray(TrialId id); ///< replaces the last place when full
    void removeFromTray(TrialId id);
    void clearTray();

    // Tags and notes, undoable, kept in the session.
    [[nodiscard]] QString note(TrialId id) const;
    void setNote(TrialId id, const QString& text);

    /// Tags and named sets, undoable, kept in the session.
    [[nodiscard]] DesignMarks& marks();
    /// The search box: which designs a typed expression lets through.
    [[nodiscard]] DesignFilter& filter();
    [[nodiscard]] const QHash<TrialId, QString>& notes() const;

    /// Known machines beside what is found; they have ids of their own (see core/study/reference.h).
    [[nodiscard]] ReferenceShelf& references() const;
    /// Mappings edited by hand, undoable; those with a name are kept in the session.
    [[nodiscard]] MappingShelf& mappings();
    /// Methods side by side on this study's problem; the last race is kept in the session.
    [[nodiscard]] RaceDesk& race();

    /// The explanation of a trial if it is at hand; otherwise null, computed in the background, and
    /// explained(id) follows (once per id, also on failure: then explanationError(id) says why).
    [[nodiscard]] std::shared_ptr<const problem::Explanation> explanation(TrialId id);
    [[nodiscard]] QString explanationError(TrialId id) const;

    /// Small view settings kept in the session (axes of a plot, open tabs). Not undoable.
    [[nodiscard]] QVariant viewSetting(const QString& key, const QVariant& fallback = {}) const;
    void setViewSetting(const QString& key, const QVariant& value);

    /// Asks the front view to show two axes, by name. Where it is not open yet, it finds them in its
    /// settings.
    void showPair(const QString& x, const QString& y);

Q_SIGNALS:
    void snapshotChanged();
    void stateChanged(); ///< of the run
    void pinsChanged();
    void passingChanged();
    void noteChanged(quint64 id);
    void explained(quint64 id);
    void writeFailed(const QString& sentence);
    void savedAs(const QString& file, const QString& problem); ///< empty problem = it worked
    void pairWanted(const QString& x, const QString& y);       ///< by showPair()

private:
    struct Private;
    friend class PinsCommand;
    friend class TrayCommand;
    friend class NoteCommand;
    void restore();
    void adoptSnapshot();
    void forgetLostReferences();
    void applyPins(study::Pins pins);
    void applyTray(const std::vector<TrialId>& tray);
    void applyNote(TrialId id, const QString& text);
    void handOverPins();
    void writePending();

    std::unique_ptr<Private> d;
    std::vector<Axis> m_axes;
    study::SnapshotPtr m_snapshot;
    Selection m_selection;
    Ghost m_ghost;
    QUndoStack m_undo;
    study::Pins m_pins;
};

} // namespace paretoscope::ui::session
