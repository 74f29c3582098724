// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_bar.h"

#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/panels/pin_chip.h"
#include "ui/panels/pin_text.h"
#include "ui/session/refresh_gate.h"

#include <QCompleter>
#include <QKeyEvent>

#include <cmath>

namespace paretoscope::ui::panels {

PinBar::PinBar(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_chips(new QHBoxLayout)
    , m_add(new QPushButton(tr("Add pin…"), this))
    , m_line(new QLineEdit(this))
    , m_complaint(labelled({}, "error", this))
    , m_count(labelled({}, "caption", this))
{
    m_add->setAccessibleName(tr("Add a pin"));
    m_add->setToolTip(tr("Limit an axis: designs outside are dimmed, and the search can be steered by it"));
    m_line->setAccessibleName(tr("Pin, for example area <= 5"));
    m_line->setPlaceholderText(tr("for example %1 <= 5").arg(m_document.axes().front().name));
    m_line->setMinimumWidth(220);
    m_line->installEventFilter(this);
    m_line->hide();
    m_complaint->hide();
    QStringList names;
    for (const session::Axis& axis : m_document.axes())
        names << axis.name;
    auto* completer = new QCompleter(names, m_line);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_line->setCompleter(completer);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(sectionTitle(tr("Pins"), this));
    m_chips->setSpacing(8);
    row->addLayout(m_chips);
    row->addWidget(m_line);
    row->addWidget(m_add);
    row->addWidget(m_complaint);
    row->addStretch();
    row->addWidget(m_count);

    auto* gate = new session::RefreshGate(
        this, [this] { showCount(); }, 10.0);
    connect(&m_document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    connect(&m_document, &session::StudyDocument::passingChanged, gate, &session::RefreshGate::request);
    connect(&m_document, &session::StudyDocument::pinsChanged, this, &PinBar::rebuild);
    connect(m_add, &QPushButton::clicked, this, [this] { type({}); });
    connect(m_line, &QLineEdit::returnPressed, this, &PinBar::accept);
    rebuild();
}

void PinBar::type(const QString& text)
{
    m_line->setText(text);
    m_line->show();
    m_add->hide();
    m_complaint->hide();
    m_line->setFocus();
    // The bound is what people mean to change.
    const auto sign = text.indexOf(QLatin1Char('='));
    if (sign >= 0)
        m_line->setSelection(static_cast<int>(sign) + 2, static_cast<int>(text.size()));
}

bool PinBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        closeLine();
        return true;
    }
    if (watched == m_line && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // what is typed here is text, never a command
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PinBar::accept()
{
    const Result<study::Pin> pin = parsePin(m_line->text(), m_document.axes());
    if (!pin) {
        m_complaint->setText(QString::fromStdString(pin.error().what));
        m_complaint->show();
        return;
    }
    study::Pin wanted = *pin;
    if (const study::Pin* former = m_document.pinOn(QString::fromStdString(wanted.axis)))
        wanted.steer = former->steer;
    closeLine();
    m_document.setPin(wanted);
}

void PinBar::closeLine()
{
    m_line->hide();
    m_complaint->hide();
    m_add->show();
    m_add->setFocus();
}

void PinBar::rebuild()
{
    m_complaint->hide();
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // a click on the chip itself may have led here
        delete item;
    }
    for (const study::Pin& pin : m_document.pins()) {
        const int place = session::axisNamed(m_document.axes(), QString::fromStdString(pin.axis));
        if (place < 0)
            continue;
        const session::Axis& axis = m_document.axes()[static_cast<std::size_t>(place)];
        auto* chip = new PinChip(pin, pinText(axis, pin), this);
        connect(chip, &PinChip::removeRequested, &m_document, &session::StudyDocument::removePin);
        connect(chip, &PinChip::steerToggled, this, [this, pin](const QString&, bool on) {
            study::Pin changed = pin;
            changed.steer = on;
            m_document.setPin(changed);
        });
        connect(chip, &PinChip::excludeToggled, this, [this, pin](const QString&, bool on) {
            study::Pin changed = pin;
            changed.excluded = on;
            m_document.setPin(changed);
        });
        connect(chip, &PinChip::fixRequested, this, [this, pin, &axis] { fix(pin, axis); });
        connect(chip, &PinChip::editRequested, this, [this, pin, &axis] { type(typedPin(axis, pin)); });
        m_chips->addWidget(chip);
    }
    showCount();
}

void PinBar::fix(study::Pin pin, const session::Axis& axis)
{
    const auto focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    const double value = trial == nullptr ? std::nan("") : axis.value(*trial, m_document.problem());
    if (!std::isfinite(value)) {
        m_complaint->setText(tr("Choose a design that has a value for %1 first.").arg(axis.label));
        m_complaint->show();
        return;
    }
    pin.minimum = pin.maximum = value;
    pin.excluded = false;
    m_document.setPin(pin);
}

void PinBar::showCount()
{
    if (m_document.pins().empty())
        m_count->setText(tr("No limits: every design counts"));
    else
        m_count->setText(
            tr("%1 of %2 pass")
                .arg(look::count(m_document.passing()), look::count(m_document.snapshot()->feasible)));
}

} // namespace paretoscope::ui::panels
