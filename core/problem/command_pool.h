// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/command_process.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// The processes of one command: as many as are asked at the same time, started when they are needed and kept
/// for the next question. Thread-safe.
class CommandPool
{
public:
    /// \param most processes at the same time; 0 = as many as ask
    CommandPool(Command command, std::size_t most);
    CommandPool(const CommandPool&) = delete;
    CommandPool& operator=(const CommandPool&) = delete;
    ~CommandPool(); ///< ends them all; nobody may be asking

    [[nodiscard]] const Command& command() const { return m_command; }

    /// One question: the line that asks it, and whether an answer belongs to it. A process whose answer does
    /// not is out of step with the questions, and ended.
    struct Question
    {
        std::string line;
        std::function<bool(const CommandReply&)> isAnswered;
    };
    /// Has a question answered by some process. One that ended well between two questions, as one does that
    /// answers once, is no failure: another is asked. Errors: those of CommandProcess::start(); Cancelled
    /// when the token said so while all were busy.
    [[nodiscard]] Result<CommandReply> ask(const Question& question, double limit_s,
                                           const std::stop_token& stop);

    /// Starts a process, unless one was kept, and waits a moment whether it lives. Errors: those of start();
    /// Io with its last words where it ended at once.
    [[nodiscard]] Status tryOut(double patience_s, const std::stop_token& stop);

private:
    using ProcessPtr = std::unique_ptr<CommandProcess>;
    [[nodiscard]] Result<ProcessPtr> take(const std::stop_token& stop);
    void giveBack(ProcessPtr process);

    const Command m_command;
    const std::size_t m_most;
    std::mutex m_mutex; ///< guards the rest
    std::condition_variable_any m_free;
    std::vector<ProcessPtr> m_resting;
    std::size_t m_busy = 0;
};

} // namespace paretoscope::problem
