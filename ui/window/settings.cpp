// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/settings.h"

#include "core/base/json_reader.h"

#include <nlohmann/json.hpp>

#include <QFileInfo>

namespace paretoscope::ui::window {

namespace {

const QString kVersionKey = QStringLiteral("version");
const QString kThemeKey = QStringLiteral("look/theme");
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kDocksKey = QStringLiteral("window/docks");
const QString kRecentKey = QStringLiteral("files/recent");
const QString kPinsKey = QStringLiteral("pins");
const QString kCommandsKey = QStringLiteral("commands/allowed");
const QString kTourKey = QStringLiteral("tour/done");

const QStringList kThemes{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};

} // namespace

Settings::Settings(std::unique_ptr<QSettings> store)
    : m_store(std::move(store))
{
    if (m_store->value(kVersionKey, kVersion).toInt() != kVersion)
        forgetLayout();
    m_store->setValue(kVersionKey, kVersion);
}

look::Theme Settings::theme() const
{
    const auto place = kThemes.indexOf(m_store->value(kThemeKey).toString());
    return place < 0 ? look::Theme::System : static_cast<look::Theme>(place);
}

void Settings::setTheme(look::Theme theme)
{
    m_store->setValue(kThemeKey, kThemes[static_cast<int>(theme)]);
}

QByteArray Settings::geometry() const
{
    return m_store->value(kGeometryKey).toByteArray();
}
void Settings::setGeometry(const QByteArray& geometry)
{
    m_store->setValue(kGeometryKey, geometry);
}
QByteArray Settings::docks() const
{
    return m_store->value(kDocksKey).toByteArray();
}
void Settings::setDocks(const QByteArray& docks)
{
    m_store->setValue(kDocksKey, docks);
}

void Settings::forgetLayout()
{
    m_store->remove(kGeometryKey);
    m_store->remove(kDocksKey);
}

QStringList Settings::recentFiles() const
{
    QStringList files;
    for (const QString& file : m_store->value(kRecentKey).toStringList()) {
        if (files.size() < kRecent && QFileInfo::exists(file))
            files << file;
    }
    return files;
}

void Settings::addRecentFile(const QString& file)
{
    QStringList files = m_store->value(kRecentKey).toStringList();
    const QString full = QFileInfo(file).absoluteFilePath();
    files.removeAll(full);
    files.prepend(full);
    m_store->setValue(kRecentKey, files.mid(0, kRecent));
}

QMap<QString, study::Pins> Settings::savedPins() const
{
    QMap<QString, study::Pins> saved;
    const QVariantMap kept = m_store->value(kPinsKey).toMap();
    for (auto each = kept.begin(); each != kept.end(); ++each) {
        const Result<nlohmann::json> json = parseJson(each.value().toString().toStdString(), "settings");
        const Result<study::Pins> pins = json ? study::pinsFromJson(*json, "settings")
                                              : Result<study::Pins>(json.error());
        if (pins && !pins->empty())
            saved.insert(each.key(), *pins);
    }
    return saved;
}

void Settings::savePins(const QString& name, const study::Pins& pins)
{
    QVariantMap kept = m_store->value(kPinsKey).toMap();
    if (pins.empty())
        kept.remove(name);
    else
        kept.insert(name, QString::fromStdString(study::pinsToJson(pins).dump()));
    m_store->setValue(kPinsKey, kept);
}

bool Settings::isTourDone() const
{
    return m_store->value(kTourKey, false).toBool();
}

void Settings::setTourDone(bool done)
{
    m_store->setValue(kTourKey, done);
}

bool Settings::isCommandAllowed(const QString& key) const
{
    return m_store->value(kCommandsKey).toStringList().contains(key);
}

void Settings::allowCommand(const QString& key)
{
    QStringList keys = m_store->value(kCommandsKey).toStringList();
    keys.removeAll(key);
    keys.prepend(key);
    m_store->setValue(kCommandsKey, keys.mid(0, kCommands));
}

} // namespace paretoscope::ui::window
