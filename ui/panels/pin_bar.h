// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace paretoscope::ui::panels {

/// Every active pin as a chip: what it limits, whether it steers the search, and a cross. No hidden state:
/// what filters the views stands here, with how many designs pass.
class PinBar : public QWidget
{
    Q_OBJECT

public:
    explicit PinBar(session::StudyDocument& document, QWidget* parent = nullptr);

    /// Opens the typed editor, with the axis' name and its present limit (or a sensible sign) written
    /// already.
    void addPin(const QString& axisName = {});

private:
    void rebuild();
    void showCount();
    void edit(const QString& text);
    void acceptTyped();
    void closeEditor();
    [[nodiscard]] QWidget* chipFor(const study::Pin& pin);
    [[nodiscard]] QString mostExcluding() const;

    session::StudyDocument& m_document;
    QHBoxLayout* m_chips;
    QToolButton* m_add;
    QLineEdit* m_editor;
    QLabel* m_problem;
    QLabel* m_count;
};

} // namespace paretoscope::ui::panels
