// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

namespace paretoscope::ui::panels {

/// Every pin in force, as a row of chips: no limit acts without being seen. Pins are typed here, too.
class PinBar : public QWidget
{
    Q_OBJECT

public:
    PinBar(session::StudyDocument& document, QWidget* parent);

    /// Opens the line for typing a pin, with `text` in it.
    void type(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    void showCount();
    void accept();
    void fix(study::Pin pin, const session::Axis& axis);
    void closeLine();
    session::StudyDocument& m_document;
    QHBoxLayout* m_chips;
    QPushButton* m_add;
    QLineEdit* m_line;
    QLabel* m_complaint;
    QLabel* m_count;
};

} // namespace paretoscope::ui::panels
