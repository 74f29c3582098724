// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_keys.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace paretoscope::ui::session {

using nlohmann::json;

json trayToJson(const std::vector<TrialId>& tray)
{
    return tray;
}

std::vector<TrialId> trayFromJson(const json& kept, const std::function<bool(TrialId)>& isKnown)
{
    std::vector<TrialId> tray;
    if (!kept.is_array())
        return tray;
    for (const json& id : kept) {
        if (id.is_number_unsigned() && isKnown(id.get<TrialId>()) && tray.size() < Selection::kTrayPlaces)
            tray.push_back(id.get<TrialId>());
    }
    return tray;
}

json focusToJson(std::optional<TrialId> focus)
{
    return focus ? json(*focus) : json();
}

std::optional<TrialId> focusFromJson(const json& kept, const std::function<bool(TrialId)>& isKnown)
{
    if (kept.is_number_unsigned() && isKnown(kept.get<TrialId>()))
        return kept.get<TrialId>();
    return std::nullopt;
}

json notesToJson(const QHash<TrialId, QString>& notes)
{
    json made = json::object();
    for (auto note = notes.begin(); note != notes.end(); ++note)
        made[std::to_string(note.key())] = note.value().toStdString();
    return made;
}

QHash<TrialId, QString> notesFromJson(const json& kept)
{
    QHash<TrialId, QString> notes;
    if (!kept.is_object())
        return notes;
    for (const auto& [key, text] : kept.items()) {
        bool good = false;
        const TrialId id = QString::fromStdString(key).toULongLong(&good);
        if (good && text.is_string())
            notes.insert(id, QString::fromStdString(text.get<std::string>()));
    }
    return notes;
}

json settingsToJson(const QVariantMap& settings)
{
    const QByteArray text = QJsonDocument(QJsonObject::fromVariantMap(settings))
                                .toJson(QJsonDocument::Compact);
    return json::parse(text.begin(), text.end(), nullptr, false);
}

QVariantMap settingsFromJson(const json& kept)
{
    if (!kept.is_object())
        return {};
    const std::string text = kept.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object().toVariantMap();
}

} // namespace paretoscope::ui::session
