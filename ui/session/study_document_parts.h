// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/session/session_keys.h"
#include "ui/session/study_document.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <QVariantMap>

namespace paretoscope::ui::session {

class Explainer;
class PassingCounter;

/// What a document is made of; for its own source files.
struct StudyDocument::Private
{
    std::shared_ptr<study::Session> session; ///< shared with the saving under another name
    std::shared_ptr<SnapshotBell> bell;
    std::unique_ptr<study::Runner> runner; ///< after the session, which outlives it
    std::unique_ptr<study::PinFilter> filter;
    PassingCounter* counter = nullptr;
    Explainer* explainer = nullptr;
    MappingShelf* mappings = nullptr;
    RaceDesk* race = nullptr;
    DesignMarks* marks = nullptr;
    DesignFilter* filterBox = nullptr;
    ReferenceShelf* references = nullptr;
    QSet<TrialId> outside; ///< references outside of the space that were asked for an explanation
    QTimer* adopt = nullptr;
    QTimer* handOver = nullptr;
    QTimer* write = nullptr;
    QElapsedTimer sinceAdopted;
    QHash<TrialId, QString> notes;
    QVariantMap view;
    Left left = Left::New;
    study::RunState state = study::RunState::Idle;
    bool pinsDirty = false; ///< not handed over to the run yet
    bool focusDirty = false;
    bool viewDirty = false;

    void keepRun(const char* how) { session->put(kRunKey, how); }
};

} // namespace paretoscope::ui::session
