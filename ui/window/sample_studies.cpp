// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sample_studies.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

/// Runs in seconds and shows everything; the others follow by name.
constexpr QLatin1String kFirstSample("dqn-in-seconds.json");

QDir samplesFolder()
{
    const QDir installed(QCoreApplication::applicationDirPath()
                         + QStringLiteral("/../share/paretoscope/studies"));
    return installed.exists() ? installed : QDir(QStringLiteral(PARETOSCOPE_SOURCE_SAMPLES));
}

} // namespace

QList<SampleStudy> sampleStudies()
{
    QList<SampleStudy> samples;
    for (const QFileInfo& info : samplesFolder().entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject study = QJsonDocument::fromJson(file.readAll()).object();
        const QString name = study.value(QLatin1String("name")).toString();
        if (!name.isEmpty())
            samples.append(
                {info.canonicalFilePath(), name, study.value(QLatin1String("description")).toString()});
    }
    std::sort(samples.begin(), samples.end(), [](const SampleStudy& a, const SampleStudy& b) {
        const bool aFirst = a.file.endsWith(kFirstSample), bFirst = b.file.endsWith(kFirstSample);
        return aFirst != bFirst ? aFirst : a.name < b.name;
    });
    return samples;
}

} // namespace paretoscope::ui::window
