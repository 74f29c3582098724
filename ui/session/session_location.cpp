// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_location.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>

#include <system_error>
#include <utility>

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

Result<std::unique_ptr<study::Session>> openSessionOf(const std::filesystem::path& studyFile,
                                                      std::filesystem::path sessionFile, bool& isNew)
{
    const Result<study::Study> study = study::readStudy(studyFile);
    if (!study)
        return study.error();
    const std::uint64_t wanted = study::fingerprint(*study->document);
    if (sessionFile.empty())
        sessionFile = sessionFileFor(studyFile, wanted);
    std::error_code failure;
    isNew = !std::filesystem::exists(sessionFile, failure);
    if (isNew) {
        if (sessionFile.has_parent_path())
            std::filesystem::create_directories(sessionFile.parent_path(), failure);
        return study::Session::create(sessionFile, *study);
    }
    Result<std::unique_ptr<study::Session>> session = study::Session::open(sessionFile);
    if (session && study::fingerprint(*session.value()->study().document) != wanted)
        return Error{ErrorCode::InvalidInput, "The session belongs to another study.", sessionFile.string(),
                     "Name another session file, or open the session itself."};
    return session;
}

} // namespace paretoscope::ui::session
