// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace paretoscope::problem {

/// A program with its arguments, and where it runs.
struct Command
{
    std::vector<std::string> words; ///< the first names the program: a path, or a name to be found in PATH
    std::filesystem::path folder;   ///< relative words are relative to it
};

/// The command as one would type it: "./evaluate.py --fast"; words with blanks in quotes.
[[nodiscard]] std::string commandText(const Command& command);

/// The file that the command would run. Errors: NotFound with what was looked for, where, and what is
/// allowed.
[[nodiscard]] Result<std::filesystem::path> programOf(const Command& command);

/// What came of asking a process a line.
struct CommandReply
{
    enum class Kind {
        Answered,
        Stopped,  ///< the token said so
        TimedOut, ///< no whole line in time
        Ended,    ///< it ended, or closed its output, before the line was whole
        TooLong,  ///< the line has no end within kLongestAnswer_bytes
    };
    Kind kind = Kind::Ended;
    std::string line;       ///< without its end; what there was of it where it did not come whole
    std::string errors;     ///< the end of what it wrote on its standard error since it was asked
    std::string ending;     ///< of Ended: "exit code 3", "signal 11 (Segmentation fault)"
    bool endedWell = false; ///< of Ended: exit code 0
    double took_s = 0.0;
};

/// A child process that answers a line on its standard input with a line on its standard output. In a process
/// group of its own, which ends as a whole, with no file of this program open. One thread at a time.
class CommandProcess
{
public:
    static constexpr std::size_t kLongestAnswer_bytes = 1U << 20U; ///< our choice
    static constexpr std::size_t kErrorsKept_bytes = 4096;         ///< our choice
    /// Between asking a process to end and ending it. Our choice.
    static constexpr double kGrace_s = 1.0;

    /// Errors: those of programOf(); Io when the system cannot start it, with its reason.
    [[nodiscard]] static Result<std::unique_ptr<CommandProcess>> start(const Command& command);
    CommandProcess(const CommandProcess&) = delete;
    CommandProcess& operator=(const CommandProcess&) = delete;
    ~CommandProcess(); ///< ends it, politely first

    /// After another answer than Answered the process has been ended.
    [[nodiscard]] CommandReply ask(const std::string& line, double limit_s, const std::stop_token& stop);
    /// Whether it can be asked: it lives and has said nothing that nobody asked for.
    [[nodiscard]] bool isReady() const;
    /// Waits for it to end by itself. \returns false where it still lives when the time or the token says so
    [[nodiscard]] bool endsWithin(double limit_s, const std::stop_token& stop);
    /// Lines answered so far.
    [[nodiscard]] std::size_t answered() const { return m_answered; }
    /// How it ended, and its last words; for one that endsWithin() said has ended.
    [[nodiscard]] CommandReply lastWords();

    /// Closes its input, from which a well-behaved one takes that nothing more will be asked.
    void hangUp();

private:
    struct Ask;
    explicit CommandProcess(pid_t process, int input, int output, int errors, int wake);
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] bool isSilent() const;
    [[nodiscard]] bool waitUntilOver(double limit_s);
    void end(double grace_s);
    void readErrors();
    [[nodiscard]] CommandReply::Kind converse(Ask& ask, double limit_s);
    [[nodiscard]] bool readAnswer(Ask& ask);
    void describeEnding(CommandReply& reply) const;

    pid_t m_process = -1; ///< also its group; -1 when it has been ended
    int m_status = 0;     ///< of the one that has been ended, as of waitpid()
    int m_input = -1, m_output = -1, m_errors = -1;
    int m_wake = -1; ///< an eventfd that a stop token writes to
    std::string m_unread;
    std::string m_lastErrors;
    std::size_t m_answered = 0;
};

} // namespace paretoscope::problem
