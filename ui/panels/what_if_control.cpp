// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_control.h"

#include "ui/look/colours.h"
#include "ui/panels/what_if_words.h"
#include "ui/session/theme_follower.h"

#include <QEvent>
#include <QGridLayout>
#include <QStandardItemModel>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

constexpr std::size_t kMostPlaces = 257; ///< of a slider: about one a pixel
constexpr std::size_t kMostListed = 200; ///< beyond, a list offers one step from where it stands

} // namespace

WhatIfControl::WhatIfControl(const problem::Problem& problem, const std::vector<session::Axis>& axes,
                             std::size_t parameter, QWidget* parent)
    : QWidget(parent)
    , m_space(problem.space())
    , m_axes(axes)
    , m_parameter(parameter)
    , m_name(new QLabel(axisOf(axes, parameter).label, this))
    , m_value(new QLabel(this))
    , m_refusal(new QLabel(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_name, 0, 0);
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_value->setTextFormat(Qt::PlainText);
    m_refusal->setTextFormat(Qt::PlainText);
    m_refusal->setWordWrap(true);
    m_refusal->setProperty("role", QStringLiteral("error"));
    m_refusal->hide();
    using space::ParameterKind;
    const ParameterKind kind = m_space.parameter(parameter).kind();
    if (kind == ParameterKind::Real || kind == ParameterKind::Integer || kind == ParameterKind::Ordinal) {
        m_slider = new WhatIfSlider(this);
        m_slider->setAccessibleName(m_name->text());
        grid->addWidget(m_value, 0, 1);
        grid->addWidget(m_slider, 1, 0, 1, 2);
        connect(m_slider, &WhatIfSlider::chosen, this, [this](int place) {
            m_refusal->hide();
            Q_EMIT chosen(m_parameter, m_choices[static_cast<std::size_t>(place)].value);
        });
        connect(m_slider, &WhatIfSlider::refused, this, &WhatIfControl::refuse);
    } else {
        buildList();
        grid->addWidget(m_list, 0, 1);
        grid->addWidget(m_value, 1, 0, 1, 2);
        grid->setContentsMargins(0, 2, 0, 4);
    }
    grid->addWidget(m_refusal, 2, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    restyle();
    new session::ThemeFollower(this, [this] { restyle(); });
}

void WhatIfControl::buildList()
{
    m_list = new QComboBox(this);
    m_list->setAccessibleName(m_name->text());
    m_list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_list->setMinimumContentsLength(10);
    m_list->setFocusPolicy(Qt::StrongFocus);
    m_list->installEventFilter(this);
    connect(m_list, &QComboBox::activated, this, [this](int place) {
        if (m_choices[static_cast<std::size_t>(place)].breaks != nullptr) {
            fillList(); // back to what it was
            refuse(place);
            return;
        }
        m_refusal->hide();
        Q_EMIT chosen(m_parameter, m_choices[static_cast<std::size_t>(place)].value);
    });
}

QString WhatIfControl::words(std::span<const double> value) const
{
    return valueWords(m_space.parameter(m_parameter), axisOf(m_axes, m_parameter), value);
}

void WhatIfControl::fillList()
{
    m_list->clear();
    auto* items = qobject_cast<QStandardItemModel*>(m_list->model());
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        m_list->addItem(words(m_choices[i].value));
        if (m_choices[i].breaks == nullptr)
            continue;
        const space::Design there = space::withValue(m_space, m_current, m_parameter, m_choices[i].value);
        const int row = static_cast<int>(i);
        m_list->setItemData(row, ruleWords(*m_choices[i].breaks, m_space, there, m_axes), Qt::ToolTipRole);
        if (items != nullptr)
            items->item(row)->setEnabled(false);
    }
    m_list->setCurrentIndex(
        static_cast<int>(space::placeOf(m_choices, m_space.value(m_current, m_parameter))));
}

void WhatIfControl::setDesign(const space::Design& start, const space::Design& current)
{
    m_current = current;
    m_choices = space::choicesFor(m_space, current, m_parameter, m_slider ? kMostPlaces : kMostListed);
    const bool active = !m_choices.empty();
    setEnabled(active);
    m_refusal->hide();
    m_changed = false;
    if (!active) {
        m_value->setText(tr("not in use"));
        if (m_slider)
            m_slider->setPlaces({true}, -1, 0);
        else
            m_list->clear();
        restyle();
        return;
    }
    const auto now = m_space.value(current, m_parameter);
    const auto before = m_space.value(start, m_parameter);
    m_changed = !std::equal(now.begin(), now.end(), before.begin(), before.end());
    const QString was = m_space.isActive(start, m_parameter) ? tr("was %1").arg(words(before))
                                                             : tr("was not in use");
    if (m_slider) {
        m_value->setText(m_changed ? tr("%1  (%2)").arg(words(now), was) : words(now));
        std::vector<bool> legal;
        for (const space::ValueChoice& choice : m_choices)
            legal.push_back(choice.breaks == nullptr);
        const std::size_t from = space::placeOf(m_choices, before);
        m_slider->setPlaces(std::move(legal), from < m_choices.size() ? static_cast<int>(from) : -1,
                            static_cast<int>(space::placeOf(m_choices, now)));
        m_slider->setAccessibleDescription(m_value->text());
    } else {
        fillList();
        m_value->setText(m_changed ? was : QString());
        m_value->setVisible(m_changed);
    }
    restyle();
}

void WhatIfControl::refuse(int place)
{
    const space::ValueChoice& choice = m_choices[static_cast<std::size_t>(place)];
    if (choice.breaks == nullptr)
        return;
    const space::Design there = space::withValue(m_space, m_current, m_parameter, choice.value);
    m_refusal->setText(ruleWords(*choice.breaks, m_space, there, m_axes));
    m_refusal->show();
}

void WhatIfControl::restyle()
{
    const look::Colours colours = look::coloursFor(palette());
    QPalette inked = m_value->palette();
    inked.setColor(QPalette::WindowText, m_changed ? colours.accent : colours.text);
    m_value->setPalette(inked);
    QFont face = font();
    face.setBold(m_changed);
    m_value->setFont(face);
    if (m_slider)
        m_slider->update();
}

bool WhatIfControl::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_list || event->type() != QEvent::Wheel)
        return QWidget::eventFilter(watched, event);
    event->ignore(); // the panel scrolls; a design must not change under a passing wheel
    return true;
}

} // namespace paretoscope::ui::panels
