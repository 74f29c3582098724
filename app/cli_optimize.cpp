// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_optimize.h"

#include "app/cli_commands.h"
#include "app/external_problem.h"
#include "core/base/json_reader.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <span>
#include <unordered_map>

namespace paretoscope::cli {

namespace {

using nlohmann::json;

constexpr std::int64_t kProtocol = 1;
constexpr std::int64_t kMost = 1'000'000'000;

Error malformed(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

/// A whole number at `key`, or the fallback where there is none.
Result<std::int64_t> wholeAt(const json& line, const char* key, std::int64_t minimum, std::int64_t fallback)
{
    const auto found = line.find(key);
    if (found == line.end() || found->is_null())
        return fallback;
    if (!found->is_number_integer() || found->get<double>() < static_cast<double>(minimum)
        || found->get<double>() > static_cast<double>(kMost)) {
        return malformed("\"" + std::string(key) + "\" is " + describe(*found) + "; a whole number from "
                         + std::to_string(minimum) + " to " + std::to_string(kMost) + " is expected.");
    }
    return found->get<std::int64_t>();
}

/// One conversation. Ends early, without an error, where the other side hangs up.
class Conversation
{
public:
    Conversation(const OptimizeOptions& options, std::istream& in, std::ostream& out)
        : m_options(options)
        , m_in(in)
        , m_out(out)
    { }

    Status hold()
    {
        const auto first = next();
        if (!first || m_over)
            return first ? success() : Status(first.error());
        if (Status begun = begin(*first); !begun || m_over)
            return begun;
        while (m_left > 0 && !m_over) {
            const std::vector<space::Design> designs = asked();
            if (designs.empty() || m_over)
                return success(); // nothing is left to propose
            const auto answer = next();
            if (!answer || m_over)
                return answer ? success() : Status(answer.error());
            if (Status told = tell(*answer, designs); !told)
                return told;
        }
        while (!m_over) { // the budget is used up: wait for the other side to hang up
            if (const auto line = next(); !line)
                return line.error();
        }
        return success();
    }

private:
    /// The next line that says something; sets m_over at the end of the stream and at "done".
    Result<json> next()
    {
        std::string text;
        do {
            if (!std::getline(m_in, text)) {
                m_over = true;
                return json();
            }
        } while (text.find_first_not_of(" \t\r") == std::string::npos);
        json line = json::parse(text, nullptr, false);
        if (line.is_discarded())
            return malformed("a line is not JSON: " + describe(json(text)) + ".");
        if (!line.is_object() || !line.contains("type") || !line["type"].is_string())
            return malformed("a line is " + describe(line) + "; an object with a \"type\" is expected.");
        m_over = line["type"] == "done";
        return line;
    }

    void send(const json& line) { m_out << line.dump() << '\n' << std::flush; }

    Status begin(const json& line)
    {
        if (line["type"] != "problem")
            return malformed("the first line has the type " + describe(line["type"])
                             + "; \"problem\" is expected.");
        const auto protocol = wholeAt(line, "protocol", 0, kProtocol);
        const auto seed = wholeAt(line, "seed", 0, 1);
        const auto budget = wholeAt(line, "budget", 1, 0);
        const auto initial = wholeAt(line, "initial", 0, 0);
        const auto batch = wholeAt(line, "batch", 1, 1);
        for (const auto* number : {&protocol, &seed, &budget, &initial, &batch})
            if (!*number)
                return number->error();
        if (*protocol != kProtocol)
            return malformed("the protocol is " + std::to_string(*protocol) + "; this program speaks 1.");
        if (*budget == 0)
            return malformed("\"budget\" is missing; a whole number is expected.");
        auto problem = ExternalProblem::read(line.value("problem", json()));
        if (!problem)
            return problem.error();
        m_problem = std::move(problem).value();
        m_left = static_cast<std::uint64_t>(*budget);
        m_batch = static_cast<std::size_t>(*batch);
        optimizer::SearchProblem search = m_problem.search();
        search.budget = m_left;
        search.initial = static_cast<std::size_t>(*initial);
        search.batch = m_batch;
        if (m_options.known && m_problem.knownConstraints() > 0) {
            search.known = [this](const space::Design& design) { return knownOf(design); };
            search.announce = [this](std::span<const space::Design> designs) { askKnown(designs); };
        }
        return choose(line, search, static_cast<std::uint64_t>(*seed));
    }

    Status choose(const json& line, const optimizer::SearchProblem& search, std::uint64_t seed)
    {
        optimizer::MethodChoice choice;
        choice.name = m_options.method;
        if (const auto named = line.find("method"); choice.name.empty() && named != line.end()) {
            if (!named->is_string())
                return malformed("\"method\" is " + describe(*named) + "; a name is expected.");
            choice.name = named->get<std::string>();
        }
        if (choice.name.empty())
            choice.name = "auto";
        auto made = optimizer::makeOptimizer(choice, search, seed);
        if (!made)
            return made.error();
        m_optimizer = std::move(made).value();
        return success();
    }

    std::vector<space::Design> asked()
    {
        std::vector<space::Design> designs;
        json values = json::array();
        const std::size_t count = std::min<std::uint64_t>(m_batch, m_left);
        while (designs.size() < count) {
            auto design = m_optimizer->ask(m_told + designs.size());
            if (!design || m_over)
                break;
            values.push_back(m_problem.valuesOf(*design));
            designs.push_back(std::move(*design));
        }
        if (!designs.empty() && !m_over)
            send({{"type", "ask"}, {"id", ++m_message}, {"designs", std::move(values)}});
        return designs;
    }

    Status tell(const json& line, const std::vector<space::Design>& designs)
    {
        if (line["type"] != "tell")
            return malformed("a line has the type " + describe(line["type"]) + "; \"tell\" is expected.");
        const auto id = wholeAt(line, "id", 0, m_message);
        const auto left = wholeAt(line, "left", 0, -1);
        const auto results = line.find("results");
        if (!id || !left)
            return id ? left.error() : id.error();
        if (*id != m_message)
            return malformed("the results are for the question " + std::to_string(*id) + "; "
                             + std::to_string(m_message) + " was asked last.");
        if (results == line.end() || !results->is_array() || results->size() > designs.size())
            return malformed("\"results\" must be an array of at most " + std::to_string(designs.size())
                             + " results.");
        std::vector<optimizer::Observation> seen;
        for (const json& result : *results) {
            auto observation = m_problem.read(result, m_told + seen.size(), designs[seen.size()]);
            if (!observation)
                return observation.error();
            seen.push_back(std::move(observation).value());
        }
        std::vector<std::uint64_t> withdrawn;
        for (std::size_t i = seen.size(); i < designs.size(); ++i)
            withdrawn.push_back(m_told + i);
        m_optimizer->withdraw(withdrawn);
        m_optimizer->tell(seen);
        m_told += seen.size();
        const std::uint64_t spent = std::min<std::uint64_t>(m_left, seen.size());
        m_left = *left >= 0 ? static_cast<std::uint64_t>(*left) : m_left - spent;
        if (seen.empty())
            m_left = 0; // whatever is said to be left, it is not ours to use
        return success();
    }

    std::vector<double> knownOf(const space::Design& design)
    {
        if (const auto found = m_known.find(design); found != m_known.end())
            return found->second;
        askKnown({&design, 1});
        const auto found = m_known.find(design);
        return found != m_known.end() ? found->second : std::vector<double>();
    }

    /// Asks the other side about those that it was not asked about before, all at once. What it answers
    /// wrongly reads as "holds", and the conversation ends.
    void askKnown(std::span<const space::Design> designs)
    {
        constexpr std::size_t kMostKept = 500'000; // answers, some hundred bytes each
        if (m_known.size() > kMostKept)
            m_known.clear();
        json values = json::array();
        std::vector<const space::Design*> asked;
        for (const space::Design& design : designs)
            if (m_known.try_emplace(design).second) {
                values.push_back(m_problem.valuesOf(design));
                asked.push_back(&design);
            }
        if (asked.empty() || m_over || m_mistake)
            return;
        send({{"type", "known"}, {"id", ++m_message}, {"designs", std::move(values)}});
        const auto line = next();
        if (!line || m_over)
            return fail(line ? std::string() : line.error().what);
        const auto answers = line->find("g");
        if ((*line)["type"] != "known" || answers == line->end() || !answers->is_array()
            || answers->size() != asked.size())
            return fail("a question about known constraints was answered by " + describe(*line) + ".");
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const json& answer = (*answers)[i];
            if (!answer.is_array() || answer.size() != m_problem.knownConstraints())
                return fail("known constraints are " + describe(answer) + "; "
                            + std::to_string(m_problem.knownConstraints()) + " numbers are expected.");
            for (const json& value : answer) {
                if (!value.is_number())
                    return fail("a known constraint is " + describe(value) + "; a number is expected.");
                m_known[*asked[i]].push_back(value.get<double>());
            }
        }
    }

    void fail(std::string what)
    {
        m_over = true;
        if (!what.empty())
            m_mistake = malformed(std::move(what));
    }

public:
    [[nodiscard]] const std::optional<Error>& mistake() const { return m_mistake; }

private:
    const OptimizeOptions& m_options;
    std::istream& m_in;
    std::ostream& m_out;
    ExternalProblem m_problem;
    std::unordered_map<space::Design, std::vector<double>, space::DesignHash> m_known; ///< answers so far
    std::unique_ptr<optimizer::Optimizer> m_optimizer;
    std::uint64_t m_left = 0;
    std::uint64_t m_told = 0;
    std::size_t m_batch = 1;
    std::int64_t m_message = 0;
    bool m_over = false;
    std::optional<Error> m_mistake; ///< found while the optimizer was asking
};

} // namespace

Result<int> optimize(const OptimizeOptions& options, std::istream& in, std::ostream& out)
{
    Conversation conversation(options, in, out);
    Status held = conversation.hold();
    if (held && conversation.mistake())
        held = *conversation.mistake();
    if (held)
        return kOk;
    out << json{{"type", "error"}, {"message", held.error().text()}}.dump(-1, ' ', false,
                                                                          json::error_handler_t::replace)
        << '\n'
        << std::flush;
    return kBadInput;
}

} // namespace paretoscope::cli
