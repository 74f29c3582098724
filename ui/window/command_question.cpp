// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_question.h"

#include "core/problem/command_problem.h"
#include "core/problem/command_words.h"
#include "ui/session/command_gate.h"

#include <nlohmann/json.hpp>

#include <QCryptographicHash>
#include <QPushButton>

namespace paretoscope::ui::window {

namespace {

/// On one line, so that a study cannot write sentences of its own into the question.
QString plain(const std::string& bytes)
{
    QString text = QString::fromStdString(problem::readableText(bytes));
    text.replace(QLatin1Char('\n'), QChar(0x23CE));
    return text;
}

} // namespace

CommandQuestion::CommandQuestion(Settings& settings, session::StudyDocument& document, QWidget* window)
    : QObject(&document)
    , m_settings(settings)
    , m_document(document)
    , m_window(window)
{
    session::CommandGate* gate = session::CommandGate::of(&document);
    const auto terms = problem::commandTermsOf(document.problem());
    if (!terms || gate->isOpen())
        return;
    if (m_settings.isCommandAllowed(keyOf(terms->command)))
        gate->open();
    else
        connect(gate, &session::CommandGate::wanted, this, &CommandQuestion::ask);
}

CommandQuestion::~CommandQuestion()
{
    delete m_box;
}

QString CommandQuestion::keyOf(const problem::Command& command)
{
    using nlohmann::json;
    const std::string text = json{command.folder.string(), command.words}.dump(-1, ' ', false,
                                                                               json::error_handler_t::ignore);
    return QString::fromLatin1(
        QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex());
}

void CommandQuestion::ask()
{
    if (m_box != nullptr)
        return m_box->raise();
    constexpr qsizetype kLongest = 400; // characters that a small screen has room for
    const problem::Command command = problem::commandTermsOf(m_document.problem())->command;
    const QString words = plain(problem::commandText(command));
    m_box = new QMessageBox(m_window);
    m_box->setAttribute(Qt::WA_DeleteOnClose);
    m_box->setIcon(QMessageBox::Question);
    m_box->setWindowTitle(tr("Run a command"));
    m_box->setAccessibleName(tr("May this study run its command?"));
    m_box->setTextFormat(Qt::PlainText); // nothing in it is markup
    m_box->setText(tr("This study runs the command\n\n%1\n\nin %2")
                       .arg(words.size() > kLongest ? words.left(kLongest) + QChar(0x2026) : words,
                            plain(command.folder.string())));
    m_box->setInformativeText(
        tr("It can do whatever you can do on this computer. Run it only if you know where the study comes "
           "from. The answer is remembered for this command in this folder."));
    if (words.size() > kLongest)
        m_box->setDetailedText(words);
    QPushButton* run = m_box->addButton(tr("Run"), QMessageBox::AcceptRole);
    QPushButton* cancel = m_box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    m_box->setDefaultButton(cancel);
    m_box->setEscapeButton(cancel);
    QMessageBox* box = m_box;
    connect(box, &QMessageBox::finished, this, [this, box, run] { answer(box->clickedButton() == run); });
    m_box->open();
}

void CommandQuestion::answer(bool yes)
{
    session::CommandGate* gate = session::CommandGate::of(&m_document);
    if (!yes) {
        gate->refuse();
        Q_EMIT refused();
        return;
    }
    m_settings.allowCommand(keyOf(problem::commandTermsOf(m_document.problem())->command));
    gate->open();
}

} // namespace paretoscope::ui::window
