// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_bar.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/pin_text.h"
#include "ui/session/refresh_gate.h"

#include <QCheckBox>
#include <QCompleter>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

namespace paretoscope::ui::panels {

PinBar::PinBar(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_chips(new QHBoxLayout)
    , m_add(new QToolButton(this))
    , m_editor(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_count(new QLabel(this))
{
    m_add->setText(tr("Add pin…"));
    m_add->setAccessibleName(tr("Add a pin"));
    m_add->setToolTip(
        tr("Limit an objective or a parameter: type it here, or drag from an axis into a plot (P)."));
    m_add->setAutoRaise(true);
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_editor->setAccessibleName(tr("Limit to add"));
    m_editor->setPlaceholderText(tr("area <= 5 mm²"));
    m_editor->setMinimumWidth(220);
    m_editor->setMaximumWidth(320);
    m_editor->hide();
    QStringList names;
    for (const session::Axis& axis : m_document.axes())
        names.append(axis.name);
    auto* completer = new QCompleter(names, m_editor);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_editor->setCompleter(completer);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_count->setAccessibleName(tr("Designs that pass the pins"));

    m_chips->setSpacing(8);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 4);
    row->setSpacing(8);
    row->addLayout(m_chips);
    row->addWidget(m_add);
    row->addWidget(m_editor);
    row->addWidget(m_problem, 1);
    row->addStretch(1);
    row->addWidget(m_count);

    connect(m_add, &QToolButton::clicked, this, [this] { addPin(); });
    connect(m_editor, &QLineEdit::returnPressed, this, &PinBar::acceptTyped);
    connect(m_editor, &QLineEdit::textEdited, m_problem, &QLabel::hide);
    auto* escape = new QShortcut(Qt::Key_Escape, m_editor, nullptr, nullptr, Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, this, &PinBar::closeEditor);
    connect(&m_document, &session::StudyDocument::pinsChanged, this, &PinBar::rebuild);
    auto* gate = new session::RefreshGate(
        this, [this] { showCount(); }, 10.0);
    connect(&m_document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    rebuild();
}

void PinBar::addPin(const QString& axisName)
{
    const int index = session::axisNamed(m_document.axes(), axisName);
    if (index < 0) {
        edit({});
        return;
    }
    const session::Axis& axis = m_document.axes()[static_cast<std::size_t>(index)];
    const study::Pin* pin = m_document.pinOn(axisName);
    const bool upper = axis.isParameter || axis.better == problem::Direction::Minimize;
    edit(pin != nullptr ? pinText(*pin, m_document.axes())
                        : axis.name + (upper ? QStringLiteral(" <= ") : QStringLiteral(" >= ")));
}

void PinBar::edit(const QString& text)
{
    m_add->hide();
    m_editor->show();
    m_editor->setText(text);
    m_editor->setFocus(Qt::OtherFocusReason);
}

void PinBar::closeEditor()
{
    m_editor->clear();
    m_editor->hide();
    m_problem->hide();
    m_add->show();
    m_add->setFocus(Qt::OtherFocusReason);
}

void PinBar::acceptTyped()
{
    QString problem;
    auto pin = pinFromText(m_editor->text(), m_document.axes(), problem);
    if (!pin) {
        m_problem->setText(problem);
        m_problem->show();
        return;
    }
    if (const study::Pin* before = m_document.pinOn(QString::fromStdString(pin->axis)))
        pin->steer = before->steer;
    m_document.setPin(*pin);
    closeEditor();
}

QWidget* PinBar::chipFor(const study::Pin& pin)
{
    const QString axis = QString::fromStdString(pin.axis);
    const QString text = pinText(pin, m_document.axes());
    auto* chip = new QFrame(this);
    chip->setObjectName(QStringLiteral("chip-") + axis);
    const QColor edge = look::coloursFor(palette()).pin;
    chip->setStyleSheet(QStringLiteral("QFrame { border: 1px solid %1; border-radius: 10px; }"
                                       "QFrame > * { border: none; }")
                            .arg(edge.name()));
    auto* label = new QPushButton(text, chip);
    label->setFlat(true);
    label->setCursor(Qt::PointingHandCursor);
    label->setAccessibleName(tr("Pin %1").arg(text));
    label->setToolTip(tr("Click to change the limit."));
    auto* steer = new QCheckBox(tr("Steer"), chip);
    steer->setAccessibleName(tr("Steer the search by %1").arg(text));
    steer->setToolTip(
        tr("On: the running search obeys this limit from its next proposal. Off: it only filters what "
           "you see."));
    steer->setChecked(pin.steer);
    auto* remove = new QToolButton(chip);
    remove->setText(QStringLiteral("✕"));
    remove->setAutoRaise(true);
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setAccessibleName(tr("Remove the pin %1").arg(text));
    remove->setToolTip(tr("Remove this limit."));
    auto* row = new QHBoxLayout(chip);
    row->setContentsMargins(8, 1, 4, 1);
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(steer);
    row->addWidget(remove);
    connect(label, &QPushButton::clicked, this, [this, axis] { addPin(axis); });
    connect(remove, &QToolButton::clicked, this, [this, axis] { m_document.removePin(axis); });
    connect(steer, &QCheckBox::toggled, this, [this, pin](bool on) {
        study::Pin changed = pin;
        changed.steer = on;
        m_document.setPin(changed);
    });
    return chip;
}

void PinBar::rebuild()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        // The chip may be the sender of the signal that led here, so it must outlive this call.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const study::Pin& pin : m_document.pins())
        m_chips->addWidget(chipFor(pin));
    showCount();
}

QString PinBar::mostExcluding() const
{
    const auto snapshot = m_document.snapshot();
    QString worst;
    std::size_t mostExcluded = 0;
    for (const study::Pin& pin : m_document.pins()) {
        const study::PinFilter filter({pin}, m_document.problem());
        std::size_t excluded = 0;
        for (std::size_t i = 0; i < snapshot->trials.size(); ++i)
            excluded += filter.passes(snapshot->trials[i]) ? 0U : 1U;
        if (excluded > mostExcluded) {
            mostExcluded = excluded;
            worst = pinText(pin, m_document.axes());
        }
    }
    return worst;
}

void PinBar::showCount()
{
    if (m_document.pins().empty()) {
        m_count->clear();
        return;
    }
    const quint64 passing = m_document.passing();
    const quint64 feasible = m_document.snapshot()->feasible;
    if (passing == 0 && feasible > 0)
        m_count->setText(tr("No design passes; \"%1\" excludes most").arg(mostExcluding()));
    else
        m_count->setText(tr("%1 of %2 pass").arg(look::count(passing), look::count(feasible)));
}

} // namespace paretoscope::ui::panels
