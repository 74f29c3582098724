// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/space/value_choices.h"
#include "ui/panels/what_if_slider.h"
#include "ui/session/axis.h"

#include <QComboBox>
#include <QLabel>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::panels {

/// One parameter of a design that is being changed: its name, its value and what that was, and a slider for
/// numbers or a list for what has no order. Values that break a rule of the space cannot be reached; pointing
/// at one says which rule.
class WhatIfControl : public QWidget
{
    Q_OBJECT

public:
    WhatIfControl(const problem::Problem& problem, const std::vector<session::Axis>& axes,
                  std::size_t parameter, QWidget* parent = nullptr);

    /// \param start what the design was changed from
    void setDesign(const space::Design& start, const space::Design& current);
    [[nodiscard]] std::size_t parameter() const { return m_parameter; }
    [[nodiscard]] QString valueText() const { return m_value->text(); }
    [[nodiscard]] QString refusal() const { return m_refusal->text(); }

Q_SIGNALS:
    void chosen(std::size_t parameter, const std::vector<double>& value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildList();
    void fillList();
    void refuse(int place);
    void restyle();
    [[nodiscard]] QString words(std::span<const double> value) const;

    const space::Space& m_space;
    const std::vector<session::Axis>& m_axes;
    std::size_t m_parameter;
    std::vector<space::ValueChoice> m_choices;
    space::Design m_current;
    bool m_changed = false;
    QLabel* m_name;
    QLabel* m_value;
    QLabel* m_refusal;
    WhatIfSlider* m_slider = nullptr; ///< one of the two
    QComboBox* m_list = nullptr;
};

} // namespace paretoscope::ui::panels
