// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_condition.h"

#include "ui/look/quantity.h"
#include "ui/panels/text.h"

#include <QGridLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

WhatIfCondition::WhatIfCondition(problem::Condition condition, QWidget* parent)
    : QWidget(parent)
    , m_condition(std::move(condition))
    , m_value(new QLabel(this))
    , m_slider(new WhatIfSlider(this))
{
    const std::vector<double>& values = m_condition.values;
    m_start = static_cast<int>(std::find(values.begin(), values.end(), m_condition.value) - values.begin());
    setToolTip(text(m_condition.help));
    auto* name = new QLabel(text(m_condition.label), this);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setTextFormat(Qt::PlainText);
    m_slider->setAccessibleName(name->text());
    m_slider->setAccessibleDescription(toolTip());
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(0);
    grid->addWidget(name, 0, 0);
    grid->addWidget(m_value, 0, 1);
    grid->addWidget(m_slider, 1, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    connect(m_slider, &WhatIfSlider::chosen, this, &WhatIfCondition::choose);
    reset();
}

void WhatIfCondition::choose(int place)
{
    if (place == m_place)
        return;
    m_place = place;
    showPlace();
    Q_EMIT changed();
}

void WhatIfCondition::reset()
{
    m_place = m_start;
    showPlace();
}

void WhatIfCondition::showPlace()
{
    const auto words = [this](double value) {
        return m_condition.unit.empty() ? percent(value) : look::quantity(value, text(m_condition.unit));
    };
    const double before = m_condition.values[static_cast<std::size_t>(m_start)];
    m_value->setText(isChanged() ? tr("%1 (was %2)").arg(words(value()), words(before)) : words(value()));
    m_slider->setPlaces(std::vector<bool>(m_condition.values.size(), true), m_start, m_place);
}

} // namespace paretoscope::ui::panels
