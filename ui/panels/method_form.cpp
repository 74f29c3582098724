// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/method_form.h"

#include "ui/panels/labelled.h"
#include "ui/panels/text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QSpinBox>

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::ui::panels {

namespace {

QLabel* wrapped(const QString& what, const char* role, QWidget* parent)
{
    QLabel* label = labelled(what, role, parent);
    label->setWordWrap(true);
    label->setMinimumWidth(1);
    return label;
}

QString numberText(double value)
{
    return QLocale().toString(value, 'g', 6);
}

/// "From 4 to 1,000; 100 unless changed. Source: ..."
QString rangeText(const optimizer::OptionDoc& option)
{
    const QString from = option.source.empty() ? MethodForm::tr("our choice") : text(option.source);
    if (!option.choices.empty()) {
        const auto index = std::min(static_cast<std::size_t>(option.fallback), option.choices.size() - 1);
        return MethodForm::tr("%1 unless changed (%2).").arg(readable(option.choices[index]), from);
    }
    return MethodForm::tr("From %1 to %2; %3 unless changed (%4).")
        .arg(numberText(option.minimum), numberText(option.maximum), numberText(option.fallback), from);
}

/// Enough to tell neighbours apart at the small end of the range.
int decimalsOf(const optimizer::OptionDoc& option)
{
    double least = option.maximum - option.minimum;
    for (const double value : {option.minimum, option.fallback})
        if (value != 0.0)
            least = std::min(least, std::abs(value));
    return std::clamp(static_cast<int>(std::ceil(2.0 - std::log10(std::max(least, 1e-9)))), 1, 9);
}

} // namespace

MethodForm::MethodForm(QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void MethodForm::setMethod(const optimizer::MethodDoc& doc, const optimizer::MethodChoice& choice)
{
    m_doc = doc;
    m_readers.clear();
    auto* page = new QWidget(this);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(4, 0, 12, 8);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(wrapped(text(doc.label), "title", page), 0, 0, 1, 2);
    grid->addWidget(wrapped(text(doc.help), "plain", page), 1, 0, 1, 2);
    if (doc.options.empty())
        grid->addWidget(wrapped(tr("It has nothing to set."), "caption", page), 2, 0, 1, 2);
    for (const optimizer::OptionDoc& option : doc.options)
        addOption(*grid, option, choice.name == doc.name ? choice : optimizer::MethodChoice{});
    grid->setRowStretch(grid->rowCount(), 1);
    setWidget(page); // deletes the former one
}

void MethodForm::addOption(QGridLayout& grid, const optimizer::OptionDoc& option,
                           const optimizer::MethodChoice& choice)
{
    const auto named = [&](const auto& pair) { return pair.first == option.name; };
    QWidget* editor = nullptr;
    if (option.choices.empty()) {
        const auto found = std::find_if(choice.options.begin(), choice.options.end(), named);
        editor = numberEditor(option, found == choice.options.end() ? option.fallback : found->second);
    } else {
        const auto found = std::find_if(choice.choices.begin(), choice.choices.end(), named);
        const auto index = std::min(static_cast<std::size_t>(option.fallback), option.choices.size() - 1);
        editor = choiceEditor(option, found == choice.choices.end() ? option.choices[index] : found->second);
    }
    QWidget* page = grid.parentWidget();
    QLabel* label = wrapped(text(option.label), "plain", page);
    label->setBuddy(editor);
    editor->setAccessibleName(text(option.label));
    editor->setAccessibleDescription(text(option.help));
    editor->setToolTip(text(option.help));
    editor->setMinimumWidth(130);
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->installEventFilter(this);
    const int row = grid.rowCount();
    grid.setRowMinimumHeight(row, 10);
    grid.addWidget(label, row + 1, 0);
    grid.addWidget(editor, row + 1, 1);
    grid.addWidget(wrapped(text(option.help) + QLatin1Char(' ') + rangeText(option), "caption", page),
                   row + 2, 0, 1, 2);
}

/// The wheel scrolls the form; it changes a value only where the keyboard is.
bool MethodForm::eventFilter(QObject* watched, QEvent* event)
{
    const auto* editor = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::Wheel || editor == nullptr || editor->hasFocus())
        return QScrollArea::eventFilter(watched, event);
    event->ignore();
    return true;
}

QWidget* MethodForm::numberEditor(const optimizer::OptionDoc& option, double value)
{
    const std::string name = option.name;
    const QString unit = option.unit.empty() ? QString() : QLatin1Char(' ') + text(option.unit);
    constexpr double kMost = std::numeric_limits<int>::max();
    if (option.whole && option.maximum <= kMost && option.minimum >= -kMost) {
        auto* box = new QSpinBox;
        box->setRange(static_cast<int>(option.minimum), static_cast<int>(option.maximum));
        box->setValue(static_cast<int>(value));
        box->setSuffix(unit);
        connect(box, &QSpinBox::valueChanged, this, &MethodForm::changed);
        m_readers.push_back([box, name](optimizer::MethodChoice& choice) {
            choice.options.emplace_back(name, box->value());
        });
        return box;
    }
    auto* box = new QDoubleSpinBox;
    box->setDecimals(decimalsOf(option));
    box->setRange(option.minimum, option.maximum);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setValue(value);
    box->setSuffix(unit);
    connect(box, &QDoubleSpinBox::valueChanged, this, &MethodForm::changed);
    m_readers.push_back(
        [box, name](optimizer::MethodChoice& choice) { choice.options.emplace_back(name, box->value()); });
    return box;
}

QWidget* MethodForm::choiceEditor(const optimizer::OptionDoc& option, const std::string& value)
{
    auto* box = new QComboBox;
    for (const std::string& name : option.choices)
        box->addItem(readable(name), text(name));
    box->setCurrentIndex(box->findData(text(value)));
    connect(box, &QComboBox::currentIndexChanged, this, &MethodForm::changed);
    m_readers.push_back([box, name = option.name](optimizer::MethodChoice& choice) {
        choice.choices.emplace_back(name, box->currentData().toString().toStdString());
    });
    return box;
}

optimizer::MethodChoice MethodForm::choice() const
{
    optimizer::MethodChoice choice;
    choice.name = m_doc.name;
    for (const Reader& read : m_readers)
        read(choice);
    return choice;
}

} // namespace paretoscope::ui::panels
