// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QWidget>

namespace paretoscope::ui::panels {

/// What narrows the designs beside the pins: the search in force, the brush, and the sets people keep, each
/// with its count and a cross. Says what is wrong with a search, too. There is nothing to see while there is
/// nothing of these.
class MarkBar : public QWidget
{
    Q_OBJECT

public:
    MarkBar(session::StudyDocument& document, QWidget* parent);

    void complain(const QString& sentence); ///< empty = all is well
    [[nodiscard]] bool isEmpty() const;

Q_SIGNALS:
    void keepRequested(); ///< the brush, as a set
    void emptied(bool empty);

private:
    void rebuild();
    void showCounts();
    void addSearch();
    void addBrush();
    void addSet(int place);

    session::StudyDocument& m_document;
    QLabel* m_complaint;
    QWidget* m_row;
    QHBoxLayout* m_chips;
    QLabel* m_searchText = nullptr; ///< of the chip at hand
    QLabel* m_brushText = nullptr;
    QStringList m_shown; ///< which chips, so that only counts change while a run goes on
};

} // namespace paretoscope::ui::panels
