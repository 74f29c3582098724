// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace paretoscope::problem {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point began)
{
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// Of poll(): rounded up, so that nobody is woken just before the time is over.
int milliseconds(double rest_s)
{
    return rest_s <= 0.0 ? 0 : static_cast<int>(std::min(rest_s * 1e3 + 1.0, 1e9));
}

void shut(int& file)
{
    if (file >= 0)
        ::close(file);
    file = -1;
}

bool hasWritten(int file)
{
    pollfd look{file, POLLIN, 0};
    return ::poll(&look, 1, 0) > 0 && (look.revents & POLLIN) != 0;
}

void dontBlock(int file)
{
    ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) | O_NONBLOCK);
}

/// Both ends above the standard files, which the child's own take the place of, and closed in every child.
struct Pipe
{
    int read = -1, write = -1;
    Pipe()
    {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return;
        read = ::fcntl(ends[0], F_DUPFD_CLOEXEC, 3);
        write = ::fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe()
    {
        shut(read);
        shut(write);
    }
    [[nodiscard]] bool isOpen() const { return read >= 0 && write >= 0; }
};

/// Writes to a pipe whose reader may be gone, without the signal that would end this program: it is blocked
/// in this thread meanwhile, and taken back where it came. -1 with errno as of write().
ssize_t writeQuietly(int file, std::string_view text)
{
    sigset_t broken;
    sigset_t pending;
    sigset_t before;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    const bool isOurs = sigismember(&pending, SIGPIPE) == 0;
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    const ssize_t written = ::write(file, text.data(), text.size());
    const int reason = errno;
    if (written < 0 && reason == EPIPE && isOurs) {
        const timespec atOnce{0, 0};
        sigtimedwait(&broken, nullptr, &atOnce);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = reason;
    return written;
}

/// The child changes its folder before it looks for its program.
std::filesystem::path absoluteOf(const std::filesystem::path& file)
{
    std::error_code ignored;
    return std::filesystem::absolute(file, ignored).lexically_normal();
}

bool isProgram(const std::filesystem::path& file)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

Error notFound(const Command& command, const std::string& what, std::string hint)
{
    return {ErrorCode::NotFound,
            "The command \"" + commandText(command) + "\" cannot be started: " + what,
            {},
            std::move(hint)};
}

/// Standard output of a script is a pipe here, and Python keeps what is written to one to itself for long.
std::vector<std::string> surroundings()
{
    std::vector<std::string> all;
    bool isSet = false;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        all.emplace_back(*entry);
        isSet = isSet || all.back().starts_with("PYTHONUNBUFFERED=");
    }
    if (!isSet)
        all.emplace_back("PYTHONUNBUFFERED=1");
    return all;
}

std::vector<char*> pointersTo(std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Standard files from the pipes, no others, in the command's folder.
struct SpawnFiles
{
    posix_spawn_file_actions_t actions;
    SpawnFiles(const Command& command, const Pipe& input, const Pipe& output, const Pipe& errors)
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input.read, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, errors.write, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        posix_spawn_file_actions_addchdir_np(&actions, command.folder.empty() ? "." : command.folder.c_str());
    }
    SpawnFiles(const SpawnFiles&) = delete;
    SpawnFiles& operator=(const SpawnFiles&) = delete;
    ~SpawnFiles() { posix_spawn_file_actions_destroy(&actions); }
};

/// A group of its own, and signals as if it had been started by hand: this program ignores or blocks some.
struct SpawnManners
{
    posix_spawnattr_t attributes;
    SpawnManners()
    {
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        sigdelset(&all, SIGKILL);
        sigdelset(&all, SIGSTOP);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnManners(const SpawnManners&) = delete;
    SpawnManners& operator=(const SpawnManners&) = delete;
    ~SpawnManners() { posix_spawnattr_destroy(&attributes); }
};

} // namespace

std::string commandText(const Command& command)
{
    std::string text;
    for (const std::string& word : command.words) {
        const bool quoted = word.empty() || word.find_first_of(" \t\n\"'") != std::string::npos;
        text += (text.empty() ? "" : " ") + (quoted ? "'" + word + "'" : word);
    }
    return text;
}

Result<std::filesystem::path> programOf(const Command& command)
{
    if (command.words.empty() || command.words.front().empty())
        return notFound(command, "it names no program.", "The first word is a path, or a name in PATH.");
    std::error_code ignored;
    if (!command.folder.empty() && !std::filesystem::is_directory(command.folder, ignored))
        return notFound(command, "it would run in \"" + command.folder.string() + "\", which is no folder.",
                        {});
    const std::string& name = command.words.front();
    if (name.find('/') != std::string::npos) {
        const std::filesystem::path file = absoluteOf(command.folder / name);
        if (isProgram(file))
            return file;
        const bool isThere = std::filesystem::exists(file, ignored);
        return notFound(command,
                        isThere ? "\"" + file.string() + "\" may not be executed."
                                : "there is no \"" + file.string() + "\".",
                        isThere ? "Make it executable (chmod +x), or name its interpreter first."
                                : "A path is relative to the study's folder; a name without / is looked for "
                                  "in PATH.");
    }
    const char* const path = std::getenv("PATH");
    std::string_view rest = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::filesystem::path file = absoluteOf(command.folder / rest.substr(0, end) / name);
        if (isProgram(file))
            return file;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return notFound(command, "no folder of PATH has a program \"" + name + "\".",
                    "A program beside the study is named with a path: \"./" + name + "\".");
}

Result<std::unique_ptr<CommandProcess>> CommandProcess::start(const Command& command)
{
    auto program = programOf(command);
    if (!program)
        return program.error();
    Pipe input;
    Pipe output;
    Pipe errors;
    int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int failure = EMFILE; // why pipes are not to be had
    pid_t process = -1;
    if (input.isOpen() && output.isOpen() && errors.isOpen() && wake >= 0) {
        const SpawnFiles files(command, input, output, errors);
        const SpawnManners manners;
        std::vector<std::string> words = command.words;
        std::vector<std::string> environment = surroundings();
        failure = ::posix_spawn(&process, program.value().c_str(), &files.actions, &manners.attributes,
                                pointersTo(words).data(), pointersTo(environment).data());
    }
    if (failure != 0 || process <= 0) {
        shut(wake);
        return Error{ErrorCode::Io,
                     "The command \"" + commandText(command)
                         + "\" cannot be started: " + std::generic_category().message(failure) + '.',
                     {},
                     failure == ENOENT || failure == ENOEXEC
                         ? "A script names its interpreter in its first line, like #!/usr/bin/env python3."
                         : ""};
    }
    return std::unique_ptr<CommandProcess>(new CommandProcess(process, std::exchange(input.write, -1),
                                                              std::exchange(output.read, -1),
                                                              std::exchange(errors.read, -1), wake));
}

CommandProcess::CommandProcess(pid_t process, int input, int output, int errors, int wake)
    : m_process(process)
    , m_input(input)
    , m_output(output)
    , m_errors(errors)
    , m_wake(wake)
{
    dontBlock(m_input);
    dontBlock(m_output);
    dontBlock(m_errors);
}

CommandProcess::~CommandProcess()
{
    constexpr double kFarewell_s = 0.3; // for one that reads the end of its input; our choice
    if (m_process > 0) {
        hangUp();
        (void)waitUntilOver(kFarewell_s);
        end(kGrace_s);
    }
    shut(m_output);
    shut(m_errors);
    shut(m_wake);
}

void CommandProcess::hangUp()
{
    shut(m_input);
}

/// Whether the process itself has ended; its number stays taken until end(), so nobody else gets it.
bool CommandProcess::isOver() const
{
    siginfo_t info{};
    if (m_process <= 0)
        return true;
    const int asked = ::waitid(P_PID, static_cast<id_t>(m_process), &info, WEXITED | WNOHANG | WNOWAIT);
    return asked != 0 || info.si_pid != 0;
}

/// Whether all who could write to us have closed: children of the process may live on after it.
bool CommandProcess::isSilent() const
{
    for (const int file : {m_output, m_errors}) {
        pollfd look{file, POLLIN, 0};
        if (file >= 0 && ::poll(&look, 1, 0) >= 0 && (look.revents & POLLHUP) == 0)
            return false;
    }
    return true;
}

bool CommandProcess::waitUntilOver(double limit_s)
{
    const auto began = Clock::now();
    auto nap = std::chrono::microseconds(200);
    while (!isOver() || !isSilent()) {
        if (secondsSince(began) >= limit_s)
            return false;
        std::this_thread::sleep_for(nap);
        nap = std::min(nap * 2, std::chrono::microseconds(5000));
    }
    return true;
}

/// The whole group is asked to end, waited for, and ended. Only then is the number of the process given back.
void CommandProcess::end(double grace_s)
{
    if (m_process <= 0)
        return;
    shut(m_input);
    if (grace_s > 0.0 && (!isOver() || !isSilent())) {
        ::kill(-m_process, SIGTERM);
        (void)waitUntilOver(grace_s);
    }
    ::kill(-m_process, SIGKILL);
    pid_t reaped = -1;
    do
        reaped = ::waitpid(m_process, &m_status, 0);
    while (reaped < 0 && errno == EINTR);
    m_process = -1;
    readErrors();
}

void CommandProcess::readErrors()
{
    std::array<char, 4096> some{};
    ssize_t got = 0;
    while (m_errors >= 0 && (got = ::read(m_errors, some.data(), some.size())) > 0) {
        m_lastErrors.append(some.data(), static_cast<std::size_t>(got));
        if (m_lastErrors.size() > kErrorsKept_bytes)
            m_lastErrors.erase(0, m_lastErrors.size() - kErrorsKept_bytes);
    }
    if (got == 0)
        shut(m_errors);
}

bool CommandProcess::isReady() const
{
    pollfd look{m_output, POLLIN, 0};
    return m_process > 0 && m_input >= 0 && m_unread.empty() && ::poll(&look, 1, 0) == 0 && !isOver();
}

bool CommandProcess::endsWithin(double limit_s, const std::stop_token& stop)
{
    constexpr double kGlance_s = 0.02; // how long a token may wait to be heard
    const auto began = Clock::now();
    for (;;) {
        const double rest_s = limit_s - secondsSince(began);
        pollfd look{m_output, 0, 0}; // only the end of it is of interest
        const int known = ::poll(&look, 1, milliseconds(std::min(rest_s, kGlance_s)));
        if (known > 0 || isOver())
            return true;
        if (rest_s <= 0.0 || stop.stop_requested())
            return false;
    }
}

CommandReply CommandProcess::lastWords()
{
    CommandReply reply;
    (void)waitUntilOver(kGrace_s);
    end(kGrace_s);
    describeEnding(reply);
    reply.errors = m_lastErrors;
    return reply;
}

struct CommandProcess::Ask
{
    std::string text;
    std::size_t sent = 0;
    CommandReply& reply;
};

CommandReply CommandProcess::ask(const std::string& line, double limit_s, const std::stop_token& stop)
{
    CommandReply reply;
    const auto began = Clock::now();
    if (m_answered > 0)
        m_lastErrors.clear(); // before the first answer, what it said when it started belongs to it
    {
        const std::stop_callback wake(stop, [this] {
            const std::uint64_t one = 1;
            (void)!::write(m_wake, &one, sizeof one);
        });
        Ask ask{line + '\n', 0, reply};
        reply.kind = stop.stop_requested() ? CommandReply::Kind::Stopped : converse(ask, limit_s);
    }
    std::uint64_t woken = 0;
    (void)!::read(m_wake, &woken, sizeof woken);
    reply.took_s = secondsSince(began);
    if (reply.kind == CommandReply::Kind::Answered) {
        ++m_answered;
        readErrors();
    } else {
        if (reply.kind == CommandReply::Kind::Ended && !isOver())
            (void)waitUntilOver(kGrace_s); // its output closes a moment before it is over
        end(kGrace_s);
        describeEnding(reply);
        if (reply.line.empty())
            reply.line = std::move(m_unread);
    }
    reply.errors = m_lastErrors;
    return reply;
}

CommandReply::Kind CommandProcess::converse(Ask& ask, double limit_s)
{
    using Kind = CommandReply::Kind;
    constexpr double kGlance_s = 0.1; // our choice
    const auto began = Clock::now();
    for (;;) {
        const double rest_s = limit_s - secondsSince(began);
        if (rest_s <= 0.0)
            return Kind::TimedOut;
        const bool sending = ask.sent < ask.text.size() && m_input >= 0;
        std::array<pollfd, 4> files{pollfd{m_wake, POLLIN, 0}, pollfd{m_output, POLLIN, 0},
                                    pollfd{m_errors, POLLIN, 0}, pollfd{sending ? m_input : -1, POLLOUT, 0}};
        const int news = ::poll(files.data(), files.size(), milliseconds(std::min(rest_s, kGlance_s)));
        if (news < 0 && errno != EINTR)
            return Kind::Ended;
        if (news <= 0) {
            if (isOver() && !hasWritten(m_output)) // its children may hold its output open
                return Kind::Ended;
            continue;
        }
        if (files[0].revents != 0)
            return Kind::Stopped;
        if (files[2].revents != 0)
            readErrors();
        if (files[1].revents != 0) {
            if (readAnswer(ask))
                return Kind::Answered;
            if (m_unread.size() > kLongestAnswer_bytes)
                return Kind::TooLong;
            if (m_output < 0)
                return Kind::Ended;
        }
        if (files[3].revents != 0) {
            const ssize_t written = writeQuietly(m_input, std::string_view(ask.text).substr(ask.sent));
            if (written > 0)
                ask.sent += static_cast<std::size_t>(written);
            else if (errno != EAGAIN && errno != EINTR)
                shut(m_input); // it reads no more, but may have written an answer
        }
    }
}

/// \returns whether the line is whole now
bool CommandProcess::readAnswer(Ask& ask)
{
    std::array<char, 16384> some{};
    const ssize_t got = ::read(m_output, some.data(), some.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        shut(m_output);
    if (got <= 0)
        return false;
    const std::size_t known = m_unread.size();
    m_unread.append(some.data(), static_cast<std::size_t>(got));
    const std::size_t end = m_unread.find('\n', known);
    if (end == std::string::npos || end > kLongestAnswer_bytes)
        return false;
    ask.reply.line = m_unread.substr(0, end);
    m_unread.erase(0, end + 1);
    if (!ask.reply.line.empty() && ask.reply.line.back() == '\r')
        ask.reply.line.pop_back();
    return true;
}

void CommandProcess::describeEnding(CommandReply& reply) const
{
    if (WIFEXITED(m_status)) {
        reply.endedWell = WEXITSTATUS(m_status) == 0;
        reply.ending = "exit code " + std::to_string(WEXITSTATUS(m_status));
    } else if (WIFSIGNALED(m_status)) {
        const char* const name = ::sigdescr_np(WTERMSIG(m_status));
        reply.ending = "signal " + std::to_string(WTERMSIG(m_status))
                       + (name != nullptr ? std::string(" (") + name + ')' : std::string());
    }
}

} // namespace paretoscope::problem
