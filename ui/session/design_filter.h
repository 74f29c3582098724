// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial_filter.h"
#include "ui/session/selection.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

class QTimer;

namespace paretoscope::ui::session {

class StudyDocument;

/// A search expression in force (see study::TrialFilter). What it lets through is the selection's filter, so
/// every view shows it as it shows a brush. New designs are sorted as they come, and everything again when
/// the expression, the pins, notes, tags or sets change, in slices of a few milliseconds. The text is kept in
/// the session.
class DesignFilter : public QObject
{
    Q_OBJECT

public:
    explicit DesignFilter(StudyDocument& document);
    ~DesignFilter() override;

    /// Empty = no filter. Errors: the expression is not understood, in one sentence; what was in force stays.
    [[nodiscard]] Status set(const QString& text);
    [[nodiscard]] QString text() const { return m_text; } ///< of what is in force
    [[nodiscard]] bool isActive() const { return m_filter.has_value(); }
    /// Designs that match, of those looked at so far. Where none does, nothing is hidden.
    [[nodiscard]] std::size_t matching() const { return m_matching.size(); }
    [[nodiscard]] bool isComplete() const; ///< all designs were looked at

Q_SIGNALS:
    void changed(); ///< the text, or how many match

private:
    class Facts;
    void restart();
    void adopt();
    void advance();

    StudyDocument& m_document;
    std::unique_ptr<Facts> m_facts;
    QTimer* m_settle;
    std::optional<study::TrialFilter> m_filter;
    QString m_text;
    std::vector<TrialId> m_matching; ///< ascending
    std::size_t m_seen = 0;
    bool m_scheduled = false;
};

} // namespace paretoscope::ui::session
