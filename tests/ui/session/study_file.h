// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace paretoscope::ui {

/// What the program keeps of its own goes to a folder of this process alone, whatever else runs meanwhile.
struct OwnDataFolder
{
    QTemporaryDir folder;
    OwnDataFolder() { qputenv("XDG_DATA_HOME", folder.path().toLocal8Bit()); }
};

/// A study of a closed-form problem in a folder of its own, with the session beside it.
struct StudyFile
{
    QTemporaryDir folder;
    QString study = folder.filePath(QStringLiteral("study.json"));
    QString session = folder.filePath(QStringLiteral("study.pscope"));

    /// \param evaluation_s time that one evaluation takes
    explicit StudyFile(int evaluations, double evaluation_s = 0.0, const char* function = "zdt1")
    {
        write(study, QStringLiteral(R"({"format": "paretoscope-study", "version": 1, "name": "Small", )"
                                    R"("description": "For tests.", "problem": {"model": "test", )"
                                    R"("function": "%1", "variables": 4, "evaluation_s": %2}, )"
                                    R"("method": {"name": "random"}, "evaluations": %3, "seed": 3})")
                         .arg(QLatin1String(function))
                         .arg(evaluation_s)
                         .arg(evaluations));
    }

    static void write(const QString& path, const QString& text)
    {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text.toUtf8());
    }
};

} // namespace paretoscope::ui
