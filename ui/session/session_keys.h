// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/selection.h"

#include <nlohmann/json.hpp>

#include <QHash>
#include <QString>
#include <QVariant>

#include <functional>
#include <optional>
#include <vector>

namespace paretoscope::ui::session {

// What the desktop program keeps in a session beside the trials and pins, and how it is written.
inline constexpr const char* kTrayKey = "tray";
inline constexpr const char* kFocusKey = "focus";
inline constexpr const char* kNotesKey = "notes";
inline constexpr const char* kMappingsKey = "mappings";
inline constexpr const char* kMarksKey = "marks";
inline constexpr const char* kViewKey = "view";
inline constexpr const char* kRunKey = "run";

// Values of kRunKey: what to do with the run when the session is opened again.
inline constexpr const char* kRunGoesOn = "goes_on"; ///< closed while it ran
inline constexpr const char* kRunning = "running";   ///< not closed at all: the process died
inline constexpr const char* kRunPaused = "paused";
inline constexpr const char* kRunEnded = "ended"; ///< stopped or finished

// Readers take whatever a damaged or foreign file holds and keep what makes sense.
[[nodiscard]] nlohmann::json trayToJson(const std::vector<TrialId>& tray);
[[nodiscard]] std::vector<TrialId> trayFromJson(const nlohmann::json& kept,
                                                const std::function<bool(TrialId)>& isKnown);
[[nodiscard]] nlohmann::json focusToJson(std::optional<TrialId> focus);
[[nodiscard]] std::optional<TrialId> focusFromJson(const nlohmann::json& kept,
                                                   const std::function<bool(TrialId)>& isKnown);
[[nodiscard]] nlohmann::json notesToJson(const QHash<TrialId, QString>& notes);
[[nodiscard]] QHash<TrialId, QString> notesFromJson(const nlohmann::json& kept);
/// Texts, numbers, booleans, lists and maps of these; others do not survive.
[[nodiscard]] nlohmann::json settingsToJson(const QVariantMap& settings);
[[nodiscard]] QVariantMap settingsFromJson(const nlohmann::json& kept);

} // namespace paretoscope::ui::session
