// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace paretoscope::problem {

namespace {

/// Past an escape sequence of a terminal that begins at `at`: ESC [ ... letter, or ESC and one character.
std::size_t pastEscape(const std::string& bytes, std::size_t at)
{
    if (at + 1 >= bytes.size() || bytes[at + 1] != '[')
        return std::min(at + 2, bytes.size());
    at += 2;
    while (at < bytes.size() && !(bytes[at] >= '@' && bytes[at] <= '~'))
        ++at;
    return std::min(at + 1, bytes.size());
}

} // namespace

std::string readableText(const std::string& bytes)
{
    constexpr char kEscape = '\x1b';
    std::string plain;
    for (std::size_t i = 0; i < bytes.size();) {
        if (bytes[i] == kEscape) {
            i = pastEscape(bytes, i);
            continue;
        }
        const auto code = static_cast<unsigned char>(bytes[i]);
        if (code >= 0x20 && code != 0x7F)
            plain += bytes[i];
        else if (code == '\n' || code == '\t')
            plain += bytes[i];
        ++i;
    }
    using nlohmann::json;
    // Written with replacements and read again: what was no UTF-8 is marked as such.
    return json::parse(json(plain).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

std::string beginningOf(const std::string& text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // in the middle of a character
    return text.substr(0, end) + "...";
}

std::string lastLineOf(const std::string& bytes)
{
    constexpr std::size_t kLongest = 160; // our choice
    const std::string text = readableText(bytes);
    const std::size_t last = text.find_last_not_of(" \t\n");
    if (last == std::string::npos)
        return {};
    const std::size_t end = text.rfind('\n', last);
    const std::size_t first = text.find_first_not_of(" \t", end == std::string::npos ? 0 : end + 1);
    return beginningOf(text.substr(first, last + 1 - first), kLongest);
}

} // namespace paretoscope::problem
