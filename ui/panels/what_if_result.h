// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/what_if_evaluation.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::panels {

/// What a changed design costs beside the design it was changed from: each metric with the change in value
/// and in percent and a glyph that says better or worse, and its place in the front.
class WhatIfResult : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfResult(session::StudyDocument& document, QWidget* parent = nullptr);

    /// \param answer null while nothing was changed: the start stands alone
    void show(const study::Trial& start, const WhatIfAnswerPtr& answer);
    void setWaiting(bool waiting);                               ///< numbers are of the step before
    [[nodiscard]] QString valueText(const QString& axis) const;  ///< as shown
    [[nodiscard]] QString changeText(const QString& axis) const; ///< as shown
    [[nodiscard]] QString placeText() const { return m_place->text(); }

private:
    struct Row
    {
        std::size_t axis = 0;
        QLabel* name = nullptr;
        QLabel* value = nullptr;
        QLabel* change = nullptr;
        int better = 0;
    };
    void fill(Row& row, double before, double after, bool changed);
    void restyle();

    session::StudyDocument& m_document;
    std::vector<Row> m_rows;
    QLabel* m_place;
    bool m_waiting = false;
};

} // namespace paretoscope::ui::panels
