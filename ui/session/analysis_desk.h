// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <cstddef>
#include <memory>
#include <optional>

namespace paretoscope::analysis {
class Analyst;
struct OutcomeFacts;
} // namespace paretoscope::analysis

namespace paretoscope::ui::session {

using AnalystPtr = std::shared_ptr<const analysis::Analyst>;

/// Keeps the newest models of a document's trials for all the views that show them, and which outcome and
/// parameter they show. A fit takes seconds, so it has a thread of its own and begins only when a view that
/// is seen asks: at first, and again when the trials have grown by more than a tenth.
class AnalysisDesk : public QObject
{
    Q_OBJECT

public:
    /// The one of this document; made when it is first asked for, gone with the document.
    [[nodiscard]] static AnalysisDesk& of(StudyDocument& document);
    ~AnalysisDesk() override;

    /// Says that a view is looking. Cheap; call it at every refresh.
    void want();
    /// Fits anew at once, if any trial is new or the last fit failed.
    void refit();

    [[nodiscard]] AnalystPtr analyst() const { return m_analyst; } ///< null until a fit is there
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// How things stand, in a sentence: what the models rest on, that they are being fitted, or why there are
    /// none.
    [[nodiscard]] QString sentence() const;

    /// Of Analyst::outcomes(); always one that there is, 0 while there are none.
    [[nodiscard]] std::size_t outcome() const;
    void setOutcome(std::size_t outcome);
    /// The parameter that comes first in slices and maps.
    [[nodiscard]] std::size_t parameter() const;
    void setParameter(std::size_t parameter);
    /// The design that slices pass through: the focus, or else the knee, or else the first of the front.
    [[nodiscard]] std::optional<TrialId> centre() const;
    /// Whether a design passes the pins and the brush.
    [[nodiscard]] bool isLit(TrialId id) const;

Q_SIGNALS:
    void changed(); ///< models or the sentence
    void chosen();  ///< another outcome or parameter

private:
    struct Work;
    explicit AnalysisDesk(StudyDocument& document);
    void start();
    void finish(const std::shared_ptr<Work>& work);
    void showProgress(double share);

    StudyDocument& m_document;
    AnalystPtr m_analyst;
    QString m_problem;
    std::shared_ptr<Work> m_work; ///< of the fit that is going on
    QElapsedTimer m_since;        ///< since the last fit ended
    qint64 m_took_ms = 0;
    quint64 m_triedWith = 0; ///< trials of the last attempt
    int m_percent = 0;
    bool m_busy = false;
};

/// "Energy", "Area over its limit", "Whether it works".
[[nodiscard]] QString outcomeName(const analysis::OutcomeFacts& facts, const problem::Problem& problem);
/// Base unit of its values.
[[nodiscard]] QString outcomeUnit(const analysis::OutcomeFacts& facts, const problem::Problem& problem);
/// "explains 87 %", or that it explains nothing.
[[nodiscard]] QString explainedText(const analysis::OutcomeFacts& facts);
/// The same where there is little room: "fit 87 %".
[[nodiscard]] QString fitText(const analysis::OutcomeFacts& facts);
/// Models that explain less than half of the variation should not be trusted (our choice).
[[nodiscard]] bool isPoor(const analysis::OutcomeFacts& facts);

} // namespace paretoscope::ui::session
