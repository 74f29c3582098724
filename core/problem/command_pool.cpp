// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_pool.h"

#include "core/problem/command_words.h"

#include <utility>

namespace paretoscope::problem {

CommandPool::CommandPool(Command command, std::size_t most)
    : m_command(std::move(command))
    , m_most(most)
{ }

CommandPool::~CommandPool()
{
    for (const ProcessPtr& process : m_resting)
        process->hangUp(); // all at once, so that the waiting for them overlaps
}

Result<CommandPool::ProcessPtr> CommandPool::take(const std::stop_token& stop)
{
    std::vector<ProcessPtr> gone; // ended outside of the lock
    {
        std::unique_lock lock(m_mutex);
        const bool isFree = m_free.wait(lock, stop, [this] { return m_most == 0 || m_busy < m_most; });
        if (!isFree)
            return Error{ErrorCode::Cancelled, "stopped", {}, {}};
        ++m_busy;
        while (!m_resting.empty()) {
            ProcessPtr process = std::move(m_resting.back());
            m_resting.pop_back();
            if (process->isReady())
                return process;
            gone.push_back(std::move(process));
        }
    }
    gone.clear();
    auto started = CommandProcess::start(m_command);
    if (!started)
        giveBack(nullptr);
    return started;
}

void CommandPool::giveBack(ProcessPtr process)
{
    const std::scoped_lock lock(m_mutex);
    --m_busy;
    if (process)
        m_resting.push_back(std::move(process));
    m_free.notify_one();
}

Result<CommandReply> CommandPool::ask(const Question& question, double limit_s, const std::stop_token& stop)
{
    for (;;) {
        auto taken = take(stop);
        if (!taken)
            return taken.error();
        ProcessPtr process = std::move(taken).value();
        const bool hadAnswered = process->answered() > 0;
        CommandReply reply = process->ask(question.line, limit_s, stop);
        if (reply.kind != CommandReply::Kind::Answered || !question.isAnswered(reply))
            process.reset();
        giveBack(std::move(process));
        const bool hadEnded = reply.kind == CommandReply::Kind::Ended && reply.endedWell
                              && reply.line.empty();
        if (!hadAnswered || !hadEnded)
            return reply;
    }
}

Status CommandPool::tryOut(double patience_s, const std::stop_token& stop)
{
    auto taken = take(stop);
    if (!taken)
        return taken.error();
    ProcessPtr process = std::move(taken).value();
    Status status = success();
    if (process->answered() == 0 && process->endsWithin(patience_s, stop)) {
        const CommandReply reply = process->lastWords();
        const std::string words = lastLineOf(reply.errors);
        status = Error{ErrorCode::Io,
                       "The command \"" + commandText(m_command)
                           + "\" ended before it was asked anything, with " + reply.ending
                           + (words.empty() ? "." : ": " + words),
                       {},
                       "It should read a line from its standard input, answer it, and wait for the next."};
        process.reset();
    }
    giveBack(std::move(process));
    return status;
}

} // namespace paretoscope::problem
