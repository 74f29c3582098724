// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/trial_filter.h"

#include "core/space/predicate_syntax.h"
#include "core/study/filter_words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace paretoscope::study {

using space::syntaxError;

struct TrialFilter::Node
{
    enum class Kind { And, Or, Not, Compare, Word, Tag, Set, Note, Reason };
    Kind kind = Kind::Word;
    std::vector<std::shared_ptr<const Node>> parts;
    std::string text; ///< the word, or what a tag, set, note or reason must be
    // A comparison.
    enum class Axis { Design, Parameter, Metric };
    Axis axis = Axis::Design;
    std::size_t index = 0;
    std::string sign;
    double value = 0.0;
};

namespace {

using Node = TrialFilter::Node;
using NodePtr = std::shared_ptr<const Node>;
using Kind = FilterWord::Kind;

constexpr double kEqualWithin = 1e-9;
constexpr int kDeepest = 100; ///< nested parentheses, far more than anybody types

/// One thing that can be compared.
struct Axis
{
    Node::Axis kind = Node::Axis::Design;
    std::size_t index = 0;
    std::string name;
    std::string label;
    std::string unit;
    std::vector<std::string> categories;
};

std::vector<Axis> axesOf(const problem::Problem& problem)
{
    std::vector<Axis> axes;
    const space::Space& space = problem.space();
    for (std::size_t i = 0; i < space.size(); ++i) {
        const space::Parameter& parameter = space.parameter(i);
        Axis axis{Node::Axis::Parameter, i, parameter.name(), parameter.label(), parameter.unit(), {}};
        if (parameter.kind() == space::ParameterKind::Categorical)
            axis.categories = space::labelsOf(parameter);
        axes.push_back(std::move(axis));
    }
    for (std::size_t i = 0; i < problem.metrics().size(); ++i) {
        const problem::Metric& metric = problem.metrics()[i];
        axes.push_back({Node::Axis::Metric, i, metric.name, metric.label, metric.unit, {}});
    }
    axes.push_back({Node::Axis::Design, 0, "design", "number", {}, {}});
    return axes;
}

std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string initialsOf(const std::string& category)
{
    std::string initials;
    bool start = true;
    for (const char c : category) {
        const bool gap = c == '_' || c == ' ' || c == '-';
        if (start && !gap)
            initials += c;
        start = gap;
    }
    return initials;
}

/// By its name, the start of it, or its initials, where that leaves one.
std::optional<std::size_t> categoryCalled(const std::string& text, const std::vector<std::string>& categories)
{
    const auto only = [&](auto fits) -> std::optional<std::size_t> {
        const auto found = std::find_if(categories.begin(), categories.end(), fits);
        if (found == categories.end() || std::find_if(found + 1, categories.end(), fits) != categories.end())
            return {};
        return static_cast<std::size_t>(found - categories.begin());
    };
    if (const auto whole = only([&](const std::string& c) { return sameWord(c, text); }))
        return whole;
    if (const auto start = only(
            [&](const std::string& c) { return sameWord(c.substr(0, text.size()), text); }))
        return start;
    return only([&](const std::string& c) { return sameWord(initialsOf(c), text); });
}

std::string mirrored(const std::string& sign)
{
    if (sign.front() == '<')
        return ">" + sign.substr(1);
    return sign.front() == '>' ? "<" + sign.substr(1) : sign;
}

bool isComparison(const FilterWord& word)
{
    return word.kind == Kind::Sign
           && (word.text == "<" || word.text == "<=" || word.text == ">" || word.text == ">="
               || word.text == "=" || word.text == "!=");
}

NodePtr joined(Node::Kind kind, std::vector<NodePtr> parts)
{
    if (parts.size() == 1)
        return parts.front();
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->parts = std::move(parts);
    return node;
}

/// Recursive descent: either > both > term.
class Parser
{
public:
    Parser(std::vector<FilterWord> words, const problem::Problem& problem,
           const TrialFilter::ReadQuantity& quantity)
        : m_words(std::move(words))
        , m_axes(axesOf(problem))
        , m_quantity(quantity)
    { }

    Result<NodePtr> whole()
    {
        Result<NodePtr> node = either(0);
        if (node && !atEnd())
            return syntaxError("this parenthesis was never opened", here());
        return node;
    }
    [[nodiscard]] bool asksForFront() const { return m_asksForFront; }

private:
    [[nodiscard]] bool atEnd() const { return m_next >= m_words.size(); }
    [[nodiscard]] std::size_t here() const
    {
        return atEnd() ? m_words.back().place + m_words.back().text.size() : m_words[m_next].place;
    }
    [[nodiscard]] bool isWord(std::string_view word) const
    {
        return !atEnd() && m_words[m_next].kind != Kind::Text && m_words[m_next].kind != Kind::Number
               && sameWord(m_words[m_next].text, word);
    }
    bool take(std::string_view word)
    {
        const bool there = isWord(word);
        m_next += there ? 1 : 0;
        return there;
    }

    Result<NodePtr> either(int depth);
    Result<NodePtr> both(int depth);
    Result<NodePtr> term(int depth);
    Result<NodePtr> comparison();
    Result<NodePtr> range();
    Result<NodePtr> compare(const Axis& axis, const std::string& sign, std::size_t& next);
    std::optional<Axis> axisHere();
    std::optional<NodePtr> labelledText();
    Error unknown() const;

    std::vector<FilterWord> m_words;
    std::vector<Axis> m_axes;
    const TrialFilter::ReadQuantity& m_quantity;
    std::size_t m_next = 0;
    bool m_asksForFront = false;
};

Result<NodePtr> Parser::either(int depth)
{
    std::vector<NodePtr> parts;
    do {
        Result<NodePtr> part = both(depth);
        if (!part)
            return part;
        parts.push_back(*part);
    } while (take("or"));
    return joined(Node::Kind::Or, std::move(parts));
}

Result<NodePtr> Parser::both(int depth)
{
    std::vector<NodePtr> parts;
    do {
        Result<NodePtr> part = term(depth);
        if (!part)
            return part;
        parts.push_back(*part);
        take("and");
    } while (!atEnd() && !isWord("or") && !isWord(")"));
    return joined(Node::Kind::And, std::move(parts));
}

Result<NodePtr> Parser::term(int depth)
{
    if (atEnd() || isWord(")") || isWord("or") || isWord("and"))
        return syntaxError("a condition is missing, such as area < 5", here());
    if (depth > kDeepest)
        return syntaxError("parentheses and negations are nested too deeply", here());
    if (take("not")) {
        Result<NodePtr> part = term(depth + 1);
        if (!part)
            return part;
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Not;
        node->parts = {*part};
        return NodePtr(node);
    }
    const std::size_t opened = here();
    if (take("(")) {
        Result<NodePtr> part = either(depth + 1);
        if (part && !take(")"))
            return syntaxError("this parenthesis is not closed", opened);
        return part;
    }
    if (m_words[m_next].kind == Kind::Number)
        return range();
    if (auto node = labelledText())
        return *node;
    const std::size_t start = m_next;
    if (axisHere()) {
        m_next = start;
        return comparison();
    }
    for (const std::string& known : filterKeywords()) {
        if (!isWord(known))
            continue;
        m_asksForFront = m_asksForFront || known == "front" || known == "knee";
        ++m_next;
        auto node = std::make_shared<Node>();
        node->text = known;
        return NodePtr(node);
    }
    return unknown();
}

Error Parser::unknown() const
{
    std::vector<std::string> names;
    for (const Axis& axis : m_axes)
        names.push_back(axis.name);
    return syntaxError("\"" + m_words[m_next].text + "\" is not known; there are " + listed(names)
                           + ", the words " + listed(filterKeywords()) + ", and tag:, set:, note:, reason:",
                       here());
}

/// "tag:candidate", "note:fits the package" up to the next space, or in quotes.
std::optional<NodePtr> Parser::labelledText()
{
    static const std::pair<std::string_view, Node::Kind> kinds[]{{"tag", Node::Kind::Tag},
                                                                 {"set", Node::Kind::Set},
                                                                 {"note", Node::Kind::Note},
                                                                 {"reason", Node::Kind::Reason}};
    if (m_next + 2 >= m_words.size() || m_words[m_next + 1].text != ":"
        || m_words[m_next + 1].kind != Kind::Sign || m_words[m_next + 2].kind == Kind::Sign)
        return {};
    for (const auto& [word, kind] : kinds) {
        if (!isWord(word))
            continue;
        auto node = std::make_shared<Node>();
        node->kind = kind;
        node->text = m_words[m_next + 2].text;
        m_next += 3;
        while (!atEnd() && m_words[m_next].joined && m_words[m_next - 1].kind != Kind::Text
               && (m_words[m_next].kind == Kind::Number || m_words[m_next].kind == Kind::Name))
            node->text += m_words[m_next++].text; // "8bit" is a number and a name
        return NodePtr(node);
    }
    return {};
}

/// The axis that the next words name; labels may be several words long, the longest wins.
std::optional<Axis> Parser::axisHere()
{
    constexpr std::size_t kMostWords = 8;
    std::optional<Axis> found;
    std::size_t end = m_next;
    std::string text;
    for (std::size_t i = m_next; i < std::min(m_words.size(), m_next + kMostWords); ++i) {
        if (m_words[i].kind == Kind::Sign)
            break;
        text += (text.empty() || m_words[i].joined ? "" : " ") + m_words[i].text;
        for (const Axis& axis : m_axes) {
            if (sameWord(axis.name, text) || sameWord(axis.label, text)) {
                found = axis;
                end = i + 1;
                break;
            }
        }
    }
    m_next = end;
    return found;
}

Result<NodePtr> Parser::comparison()
{
    const Axis axis = *axisHere();
    if (atEnd() || !isComparison(m_words[m_next]))
        return syntaxError("\"" + axis.name + "\" needs a comparison, one of < <= > >= = !=", here());
    const std::string sign = m_words[m_next++].text;
    return compare(axis, sign, m_next);
}

/// "2 mJ <= energy <= 4 mJ"; the number waits until the axis says what unit it is in.
Result<NodePtr> Parser::range()
{
    std::size_t number = m_next;
    while (!atEnd() && !isComparison(m_words[m_next]))
        ++m_next;
    if (atEnd())
        return syntaxError("a number alone is no condition; write an axis and a comparison, such as area < 5",
                           m_words[number].place);
    const std::string sign = m_words[m_next++].text;
    const std::size_t place = here();
    const auto axis = axisHere();
    if (!axis)
        return syntaxError("an axis is expected after the number and its sign", place);
    const std::size_t after = m_next;
    Result<NodePtr> first = compare(*axis, mirrored(sign), number);
    if (!first || after >= m_words.size() || !isComparison(m_words[after])) {
        m_next = after;
        return first;
    }
    m_next = after + 1;
    Result<NodePtr> second = compare(*axis, m_words[after].text, m_next);
    return second ? joined(Node::Kind::And, {*first, *second}) : second;
}

/// Reads what the axis is compared with, from word `next` on, which is left behind it.
Result<NodePtr> Parser::compare(const Axis& axis, const std::string& sign, std::size_t& next)
{
    const auto place = [&] { return next < m_words.size() ? m_words[next].place : here(); };
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::Compare;
    node->axis = axis.kind;
    node->index = axis.index;
    node->sign = sign;
    if (!axis.categories.empty()) {
        std::string text;
        const std::size_t start = place();
        do {
            text += next < m_words.size() && m_words[next].kind != Kind::Sign ? m_words[next++].text : "";
        } while (next < m_words.size() && m_words[next].joined && m_words[next].kind != Kind::Sign);
        const auto category = categoryCalled(text, axis.categories);
        if (!category)
            return syntaxError("\"" + text + "\" is none of " + listed(axis.categories), start);
        node->value = static_cast<double>(*category);
        return NodePtr(node);
    }
    const std::string measure = axis.unit.empty() ? std::string("a number") : "a number of " + axis.unit;
    if (next >= m_words.size() || m_words[next].kind != Kind::Number)
        return syntaxError("\"" + axis.name + "\" is compared with " + measure, place());
    const FilterWord& number = m_words[next++];
    node->value = number.number;
    if (next < m_words.size() && m_words[next].kind == Kind::Name) {
        const FilterWord& unit = m_words[next];
        const auto read = m_quantity ? m_quantity(number.text + " " + unit.text, axis.unit) : std::nullopt;
        if (!read && unit.joined)
            return syntaxError("\"" + number.text + unit.text + "\" is not " + measure, number.place);
        if (read) {
            node->value = *read;
            ++next;
        }
    }
    return NodePtr(node);
}

double valueOf(const Node& node, const Trial& trial, const problem::Problem& problem)
{
    switch (node.axis) {
    case Node::Axis::Design:
        return static_cast<double>(trial.id);
    case Node::Axis::Metric:
        if (node.index < trial.outcome.metrics.size())
            return trial.outcome.metrics[node.index];
        break;
    case Node::Axis::Parameter: {
        const space::Space& space = problem.space();
        if (!trial.design.empty() && space.isActive(trial.design, node.index))
            return space.parameter(node.index).axisPosition(space.value(trial.design, node.index));
        break;
    }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

bool compares(const Node& node, double value)
{
    if (std::isnan(value))
        return false;
    const bool equal = std::abs(value - node.value)
                       <= kEqualWithin * std::max(std::abs(value), std::abs(node.value));
    if (node.sign == "=")
        return equal;
    if (node.sign == "!=")
        return !equal;
    if (node.sign.size() == 2 && equal)
        return true;
    return !equal && (node.sign.front() == '<' ? value < node.value : value > node.value);
}

bool anyIs(const std::vector<std::string>& words, const std::string& wanted)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return sameWord(word, wanted); });
}

bool wordHolds(const std::string& word, const Trial& trial, const FilterFacts& facts)
{
    using problem::Verdict;
    if (word == "front")
        return facts.onFront(trial.id);
    if (word == "knee")
        return facts.isKnee(trial.id);
    if (word == "feasible")
        return trial.outcome.verdict == Verdict::Feasible;
    if (word == "infeasible")
        return trial.outcome.verdict == Verdict::Infeasible;
    if (word == "failed")
        return trial.outcome.verdict == Verdict::Failed;
    if (word == "manual")
        return trial.origin == Origin::Manual;
    if (word == "pinned")
        return facts.passesPins(trial);
    if (word == "noted")
        return !facts.note(trial.id).empty();
    return !facts.tags(trial.id).empty(); // tagged
}

bool holds(const Node& node, const Trial& trial, const FilterFacts& facts, const problem::Problem& problem)
{
    const auto part = [&](const NodePtr& each) { return holds(*each, trial, facts, problem); };
    switch (node.kind) {
    case Node::Kind::And:
        return std::all_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::Or:
        return std::any_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::Not:
        return !part(node.parts.front());
    case Node::Kind::Compare:
        return compares(node, valueOf(node, trial, problem));
    case Node::Kind::Word:
        return wordHolds(node.text, trial, facts);
    case Node::Kind::Tag:
        return anyIs(facts.tags(trial.id), node.text);
    case Node::Kind::Set:
        return anyIs(facts.sets(trial.id), node.text);
    case Node::Kind::Note:
        return containsWord(facts.note(trial.id), node.text);
    case Node::Kind::Reason:
        return containsWord(trial.outcome.reason, node.text);
    }
    return false;
}

} // namespace

const std::vector<std::string>& filterKeywords()
{
    static const std::vector<std::string> kWords{"front",  "knee",   "feasible", "infeasible", "failed",
                                                 "manual", "pinned", "noted",    "tagged"};
    return kWords;
}

Result<TrialFilter> TrialFilter::compile(const std::string& text, const problem::Problem& problem,
                                         const ReadQuantity& quantity)
{
    Result<std::vector<FilterWord>> words = filterWords(text);
    if (!words)
        return words.error();
    if (words->empty())
        return syntaxError("nothing to search for; write a condition such as area < 5", 0);
    Parser parser(std::move(words).value(), problem, quantity);
    Result<NodePtr> root = parser.whole();
    if (!root)
        return root.error();
    TrialFilter filter;
    filter.m_root = *root;
    filter.m_asksForFront = parser.asksForFront();
    filter.m_problem = &problem;
    return filter;
}

bool TrialFilter::passes(const Trial& trial, const FilterFacts& facts) const
{
    return holds(*m_root, trial, facts, *m_problem);
}

bool TrialFilter::asksForFront() const
{
    return m_asksForFront;
}

} // namespace paretoscope::study
