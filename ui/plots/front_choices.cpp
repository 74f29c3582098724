// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/front_choices.h"

#include "ui/look/colours.h"
#include "ui/plots/elided_choice.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

namespace {

constexpr int kFewestLetters = 5; ///< of a choice, in a narrow window

} // namespace

FrontChoices::FrontChoices(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
{
    auto* bar = new QHBoxLayout(this);
    bar->setContentsMargins(6, 4, 6, 2);
    bar->setSpacing(4);
    buildAxes(*bar);
    bar->addStretch(1);
    buildTools(*bar);
    restore();
    drawIcons();
}

void FrontChoices::buildAxes(QBoxLayout& bar)
{
    const auto changed = [this] {
        keep();
        Q_EMIT axesChanged();
    };
    const auto choice = [this, &bar, changed](const QString& word, const QString& name) {
        auto* label = new QLabel(word, this);
        auto* box = new ElidedChoice(this);
        box->setAccessibleName(name);
        box->setToolTip(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(kFewestLetters);
        box->setIconSize({0, 0}); // room would be kept for one
        label->setBuddy(box);
        bar.addWidget(label);
        bar.addWidget(box, 3);
        connect(box, &QComboBox::activated, this, changed);
        return box;
    };
    const auto logarithm = [this, &bar, changed](const QString& name) {
        auto* button = new QToolButton(this);
        button->setText(tr("log"));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setAccessibleName(name);
        button->setToolTip(tr("Equal ratios are equal lengths"));
        bar.addWidget(button);
        connect(button, &QToolButton::clicked, this, changed);
        return button;
    };
    m_x = choice(tr("x"), tr("Horizontal axis"));
    m_logX = logarithm(tr("Logarithmic horizontal axis"));
    m_y = choice(tr("y"), tr("Vertical axis"));
    m_logY = logarithm(tr("Logarithmic vertical axis"));
    m_colour = choice(tr("colour"), tr("Colour of the designs"));
    m_size = choice(tr("size"), tr("Size of the markers"));
}

void FrontChoices::buildTools(QBoxLayout& bar)
{
    m_tools = new QButtonGroup(this);
    const auto tool = [this, &bar](FrontTool which, const QString& name, const QString& how) {
        auto* button = new QToolButton(this);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setAccessibleName(name);
        button->setToolTip(how);
        m_tools->addButton(button, static_cast<int>(which));
        bar.addWidget(button);
    };
    tool(FrontTool::Box, tr("Select by a box"), tr("Drag a box around designs. Ctrl adds to the selection."));
    tool(FrontTool::Lasso, tr("Select by a line"),
         tr("Draw a line around designs (Alt+drag). Ctrl adds to the selection."));
    tool(FrontTool::Zoom, tr("Zoom in"), tr("Drag a box to look closer (Shift+drag)"));
    tool(FrontTool::Ruler, tr("Compare two designs"),
         tr("Drag from one design of the front to another to read what the change costs and buys"));
    setTool(FrontTool::Box);

    auto* shown = new QToolButton(this);
    shown->setText(tr("show"));
    shown->setAccessibleName(tr("What is shown"));
    shown->setPopupMode(QToolButton::InstantPopup);
    shown->setAutoRaise(true);
    auto* menu = new QMenu(shown);
    const auto option = [this, menu](const QString& text) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this] {
            keep();
            Q_EMIT shownChanged();
        });
        return action;
    };
    m_region = option(tr("Region that the front dominates"));
    m_infeasible = option(tr("Infeasible designs"));
    m_products = option(tr("Lines of a reference's product (where the axes are its factors)"));
    shown->setMenu(menu);
    bar.addWidget(shown);

    auto* whole = new QToolButton(this);
    whole->setText(tr("fit"));
    whole->setAutoRaise(true);
    whole->setAccessibleName(tr("Fit the view"));
    whole->setToolTip(tr("Show everything (0)"));
    connect(whole, &QToolButton::clicked, this, &FrontChoices::fitWanted);
    bar.addWidget(whole);
}

void FrontChoices::restore()
{
    QStringList objectives;
    const std::vector<session::Axis>& axes = m_document.axes();
    m_colour->addItem(tr("none"), QString());
    m_size->addItem(tr("none"), QString());
    for (const session::Axis& axis : axes) {
        for (QComboBox* box : {m_x, m_y, m_colour, m_size})
            box->addItem(axis.label, axis.name);
        if (axis.isObjective)
            objectives << axis.name;
    }
    const auto choose = [this](QComboBox* box, const char* key, const QString& fallback) {
        const QString name = m_document.viewSetting(QLatin1String(key), fallback).toString();
        box->setCurrentIndex(std::max(0, box->findData(name)));
    };
    choose(m_x, "front/x", objectives.value(objectives.size() > 1 ? 1 : 0));
    choose(m_y, "front/y", objectives.value(0));
    choose(m_colour, "front/colour", objectives.value(2));
    choose(m_size, "front/size", QString());
    const auto byNature = [&axes](QComboBox* box) {
        const int i = session::axisNamed(axes, box->currentData().toString());
        return i >= 0 && axes[static_cast<std::size_t>(i)].logarithmic;
    };
    const auto isOn = [this](const char* key, bool fallback) {
        return m_document.viewSetting(QLatin1String(key), fallback).toBool();
    };
    m_logX->setChecked(isOn("front/logX", byNature(m_x)));
    m_logY->setChecked(isOn("front/logY", byNature(m_y)));
    m_infeasible->setChecked(isOn("front/infeasible", false));
    m_region->setChecked(isOn("front/region", true));
    m_products->setChecked(isOn("front/products", true));
}

void FrontChoices::keep()
{
    const auto set = [this](const char* key, const QVariant& value) {
        m_document.setViewSetting(QLatin1String(key), value);
    };
    set("front/x", m_x->currentData());
    set("front/y", m_y->currentData());
    set("front/colour", m_colour->currentData());
    set("front/size", m_size->currentData());
    set("front/logX", m_logX->isChecked());
    set("front/logY", m_logY->isChecked());
    set("front/infeasible", m_infeasible->isChecked());
    set("front/region", m_region->isChecked());
    set("front/products", m_products->isChecked());
}

FrontScene::Axes FrontChoices::axes() const
{
    const std::vector<session::Axis>& axes = m_document.axes();
    const auto chosen = [&axes](const QComboBox* box) -> std::optional<session::Axis> {
        const int i = session::axisNamed(axes, box->currentData().toString());
        return i < 0 ? std::nullopt : std::optional(axes[static_cast<std::size_t>(i)]);
    };
    return {chosen(m_x).value_or(session::Axis()),
            chosen(m_y).value_or(session::Axis()),
            chosen(m_colour),
            chosen(m_size),
            m_logX->isChecked(),
            m_logY->isChecked()};
}

void FrontChoices::choose(const QString& x, const QString& y, const QString& colour, const QString& size)
{
    const auto set = [](QComboBox* box, const QString& name) {
        if (const int i = box->findData(name); i >= 0)
            box->setCurrentIndex(i);
    };
    set(m_x, x);
    set(m_y, y);
    set(m_colour, colour);
    set(m_size, size);
    keep();
    Q_EMIT axesChanged();
}

void FrontChoices::choosePair(const QString& x, const QString& y)
{
    choose(x, y, m_colour->currentData().toString(), m_size->currentData().toString());
}

bool FrontChoices::showsInfeasible() const
{
    return m_infeasible->isChecked();
}

bool FrontChoices::showsRegion() const
{
    return m_region->isChecked();
}

bool FrontChoices::showsProducts() const
{
    return m_products->isChecked();
}

FrontTool FrontChoices::tool() const
{
    return static_cast<FrontTool>(m_tools->checkedId());
}

void FrontChoices::setTool(FrontTool tool)
{
    m_tools->button(static_cast<int>(tool))->setChecked(true);
}

void FrontChoices::drawIcons()
{
    const QColor ink = look::coloursFor(palette()).text;
    for (QAbstractButton* button : m_tools->buttons())
        button->setIcon(toolIcon(static_cast<FrontTool>(m_tools->id(button)), ink));
}

void FrontChoices::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_tools)
        drawIcons();
}

} // namespace paretoscope::ui::plots
