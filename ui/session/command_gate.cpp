// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/command_gate.h"

#include "core/problem/command_problem.h"

#include <utility>

namespace paretoscope::ui::session {

CommandGate::CommandGate(std::shared_ptr<const problem::Problem> problem, QObject* document)
    : QObject(document)
    , m_problem(std::move(problem))
{ }

CommandGate* CommandGate::of(const QObject* document)
{
    return document == nullptr ? nullptr
                               : document->findChild<CommandGate*>(QString(), Qt::FindDirectChildrenOnly);
}

bool CommandGate::isOpen() const
{
    return m_problem->isAllowed();
}

void CommandGate::pass(std::function<void()> work)
{
    if (isOpen())
        return work();
    m_waiting.push_back(std::move(work));
    Q_EMIT wanted();
}

void CommandGate::open()
{
    problem::allowCommand(*m_problem);
    Q_EMIT opened();
    for (const auto& work : std::exchange(m_waiting, {}))
        work();
}

void CommandGate::refuse()
{
    m_waiting.clear();
}

} // namespace paretoscope::ui::session
