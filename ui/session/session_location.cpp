// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_location.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>

namespace paretoscope::ui::session {

std::filesystem::path sessionFileFor(const std::filesystem::path& studyFile, std::uint64_t fingerprint)
{
    const QDir data(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    const QString name = QStringLiteral("%1-%2.pscope")
                             .arg(QString::fromStdString(studyFile.stem().string()))
                             .arg(fingerprint & 0xffffffffU, 8, 16, QLatin1Char('0'));
    return std::filesystem::path(data.filePath(QStringLiteral("sessions/") + name).toStdString());
}

std::filesystem::path studyFileFor(const std::string& name, const std::string& method,
                                   std::uint64_t fingerprint)
{
    static const QRegularExpression odd(QStringLiteral("[^\\p{L}\\p{N}]+"));
    const QDir data(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    const QString file = QStringLiteral("studies/%1-%2-%3.json")
                             .arg(QString::fromStdString(name).toLower().left(60).replace(
                                      odd, QStringLiteral("-")),
                                  QString::fromStdString(method))
                             .arg(fingerprint & 0xffffffffU, 8, 16, QLatin1Char('0'));
    return data.filePath(file).toStdString();
}

bool looksLikeSession(const std::filesystem::path& file)
{
    constexpr char kMagic[] = "SQLite format 3"; // the 16th byte is the terminating zero
    QFile opened(QString::fromStdString(file.string()));
    return opened.open(QIODevice::ReadOnly)
           && opened.read(sizeof kMagic) == QByteArray(kMagic, sizeof kMagic);
}

} // namespace paretoscope::ui::session
