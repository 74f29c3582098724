// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QWidget>

namespace paretoscope::ui::panels {

/// What the networks of a study learn from, and a button to let them learn from something else: that becomes
/// a study beside this one. Folders are chosen in a dialog
/// that does not hold up the window, those used last stand in the menu. Files are read in the background;
/// what is wrong with them is said below.
class DataChoice : public QWidget
{
    Q_OBJECT

public:
    explicit DataChoice(const session::StudyDocument& document, QWidget* parent = nullptr);

    /// Has a study written that learns from this; written() follows, or a sentence below the button.
    /// \param kind "glyphs", "idx", "cifar" \param folder of the files; unused for glyphs
    void choose(const QString& kind, const QString& folder);
    [[nodiscard]] QString remark() const { return m_remark->text(); }

Q_SIGNALS:
    void written(const QString& file);

private:
    void fill(QMenu& menu); ///< with the folders used last, as they are now
    void browse(const QString& kind);
    const session::StudyDocument& m_document;
    QPushButton* m_button;
    QLabel* m_remark;
    plots::LatestJob m_work;
};

} // namespace paretoscope::ui::panels
