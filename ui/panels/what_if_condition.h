// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/conditions.h"
#include "ui/panels/what_if_slider.h"

#include <QLabel>
#include <QWidget>

namespace paretoscope::ui::panels {

/// One circumstance that results depend on beside the design: its name, its value and what it is in the
/// study, and a slider. No part of a design, so nothing that can be kept.
class WhatIfCondition : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfCondition(problem::Condition condition, QWidget* parent = nullptr);

    [[nodiscard]] double value() const { return m_condition.values[static_cast<std::size_t>(m_place)]; }
    [[nodiscard]] bool isChanged() const { return m_place != m_start; }
    [[nodiscard]] QString valueText() const { return m_value->text(); }
    void reset(); ///< to what it is in the study, without a signal

Q_SIGNALS:
    void changed();

private:
    void choose(int place);
    void showPlace();

    problem::Condition m_condition;
    int m_start = 0; ///< place of the study's value
    int m_place = 0;
    QLabel* m_value;
    WhatIfSlider* m_slider;
};

} // namespace paretoscope::ui::panels
