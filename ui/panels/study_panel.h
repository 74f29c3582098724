// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QWidget>

class QVBoxLayout;

namespace paretoscope::ui::panels {

/// What is being asked: the study's description, the choices with their ranges, the objectives, the method.
/// Clicking an axis asks to pin it.
class StudyPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StudyPanel(session::StudyDocument& document, QWidget* parent = nullptr);

Q_SIGNALS:
    void pinWanted(const QString& axisName);

private:
    void addSection(const QString& title);
    void addAxis(const session::Axis& axis);
    void addText(const QString& text);

    session::StudyDocument& m_document;
    QVBoxLayout* m_column;
};

} // namespace paretoscope::ui::panels
