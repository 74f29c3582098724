// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/predicate_syntax.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>
#include <string_view>

namespace paretoscope::space {

namespace {

using Tokens = std::span<const PredicateToken>;

constexpr std::array<std::string_view, 6> kComparisons{"<", ">", "<=", ">=", "==", "!="};
constexpr std::array<std::string_view, 18> kOperators{"<=", ">=", "==", "!=", "&&", "||", "<", ">", "+",
                                                      "-",  "*",  "/",  "^",  "(",  ")",  ",", "!", "?"};

bool isLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::size_t lengthOfName(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && (isLetter(text[length]) || isDigit(text[length])))
        ++length;
    return length;
}

std::size_t lengthOfNumber(std::string_view text)
{
    double ignored = 0.0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), ignored).ptr;
    return static_cast<std::size_t>(end - text.data());
}

std::size_t lengthOfOperator(std::string_view text)
{
    for (const std::string_view known : kOperators)
        if (text.substr(0, known.size()) == known)
            return known.size();
    return text.front() == ':' ? 1 : 0;
}

bool isOperator(const PredicateToken& token, std::string_view text)
{
    return token.kind == PredicateToken::Kind::Operator && token.text == text;
}

bool isComparison(const PredicateToken& token)
{
    return token.kind == PredicateToken::Kind::Operator
           && std::find(kComparisons.begin(), kComparisons.end(), token.text) != kComparisons.end();
}

/// Places, outside all parentheses, of the tokens that `wanted` picks.
template <class Wanted> std::vector<std::size_t> atTopLevel(Tokens tokens, Wanted wanted)
{
    std::vector<std::size_t> found;
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        depth -= isOperator(tokens[i], ")") ? 1 : 0;
        if (depth == 0 && wanted(tokens[i]))
            found.push_back(i);
        depth += isOperator(tokens[i], "(") ? 1 : 0;
    }
    return found;
}

Status predicate(Tokens tokens, std::size_t place);

/// Each part between the tokens at `cuts` must be a predicate of its own.
Status predicates(Tokens tokens, const std::vector<std::size_t>& cuts)
{
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::size_t end = i < cuts.size() ? cuts[i] : tokens.size();
        const std::size_t place = tokens[std::min(begin, tokens.size() - 1)].place;
        if (const Status part = predicate(tokens.subspan(begin, end - begin), place); !part)
            return part;
        begin = end + 1;
    }
    return success();
}

Status predicate(Tokens tokens, std::size_t place)
{
    if (tokens.empty())
        return syntaxError("a comparison is missing", place);
    const auto question = atTopLevel(tokens, [](const auto& t) { return isOperator(t, "?"); });
    if (!question.empty()) {
        auto cuts = atTopLevel(tokens,
                               [](const auto& t) { return isOperator(t, "?") || isOperator(t, ":"); });
        return predicates(tokens, cuts);
    }
    const auto joints = atTopLevel(tokens,
                                   [](const auto& t) { return isOperator(t, "&&") || isOperator(t, "||"); });
    if (!joints.empty())
        return predicates(tokens, joints);
    const auto comparisons = atTopLevel(tokens, isComparison);
    if (comparisons.size() > 1) {
        return syntaxError("comparisons cannot be chained; write a < b && b < c, here",
                           tokens[comparisons[1]].place);
    }
    if (comparisons.size() == 1)
        return success();
    if (isOperator(tokens.front(), "!"))
        return predicate(tokens.subspan(1), tokens.front().place);
    const auto closed = atTopLevel(tokens, [](const auto& t) { return isOperator(t, ")"); });
    if (isOperator(tokens.front(), "(") && closed.size() == 1 && closed.front() + 1 == tokens.size())
        return predicate(tokens.subspan(1, tokens.size() - 2), tokens.front().place);
    return syntaxError("this is a quantity, not a condition; a comparison such as a * b <= 512 is expected",
                       tokens.front().place);
}

} // namespace

Error syntaxError(std::string what, std::size_t place)
{
    return {ErrorCode::InvalidInput,
            std::move(what) + " (at character " + std::to_string(place + 1) + ").",
            {},
            {}};
}

Result<std::vector<PredicateToken>> tokenize(const std::string& expression)
{
    constexpr std::size_t kLongest = 1'000;
    if (expression.size() > kLongest)
        return syntaxError("the expression is longer than the 1000 characters that are allowed", kLongest);
    std::vector<PredicateToken> tokens;
    const std::string_view whole = expression;
    for (std::size_t place = 0; place < whole.size();) {
        const std::string_view rest = whole.substr(place);
        if (rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\n') {
            ++place;
            continue;
        }
        PredicateToken token;
        token.place = place;
        std::size_t length = 0;
        if (isLetter(rest.front())) {
            length = lengthOfName(rest);
            const std::size_t next = whole.find_first_not_of(" \t\n", place + length);
            const bool called = next != std::string_view::npos && whole[next] == '(';
            token.kind = called ? PredicateToken::Kind::Function : PredicateToken::Kind::Name;
        } else if (isDigit(rest.front()) || rest.front() == '.') {
            length = lengthOfNumber(rest);
            token.kind = PredicateToken::Kind::Number;
        } else {
            length = lengthOfOperator(rest);
        }
        token.text = std::string(rest.substr(0, length));
        if (length == 0) {
            return syntaxError(
                std::string("\"") + rest.front()
                    + "\" is not allowed; known are numbers, names, + - * / ^ ( ) , comparisons "
                      "(== for equal) and && || ! ?:",
                place);
        }
        tokens.push_back(std::move(token));
        place += length;
    }
    return tokens;
}

Status checkPredicate(const std::vector<PredicateToken>& tokens)
{
    return predicate(tokens, 0);
}

} // namespace paretoscope::space
