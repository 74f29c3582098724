// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QScrollArea>

namespace paretoscope::ui::panels {

/// What is being asked: name, description, objectives, space, method, seed.
class StudyPanel : public QScrollArea
{
    Q_OBJECT

public:
    StudyPanel(session::StudyDocument& document, QWidget* parent);
};

} // namespace paretoscope::ui::panels
