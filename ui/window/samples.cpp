// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/samples.h"

#include "core/base/json_reader.h"

#include <QCoreApplication>
#include <QDir>

namespace paretoscope::ui::window {

namespace {

QDir resourceFolder()
{
    const QDir installed(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/paretoscope"));
    return installed.exists() ? installed : QDir(QStringLiteral(PARETOSCOPE_RESOURCE_DIR));
}

} // namespace

std::vector<Sample> findSamples()
{
    std::vector<Sample> samples;
    QDir folder = resourceFolder();
    if (!folder.cd(QStringLiteral("studies")))
        return samples;
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString file = folder.filePath(name);
        const auto json = readJsonFile(file.toStdString(), 1U << 20U);
        if (!json || !json->is_object())
            continue;
        samples.push_back({QString::fromStdString(json->value("name", name.toStdString())),
                           QString::fromStdString(json->value("description", std::string())), file});
    }
    return samples;
}

} // namespace paretoscope::ui::window
