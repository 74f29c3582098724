// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/filter_words.h"

#include "core/space/predicate_syntax.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace paretoscope::study {

namespace {

using Kind = FilterWord::Kind;

/// Typed sign and how it reads; longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kSigns{{{"≤", "<="},
                                                                                {"≥", ">="},
                                                                                {"≠", "!="},
                                                                                {"<=", "<="},
                                                                                {">=", ">="},
                                                                                {"==", "="},
                                                                                {"!=", "!="},
                                                                                {"&&", "and"},
                                                                                {"||", "or"},
                                                                                {"<", "<"},
                                                                                {">", ">"},
                                                                                {"=", "="},
                                                                                {"!", "not"},
                                                                                {"(", "("},
                                                                                {")", ")"},
                                                                                {":", ":"}}};

bool isSpace(char c)
{
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool isDigit(char c)
{
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Letters of every alphabet are several bytes, all of them above 127.
bool startsName(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '%' || c == '/'
           || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t signAt(std::string_view rest, FilterWord& word)
{
    for (const auto& [typed, meant] : kSigns) {
        if (rest.substr(0, typed.size()) == typed) {
            word.kind = Kind::Sign;
            word.text = meant;
            return typed.size();
        }
    }
    return 0;
}

std::size_t nameAt(std::string_view rest, FilterWord& word)
{
    std::size_t length = 0;
    FilterWord ignored;
    while (
        length < rest.size()
        && (startsName(rest[length]) || isDigit(rest[length]) || rest[length] == '.' || rest[length] == '-')
        && signAt(rest.substr(length), ignored) == 0)
        ++length;
    word.kind = Kind::Name;
    word.text = rest.substr(0, length);
    return length;
}

std::size_t numberAt(std::string_view rest, FilterWord& word)
{
    const bool minus = rest.front() == '-' || rest.front() == '+';
    const std::string_view digits = rest.substr(minus ? 1 : 0);
    if (digits.empty() || (!isDigit(digits.front()) && digits.front() != '.'))
        return 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), word.number);
    if (read.ec != std::errc())
        return 0;
    const auto length = static_cast<std::size_t>(read.ptr - rest.data());
    word.number = rest.front() == '-' ? -word.number : word.number;
    word.kind = Kind::Number;
    word.text = rest.substr(0, length);
    return length;
}

} // namespace

Result<std::vector<FilterWord>> filterWords(std::string_view text)
{
    constexpr std::size_t kLongest = 1'000;
    if (text.size() > kLongest)
        return space::syntaxError("more than 1000 characters are not read", kLongest);
    std::vector<FilterWord> words;
    std::size_t end = text.size(); // of the word before
    for (std::size_t place = 0; place < text.size();) {
        if (isSpace(text[place]) || text[place] == ',' || text[place] == ';') {
            ++place;
            continue;
        }
        const std::string_view rest = text.substr(place);
        FilterWord word;
        word.place = place;
        word.joined = place == end;
        std::size_t length = 0;
        if (rest.front() == '"') {
            const std::size_t close = rest.find('"', 1);
            if (close == std::string_view::npos)
                return space::syntaxError("this quote is not closed", place);
            word.kind = Kind::Text;
            word.text = rest.substr(1, close - 1);
            length = close + 1;
        } else if (length = numberAt(rest, word); length == 0) {
            if (length = signAt(rest, word); length == 0)
                length = startsName(rest.front()) ? nameAt(rest, word) : 0;
        }
        if (length == 0)
            return space::syntaxError(std::string("\"") + rest.front()
                                          + "\" has no meaning here; use names, numbers with units, "
                                            "< <= > >= = !=, and, or, not, and parentheses",
                                      place);
        words.push_back(std::move(word));
        place += length;
        end = place;
    }
    return words;
}

bool sameWord(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return std::tolower(static_cast<unsigned char>(x))
                      == std::tolower(static_cast<unsigned char>(y));
           });
}

bool containsWord(std::string_view whole, std::string_view part)
{
    for (std::size_t i = 0; i + part.size() <= whole.size(); ++i)
        if (sameWord(whole.substr(i, part.size()), part))
            return true;
    return false;
}

} // namespace paretoscope::study
