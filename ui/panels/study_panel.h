// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QBoxLayout>
#include <QScrollArea>

namespace paretoscope::ui::panels {

/// What is being asked and how the answer is looked for: name, description, objectives, space, method, seed.
class StudyPanel : public QScrollArea
{
    Q_OBJECT

public:
    StudyPanel(session::StudyDocument& document, QWidget* parent);

    /// No word is cut at its right.
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// Offers to search the same study with another method.
    void searchAgain();

Q_SIGNALS:
    void openRequested(const QString& file); ///< a study was written that wants to be opened

private:
    void addSearchAgain(QBoxLayout& column, QWidget* page);
    session::StudyDocument& m_document;
};

} // namespace paretoscope::ui::panels
