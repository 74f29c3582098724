// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/search_box.h"

#include "ui/session/design_filter.h"

#include <QKeyEvent>

namespace paretoscope::ui::panels {

namespace {

constexpr int kRest_ms = 250; ///< a pause this long means that the hand rests (our choice)

} // namespace

QString searchHelp(const std::vector<session::Axis>& axes)
{
    const QString axis = axes.empty() ? QStringLiteral("area") : axes.front().name;
    const auto last = axes.empty() ? axis : axes.back().name;
    return SearchBox::tr("Shows only designs that match, in every view.\n\n"
                         "%1 < 5      an axis by its name or label, with or without a unit\n"
                         "%1 < 5 %2 >= 2      both; \"or\", \"not\" and parentheses work, too\n"
                         "front, knee, infeasible, failed, pinned, tagged, noted\n"
                         "tag:candidate   set:name   note:text   reason:text   design = 17")
        .arg(axis, last);
}

SearchBox::SearchBox(session::StudyDocument& document, QWidget* parent)
    : QLineEdit(parent)
    , m_document(document)
{
    setProperty("role", QStringLiteral("search"));
    setAccessibleName(tr("Search designs"));
    setPlaceholderText(tr("Search: %1 < 5, front, tag:…").arg(document.axes().front().name));
    setToolTip(searchHelp(document.axes()));
    setClearButtonEnabled(true);
    setMinimumWidth(220);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest_ms);
    connect(&m_rest, &QTimer::timeout, this, &SearchBox::apply);
    connect(this, &QLineEdit::textEdited, &m_rest, [this] { m_rest.start(); });
    connect(this, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            apply(); // the cross in the line
    });
    connect(&document.filter(), &session::DesignFilter::changed, this, &SearchBox::follow);
    follow();
}

void SearchBox::apply()
{
    m_rest.stop();
    const Status understood = m_document.filter().set(text());
    Q_EMIT complained(understood ? QString() : QString::fromStdString(understood.error().text()));
}

/// Something else changed the filter: a cleared chip, for example.
void SearchBox::follow()
{
    if (!hasFocus() && text().trimmed() != m_document.filter().text())
        setText(m_document.filter().text());
}

void SearchBox::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        apply();
        if (text().trimmed() == m_document.filter().text())
            Q_EMIT left();
        return;
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT left();
        clear();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

bool SearchBox::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isText = (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
        if (isText && (!key->text().isEmpty() || key->key() == Qt::Key_Escape)) {
            event->accept(); // what is typed here is text, never a command
            return true;
        }
    }
    return QLineEdit::event(event);
}

} // namespace paretoscope::ui::panels
