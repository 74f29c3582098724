// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_opener.h"

#include <QMetaObject>

#include <exception>

namespace paretoscope::ui::session {

StudyOpener::StudyOpener(QObject* parent)
    : QObject(parent)
{ }

StudyOpener::~StudyOpener() = default;

void StudyOpener::open(const QString& file, const QString& session)
{
    m_busy = true;
    const quint64 generation = ++m_generation;
    // The new thread waits for the former one, so that the screen need not.
    m_thread = std::jthread([this, file, session, generation, former = std::move(m_thread)]() mutable {
        former = std::jthread();
        auto result = std::make_shared<Result<StudyDocument::Opened>>(Error{});
        try {
            *result = StudyDocument::open(file.toStdString(), session.toStdString(), {});
        } catch (const std::exception& failure) {
            *result = Error{ErrorCode::Internal, failure.what(), file.toStdString(), {}};
        }
        QMetaObject::invokeMethod(
            this, [this, generation, result, file] { finish(generation, result, file); },
            Qt::QueuedConnection);
    });
}

void StudyOpener::finish(quint64 generation, const std::shared_ptr<Result<StudyDocument::Opened>>& result,
                         const QString& file)
{
    if (generation != m_generation)
        return;
    m_busy = false;
    if (*result)
        Q_EMIT opened(std::make_shared<StudyDocument::Opened>(std::move(*result).value()), file);
    else
        Q_EMIT failed(result->error(), file);
}

} // namespace paretoscope::ui::session
