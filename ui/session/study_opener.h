// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QObject>

#include <memory>
#include <thread>

namespace paretoscope::ui::session {

/// Opens studies and sessions on a thread of its own, one at a time, and says on the UI thread what came of
/// it. Asked again while it works, it drops the former result.
class StudyOpener : public QObject
{
    Q_OBJECT

public:
    using OpenedPtr = std::shared_ptr<StudyDocument::Opened>;

    explicit StudyOpener(QObject* parent = nullptr);
    ~StudyOpener() override; ///< waits for the work at hand

    /// \param session see StudyDocument::open
    void open(const QString& file, const QString& session = {});
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void opened(const StudyOpener::OpenedPtr& opened, const QString& file);
    void failed(const paretoscope::Error& error, const QString& file);

private:
    void finish(quint64 generation, const std::shared_ptr<Result<StudyDocument::Opened>>& result,
                const QString& file);
    quint64 m_generation = 0;
    bool m_busy = false;
    std::jthread m_thread; ///< last: joined before the rest goes
};

} // namespace paretoscope::ui::session
