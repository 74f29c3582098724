// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/exchange_page.h"

#include "core/problem/command_problem.h"
#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/text.h"
#include "ui/session/theme_follower.h"

#include <nlohmann/json.hpp>

#include <QFontDatabase>
#include <QTextOption>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

/// A line of JSON with its members below each other; anything else as it is.
QString spread(const std::string& line)
{
    using nlohmann::json;
    const json value = json::parse(line, nullptr, false);
    return text(value.is_discarded() ? line : value.dump(2, ' ', false, json::error_handler_t::replace));
}

} // namespace

ExchangePage::ExchangePage(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_command(new QLabel(this))
    , m_askedTitle(new QLabel(tr("Asked"), this))
    , m_asked(makeBox(m_askedTitle, tr("What the command was asked")))
    , m_answeredTitle(new QLabel(this))
    , m_answered(makeBox(m_answeredTitle, tr("What the command answered")))
    , m_errorsTitle(new QLabel(tr("Its standard error ended with"), this))
    , m_errors(makeBox(m_errorsTitle, tr("The end of what the command wrote on its standard error")))
    , m_gate(this, [this] { refresh(); })
{
    m_command->setWordWrap(true);
    m_command->setTextFormat(Qt::PlainText);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_answeredTitle->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_command);
    for (QWidget* each : {static_cast<QWidget*>(m_askedTitle), static_cast<QWidget*>(m_asked),
                          static_cast<QWidget*>(m_answeredTitle), static_cast<QWidget*>(m_answered),
                          static_cast<QWidget*>(m_errorsTitle), static_cast<QWidget*>(m_errors)})
        layout->addWidget(each, qobject_cast<QPlainTextEdit*>(each) != nullptr ? 1 : 0);
    const auto ask = [this] { m_gate.request(); };
    connect(&m_document.selection(), &session::Selection::focusChanged, this, ask);
    connect(&m_document, &session::StudyDocument::explained, this, ask);
    restyle();
    new session::ThemeFollower(this, [this] { restyle(); });
    m_gate.request();
}

QPlainTextEdit* ExchangePage::makeBox(QLabel* title, const QString& name)
{
    constexpr int kLines = 4; // are seen at least
    auto* box = new QPlainTextEdit(this);
    box->setReadOnly(true);
    box->setTabChangesFocus(true);
    box->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    box->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    box->setMinimumHeight(box->fontMetrics().lineSpacing() * kLines);
    box->setAccessibleName(name);
    title->setBuddy(box);
    return box;
}

void ExchangePage::refresh()
{
    const auto focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    const auto terms = problem::commandTermsOf(m_document.problem());
    if (trial == nullptr || !terms)
        return;
    m_command->setText(
        tr("%1\nin %2")
            .arg(text(problem::commandText(terms->command)), text(terms->command.folder.string())));
    const auto told = problem::exchangeOf(m_document.problem(), trial->design);
    for (QWidget* each : {static_cast<QWidget*>(m_askedTitle), static_cast<QWidget*>(m_asked),
                          static_cast<QWidget*>(m_answered)})
        each->setVisible(told.has_value());
    m_errorsTitle->setVisible(told && !told->errors.empty());
    m_errors->setVisible(told && !told->errors.empty());
    if (!told) {
        m_answeredTitle->setText(tr("The command was not asked about this design since the study was opened. "
                                    "Its numbers are kept; what it said is not."));
        return;
    }
    m_asked->setPlainText(spread(told->question));
    const QString took = look::quantity(told->took_s, QStringLiteral("s"), 3);
    m_answeredTitle->setText(told->answer.empty() ? tr("No answer, after %1").arg(took)
                                                  : tr("Answered after %1").arg(took));
    m_answered->setVisible(!told->answer.empty());
    m_answered->setPlainText(spread(told->answer));
    m_errors->setPlainText(text(told->errors));
}

void ExchangePage::restyle()
{
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, look::coloursFor(palette()).mutedText);
    for (QLabel* label : {m_command, m_askedTitle, m_answeredTitle, m_errorsTitle})
        label->setPalette(muted);
}

} // namespace paretoscope::ui::panels
