// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_problem.h"

#include "core/base/quantity_words.h"
#include "core/problem/command_pool.h"
#include "core/problem/command_protocol.h"
#include "core/problem/command_words.h"

#include <atomic>
#include <limits>
#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace paretoscope::problem {

namespace {

constexpr const char* kNotAllowed = "the study's command has not been allowed to run";

/// The last exchanges with the command, by design, for those who ask what was said. Thread-safe.
class ExchangeMemory
{
public:
    void keep(const space::Design& design, CommandExchange exchange)
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto known = m_places.find(design); known != m_places.end()) {
            m_kept.erase(known->second);
            m_places.erase(known);
        }
        m_kept.emplace_front(design, std::move(exchange));
        m_places.emplace(design, m_kept.begin());
        if (m_kept.size() > kMostKept) {
            m_places.erase(m_kept.back().first);
            m_kept.pop_back();
        }
    }
    [[nodiscard]] std::optional<CommandExchange> find(const space::Design& design) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto known = m_places.find(design);
        return known == m_places.end() ? std::nullopt : std::optional(known->second->second);
    }

private:
    static constexpr std::size_t kMostKept = 4096; ///< some ten megabytes with usual answers; our choice
    using Kept = std::list<std::pair<space::Design, CommandExchange>>;
    mutable std::mutex m_mutex;
    Kept m_kept; ///< newest first
    std::unordered_map<space::Design, Kept::iterator, space::DesignHash> m_places;
};

class CommandProblem final : public Problem
{
public:
    CommandProblem(CommandQuestion question, Judgement judgement)
        : m_question(std::move(question))
        , m_judgement(std::move(judgement))
        , m_pool(m_question.command, m_question.processes)
    { }

    [[nodiscard]] const std::string& name() const override { return m_question.name; }
    [[nodiscard]] const space::Space& space() const override { return m_question.space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return m_question.metrics; }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_judgement.objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override
    {
        return m_judgement.constraints;
    }

    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override;
    [[nodiscard]] Status ready(const std::stop_token& stop) const override;
    [[nodiscard]] bool isAllowed() const override { return m_allowed; }
    [[nodiscard]] bool isNoisy() const override { return m_question.isNoisy; }
    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token& stop) const override;

    [[nodiscard]] std::optional<CommandExchange> exchange(const space::Design& design) const
    {
        return m_memory.find(design);
    }
    [[nodiscard]] const CommandQuestion& question() const { return m_question; }
    void allow() const { m_allowed = true; }

private:
    [[nodiscard]] Outcome failed(std::string reason) const
    {
        return {Verdict::Failed,
                std::vector<double>(m_question.metrics.size(), std::numeric_limits<double>::quiet_NaN()), 0.0,
                std::move(reason), 0.0};
    }
    [[nodiscard]] CommandAnswer answerOf(const CommandReply& reply, std::uint64_t id) const;
    void note(const CommandAnswer& answer) const;

    const CommandQuestion m_question;
    const Judgement m_judgement;
    mutable CommandPool m_pool;
    mutable ExchangeMemory m_memory;
    mutable std::atomic<bool> m_allowed{false};
    mutable std::atomic<std::uint64_t> m_asked{0};

    mutable std::mutex m_mutex;              ///< guards the rest
    mutable bool m_works = false;            ///< one answer was understood
    mutable bool m_triedOut = false;         ///< since it last failed
    mutable std::size_t m_misunderstood = 0; ///< answers, while none was understood
    mutable std::string m_misunderstanding;  ///< the newest
};

/// What a process failed with, followed by its last words.
std::string withLastWords(std::string what, const CommandReply& reply)
{
    const std::string words = lastLineOf(reply.errors);
    return words.empty() ? what : what + ": " + words;
}

CommandAnswer CommandProblem::answerOf(const CommandReply& reply, std::uint64_t id) const
{
    CommandAnswer answer;
    answer.isUnderstood = answer.isInStep = false;
    switch (reply.kind) {
    case CommandReply::Kind::Answered:
        answer = readAnswer(reply.line, id, m_question.metrics);
        if (!answer.isUnderstood)
            answer.outcome.reason = withLastWords(answer.outcome.reason, reply);
        break;
    case CommandReply::Kind::Stopped:
        answer.outcome = failed("stopped");
        break;
    case CommandReply::Kind::TimedOut:
        answer.outcome = failed(
            withLastWords("no answer within " + quantityWords(m_question.timeout_s, "s"), reply));
        break;
    case CommandReply::Kind::TooLong:
        answer.outcome = failed("the answer has no line end within 1 MiB");
        break;
    case CommandReply::Kind::Ended:
        answer.outcome = failed(
            withLastWords("the command ended with " + reply.ending
                              + (reply.line.empty() ? " and no answer" : " in the middle of its answer"),
                          reply));
        break;
    }
    return answer;
}

void CommandProblem::note(const CommandAnswer& answer) const
{
    const std::scoped_lock lock(m_mutex);
    if (answer.isUnderstood) {
        m_works = true;
        m_misunderstood = 0;
    } else if (!m_works) {
        ++m_misunderstood;
        m_misunderstanding = answer.outcome.reason;
    }
}

Outcome CommandProblem::evaluate(const space::Design& design, const std::stop_token& stop) const
{
    if (!m_allowed)
        return failed(kNotAllowed);
    const std::uint64_t id = m_asked++;
    CommandPool::Question question;
    question.line = questionLine(id, m_question.space, design);
    CommandAnswer answer;
    question.isAnswered = [&](const CommandReply& reply) {
        answer = answerOf(reply, id);
        return answer.isInStep;
    };
    const auto reply = m_pool.ask(question, m_question.timeout_s, stop);
    if (!reply) {
        answer = {failed(reply.error().what), false, false};
        if (reply.error().code != ErrorCode::Cancelled)
            note(answer);
        return answer.outcome;
    }
    if (reply->kind == CommandReply::Kind::Stopped)
        return failed("stopped");
    if (reply->kind != CommandReply::Kind::Answered)
        answer = answerOf(*reply, id);
    note(answer);
    constexpr std::size_t kAnswerKept_bytes = 2048; // our choice
    m_memory.keep(design, {question.line, beginningOf(readableText(reply->line), kAnswerKept_bytes),
                           readableText(reply->errors), reply->took_s});
    if (answer.outcome.verdict == Verdict::Feasible)
        judge(m_judgement, m_question.metrics, answer.outcome);
    if (answer.outcome.cost_s == 0.0)
        answer.outcome.cost_s = reply->took_s;
    return std::move(answer.outcome);
}

Status CommandProblem::ready(const std::stop_token& stop) const
{
    constexpr std::size_t kFirstQuestions = 3;
    constexpr double kPatience_s = 0.1; // a shell that finds no script ends sooner; our choice
    if (!m_allowed)
        return Error{ErrorCode::Unsupported,
                     "The study runs the command \"" + commandText(m_question.command) + "\" in \""
                         + m_question.command.folder.string() + "\", which has not been allowed.",
                     {},
                     {}};
    if (const auto program = programOf(m_question.command); !program)
        return program.error();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_works)
            return success();
        if (m_misunderstood >= kFirstQuestions) {
            m_misunderstood = 0; // who starts again wants it tried again
            m_triedOut = false;
            return Error{
                ErrorCode::Io,
                "The command \"" + commandText(m_question.command)
                    + "\" answered none of the first questions: " + m_misunderstanding + '.',
                {},
                "It should answer every line on its standard input with a line of JSON, and flush it."};
        }
        if (std::exchange(m_triedOut, true))
            return success();
    }
    Status status = m_pool.tryOut(kPatience_s, stop);
    if (!status) {
        const std::scoped_lock lock(m_mutex);
        m_triedOut = false;
    }
    return status;
}

Result<Explanation> CommandProblem::explain(const space::Design&, const std::stop_token&) const
{
    Explanation explanation;
    explanation.notes.push_back("The numbers are what the study's command answered: "
                                + commandText(m_question.command) + ", in "
                                + m_question.command.folder.string() + '.');
    return explanation;
}

const CommandProblem* commandOf(const Problem& problem)
{
    return dynamic_cast<const CommandProblem*>(&problem);
}

} // namespace

Result<std::shared_ptr<const Problem>> makeCommandProblem(CommandQuestion question)
{
    for (std::size_t i = 0; i < question.metrics.size(); ++i) {
        const std::string& name = question.metrics[i].name;
        for (std::size_t j = 0; j < i; ++j)
            if (question.metrics[j].name == name)
                return Error{ErrorCode::InvalidInput, "Two metrics are called \"" + name + "\".", {}, {}};
        if (question.space.indexOf(name))
            return Error{ErrorCode::InvalidInput,
                         "\"" + name + "\" is a parameter and a metric; they need different names.",
                         {},
                         {}};
    }
    auto judgement = judgementOf(question.metrics, question.objectives, question.limits);
    if (!judgement)
        return judgement.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<CommandProblem>(std::move(question), std::move(judgement).value()));
}

std::optional<CommandTerms> commandTermsOf(const Problem& problem)
{
    const CommandProblem* const command = commandOf(problem);
    if (command == nullptr)
        return std::nullopt;
    const CommandQuestion& question = command->question();
    return CommandTerms{question.command, question.timeout_s, question.processes, command->isAllowed()};
}

void allowCommand(const Problem& problem)
{
    if (const CommandProblem* const command = commandOf(problem))
        command->allow();
}

std::optional<CommandExchange> exchangeOf(const Problem& problem, const space::Design& design)
{
    const CommandProblem* const command = commandOf(problem);
    return command == nullptr ? std::nullopt : command->exchange(design);
}

} // namespace paretoscope::problem
