// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_strip.h"

#include <QHBoxLayout>
#include <QStyle>

namespace paretoscope::ui::window {

StatusStrip::StatusStrip(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_dismiss(new QPushButton(tr("Dismiss"), this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(
        480); // tool bars do not ask for height by width; this keeps most sentences on one line
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_dismiss->setAccessibleName(tr("Dismiss this message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_dismiss);
    connect(m_action, &QPushButton::clicked, this, &StatusStrip::actionRequested);
    connect(m_dismiss, &QPushButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
}

void StatusStrip::say(Kind kind, const QString& sentence, const QString& action)
{
    static const QStringList roles{QStringLiteral("strip-paused"), QStringLiteral("strip-failed"),
                                   QStringLiteral("strip-note"), QStringLiteral("strip-done")};
    setProperty("role", roles[static_cast<int>(kind)]);
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(sentence);
    setAccessibleName(sentence);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
}

void StatusStrip::clear()
{
    m_text->clear();
}

} // namespace paretoscope::ui::window
