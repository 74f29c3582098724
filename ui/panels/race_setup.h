// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_plan.h"
#include "ui/session/study_document.h"

#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include <string>
#include <vector>

namespace paretoscope::ui::panels {

/// Who races, from how many seeds, and how far; remembered with the study.
class RaceSetup : public QWidget
{
    Q_OBJECT

public:
    RaceSetup(session::StudyDocument& document, QWidget* parent);

    [[nodiscard]] study::RacePlan plan() const;
    [[nodiscard]] std::vector<std::string> methods() const; ///< those that are chosen, by name
    void setMethods(const std::vector<std::string>& names);
    /// \param again a race is there already, which another one would replace
    void allowStart(bool allowed, bool again);

Q_SIGNALS:
    void startAsked();

private:
    void buildMethods();
    void refresh();
    void remember();

    session::StudyDocument& m_document;
    QToolButton* m_methods;
    QSpinBox* m_seeds;
    QSpinBox* m_evaluations;
    QToolButton* m_pabo; ///< chooses PABO and what it is compared with
    QPushButton* m_start;
    bool m_allowed = true;
};

} // namespace paretoscope::ui::panels
