// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/filter_parser.h"

#include "core/space/predicate_syntax.h"
#include "core/study/filter_axis.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace paretoscope::study {

using space::syntaxError;

namespace {

using Node = TrialFilter::Node;
using Kind = FilterWord::Kind;

constexpr int kDeepest = 100; ///< nested parentheses, far more than anybody types

std::string listed(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
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

FilterTree joined(Node::Kind kind, std::vector<FilterTree> parts)
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
        , m_axes(filterAxesOf(problem))
        , m_quantity(quantity)
    { }

    Result<FilterTree> whole()
    {
        Result<FilterTree> node = either(0);
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

    Result<FilterTree> either(int depth);
    Result<FilterTree> both(int depth);
    Result<FilterTree> term(int depth);
    Result<FilterTree> comparison();
    Result<FilterTree> range();
    Result<FilterTree> compare(const FilterAxis& axis, const std::string& sign, std::size_t& next);
    std::optional<FilterAxis> axisHere();
    std::optional<FilterTree> labelledText();
    Error unknown() const;

    std::vector<FilterWord> m_words;
    std::vector<FilterAxis> m_axes;
    const TrialFilter::ReadQuantity& m_quantity;
    std::size_t m_next = 0;
    bool m_asksForFront = false;
};

Result<FilterTree> Parser::either(int depth)
{
    std::vector<FilterTree> parts;
    do {
        Result<FilterTree> part = both(depth);
        if (!part)
            return part;
        parts.push_back(*part);
    } while (take("or"));
    return joined(Node::Kind::Or, std::move(parts));
}

Result<FilterTree> Parser::both(int depth)
{
    std::vector<FilterTree> parts;
    do {
        Result<FilterTree> part = term(depth);
        if (!part)
            return part;
        parts.push_back(*part);
        take("and");
    } while (!atEnd() && !isWord("or") && !isWord(")"));
    return joined(Node::Kind::And, std::move(parts));
}

Result<FilterTree> Parser::term(int depth)
{
    if (atEnd() || isWord(")") || isWord("or") || isWord("and"))
        return syntaxError("a condition is missing, such as area < 5", here());
    if (depth > kDeepest)
        return syntaxError("parentheses and negations are nested too deeply", here());
    if (take("not")) {
        Result<FilterTree> part = term(depth + 1);
        if (!part)
            return part;
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Not;
        node->parts = {*part};
        return FilterTree(node);
    }
    const std::size_t opened = here();
    if (take("(")) {
        Result<FilterTree> part = either(depth + 1);
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
        return FilterTree(node);
    }
    return unknown();
}

Error Parser::unknown() const
{
    std::vector<std::string> names;
    for (const FilterAxis& axis : m_axes)
        names.push_back(axis.name);
    return syntaxError("\"" + m_words[m_next].text + "\" is not known; there are " + listed(names)
                           + ", the words " + listed(filterKeywords()) + ", and tag:, set:, note:, reason:",
                       here());
}

/// "tag:candidate", "note:fits the package" up to the next space, or in quotes.
std::optional<FilterTree> Parser::labelledText()
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
        return FilterTree(node);
    }
    return {};
}

/// The axis that the next words name; labels may be several words long, the longest wins.
std::optional<FilterAxis> Parser::axisHere()
{
    constexpr std::size_t kMostWords = 8;
    std::optional<FilterAxis> found;
    std::size_t end = m_next;
    std::string text;
    for (std::size_t i = m_next; i < std::min(m_words.size(), m_next + kMostWords); ++i) {
        if (m_words[i].kind == Kind::Sign)
            break;
        text += (text.empty() || m_words[i].joined ? "" : " ") + m_words[i].text;
        for (const FilterAxis& axis : m_axes) {
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

Result<FilterTree> Parser::comparison()
{
    const FilterAxis axis = *axisHere();
    if (atEnd() || !isComparison(m_words[m_next]))
        return syntaxError("\"" + axis.name + "\" needs a comparison, one of < <= > >= = !=", here());
    const std::string sign = m_words[m_next++].text;
    return compare(axis, sign, m_next);
}

/// "2 mJ <= energy <= 4 mJ"; the number waits until the axis says what unit it is in.
Result<FilterTree> Parser::range()
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
    Result<FilterTree> first = compare(*axis, mirrored(sign), number);
    if (!first || after >= m_words.size() || !isComparison(m_words[after])) {
        m_next = after;
        return first;
    }
    m_next = after + 1;
    Result<FilterTree> second = compare(*axis, m_words[after].text, m_next);
    return second ? joined(Node::Kind::And, {*first, *second}) : second;
}

/// Reads what the axis is compared with, from word `next` on, which is left behind it.
Result<FilterTree> Parser::compare(const FilterAxis& axis, const std::string& sign, std::size_t& next)
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
        return FilterTree(node);
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
    return FilterTree(node);
}

} // namespace

Result<ParsedFilter> parseFilter(std::vector<FilterWord> words, const problem::Problem& problem,
                                 const TrialFilter::ReadQuantity& quantity)
{
    Parser parser(std::move(words), problem, quantity);
    Result<FilterTree> root = parser.whole();
    if (!root)
        return root.error();
    return ParsedFilter{std::move(root).value(), parser.asksForFront()};
}

} // namespace paretoscope::study
