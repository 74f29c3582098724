// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/value_editor.h"

#include "ui/look/quantity.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <limits>

namespace paretoscope::ui::plots {

ValueEditor* ValueEditor::open(QWidget* host, QPoint centre, const session::Axis& axis, double value,
                               std::function<void(double)> accept)
{
    auto* editor = new ValueEditor(host, axis, std::move(accept));
    editor->setText(axis.text(value, 6));
    editor->selectAll();
    const QSize size(editor->fontMetrics().averageCharWidth() * 14 + 16, editor->sizeHint().height());
    const int x = std::clamp(centre.x() - size.width() / 2, 2, std::max(2, host->width() - size.width() - 2));
    const int y = std::clamp(centre.y() - size.height() / 2, 2,
                             std::max(2, host->height() - size.height() - 2));
    editor->setGeometry(QRect(QPoint(x, y), size));
    editor->show();
    editor->setFocus(Qt::PopupFocusReason);
    return editor;
}

ValueEditor::ValueEditor(QWidget* host, const session::Axis& axis, std::function<void(double)> accept)
    : QLineEdit(host)
    , m_axis(axis)
    , m_accept(std::move(accept))
{
    setAlignment(Qt::AlignCenter);
    setAccessibleName(tr("Limit on %1").arg(axis.label));
    setPlaceholderText(tr("no limit"));
}

bool ValueEditor::read(double& value) const
{
    const QString typed = text().trimmed();
    if (typed.isEmpty()) {
        value = std::numeric_limits<double>::infinity();
        return true;
    }
    if (const int category = m_axis.categoryNamed(typed); category >= 0) {
        value = category;
        return true;
    }
    return look::parseQuantity(typed, m_axis.unit, value);
}

void ValueEditor::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        finish();
        return;
    }
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    double value = 0.0;
    if (!read(value)) {
        const QString reason = m_axis.unit.isEmpty()
                                   ? tr("“%1” is not a number.").arg(text())
                                   : tr("“%1” is not a quantity in %2.").arg(text(), m_axis.unit);
        setToolTip(reason);
        QToolTip::showText(mapToGlobal(QPoint(0, height())), reason, this);
        selectAll();
        return;
    }
    const std::function<void(double)> accept = std::move(m_accept);
    finish();
    accept(value);
}

void ValueEditor::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    finish();
}

void ValueEditor::finish()
{
    if (isHidden())
        return;
    hide();
    if (parentWidget())
        parentWidget()->setFocus(Qt::OtherFocusReason);
    deleteLater();
}

} // namespace paretoscope::ui::plots
