// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>

namespace paretoscope {

namespace {

using nlohmann::json;

const json kNull = nullptr;
const json kEmptyObject = json::object();

/// JSON pointers escape '~' and '/' (RFC 6901, section 3).
std::string pointerStep(std::string_view key)
{
    std::string step = "/";
    for (const char c : key)
        step += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return step;
}

std::string printed(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", number);
    return text;
}

std::string allowedNumbers(Range range)
{
    const bool above = range.minimum > std::numeric_limits<double>::lowest();
    const bool below = range.maximum < std::numeric_limits<double>::max();
    if (above && range.minimum == std::numeric_limits<double>::min() && !below)
        return "a number above 0";
    if (above && below)
        return "a number from " + printed(range.minimum) + " to " + printed(range.maximum);
    if (above)
        return "a number of at least " + printed(range.minimum);
    return below ? "a number of at most " + printed(range.maximum) : "a finite number";
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "\"" : i + 1 == words.size() ? " or \"" : ", \"") + words[i] + '"';
    return text;
}

/// Turns nlohmann's byte offset into a line, which is what an editor shows.
std::size_t lineOf(std::string_view text, std::size_t byte)
{
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

} // namespace

std::string describe(const json& value)
{
    if (value.is_object())
        return "an object";
    if (value.is_array())
        return "a list of " + std::to_string(value.size());
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    constexpr std::size_t kLongest = 40;
    return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
}

Result<json> parseJson(std::string_view text, const std::string& origin)
{
    try {
        return json::parse(text);
    } catch (const json::parse_error& e) {
        const std::size_t line = lineOf(text, e.byte);
        return Error{ErrorCode::InvalidInput,
                     "is not valid JSON: the text breaks off or has a wrong character in line "
                         + std::to_string(line) + ".",
                     origin + ":" + std::to_string(line),
                     {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::InvalidInput, std::string("is not usable JSON: ") + e.what(), origin, {}};
    }
}

Result<json> readJsonFile(const std::filesystem::path& file, std::uintmax_t maximumBytes)
{
    std::error_code problem;
    const auto status = std::filesystem::status(file, problem);
    if (problem || status.type() == std::filesystem::file_type::not_found)
        return Error{ErrorCode::NotFound, "does not exist.", file.string(), {}};
    if (status.type() == std::filesystem::file_type::directory)
        return Error{ErrorCode::InvalidInput, "is a folder; a JSON file is expected.", file.string(), {}};
    if (const auto size = std::filesystem::file_size(file, problem); !problem && size > maximumBytes)
        return Error{ErrorCode::InvalidInput,
                     "is " + std::to_string(size >> 20U) + " MiB; at most "
                         + std::to_string(maximumBytes >> 20U) + " MiB are read.",
                     file.string(),
                     {}};
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    if (!stream || !(text << stream.rdbuf())) {
        return Error{ErrorCode::Io, "cannot be read, or is empty.", file.string(), {}};
    }
    return parseJson(text.str(), file.string());
}

JsonReader::JsonReader(const json& value, std::string file)
    : JsonReader(value, std::string(), std::make_shared<Shared>(Shared{std::move(file), {}, {}}))
{ }

JsonReader::JsonReader(const json& value, std::string pointer, std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
    , m_node(std::make_shared<Node>(Node{&value, std::move(pointer), {}}))
{
    if (!value.is_object()) {
        fail({}, "is " + describe(value) + "; an object { } is expected.");
        m_node->json = &kEmptyObject;
    }
    m_shared->nodes.push_back(m_node);
}

bool JsonReader::has(std::string_view key) const
{
    return m_node->json->contains(key);
}

std::string JsonReader::where(std::string_view key) const
{
    const std::string pointer = m_node->pointer + (key.empty() ? std::string() : pointerStep(key));
    return pointer.empty() ? m_shared->file : m_shared->file + "#" + pointer;
}

void JsonReader::fail(std::string_view key, std::string what, std::string hint)
{
    if (!failed())
        m_shared->error = Error{ErrorCode::InvalidInput, std::move(what), where(key), std::move(hint)};
}

void JsonReader::mismatch(std::string_view key, const json& found, std::string_view expected)
{
    fail(key, "is " + describe(found) + "; " + std::string(expected) + " is expected.");
}

const json* JsonReader::find(std::string_view key, bool required, std::string_view expected)
{
    m_node->known.emplace(key);
    const auto it = m_node->json->find(key);
    if (it != m_node->json->end())
        return &*it;
    if (required)
        fail(key, "is missing; " + std::string(expected) + " is expected.");
    return nullptr;
}

double JsonReader::number(std::string_view key, Range range, std::optional<double> fallback)
{
    const std::string expected = allowedNumbers(range);
    const json* found = find(key, !fallback, expected);
    const double other = fallback.value_or(std::clamp(0.0, range.minimum, range.maximum));
    if (found == nullptr)
        return other;
    if (!found->is_number()) {
        mismatch(key, *found, expected);
        return other;
    }
    const auto value = found->get<double>();
    if (!std::isfinite(value) || value < range.minimum || value > range.maximum) {
        mismatch(key, *found, expected);
        return other;
    }
    return value;
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t minimum, std::int64_t maximum,
                                 std::optional<std::int64_t> fallback)
{
    const std::string expected = "a whole number from " + std::to_string(minimum) + " to "
                                 + std::to_string(maximum);
    const json* found = find(key, !fallback, expected);
    const std::int64_t other = fallback.value_or(minimum);
    if (found == nullptr)
        return other;
    // Integers beyond 64 bits arrive as floating point and are refused with the others.
    const bool tooLarge = found->is_number_unsigned()
                          && found->get<std::uint64_t>()
                                 > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!found->is_number_integer() || tooLarge || found->get<std::int64_t>() < minimum
        || found->get<std::int64_t>() > maximum) {
        mismatch(key, *found, expected);
        return other;
    }
    return found->get<std::int64_t>();
}

bool JsonReader::boolean(std::string_view key, std::optional<bool> fallback)
{
    const json* found = find(key, !fallback, "true or false");
    if (found != nullptr && !found->is_boolean())
        mismatch(key, *found, "true or false");
    return found != nullptr && found->is_boolean() ? found->get<bool>() : fallback.value_or(false);
}

std::string JsonReader::string(std::string_view key, std::optional<std::string> fallback)
{
    const json* found = find(key, !fallback, "a text");
    if (found != nullptr && !found->is_string())
        mismatch(key, *found, "a text");
    return found != nullptr && found->is_string() ? found->get<std::string>() : fallback.value_or("");
}

std::string JsonReader::choice(std::string_view key, const std::vector<std::string>& allowed,
                               std::optional<std::string> fallback)
{
    const std::string expected = joined(allowed);
    const json* found = find(key, !fallback, expected);
    const std::string other = fallback.value_or(allowed.front());
    if (found == nullptr)
        return other;
    if (!found->is_string()
        || std::find(allowed.begin(), allowed.end(), found->get<std::string>()) == allowed.end()) {
        mismatch(key, *found, expected);
        return other;
    }
    return found->get<std::string>();
}

std::vector<double> JsonReader::numbers(std::string_view key, Range range,
                                        std::optional<std::vector<double>> fallback)
{
    const json* found = find(key, !fallback, "a list of numbers");
    if (found == nullptr)
        return fallback.value_or(std::vector<double>{});
    std::vector<double> values;
    if (!found->is_array())
        mismatch(key, *found, "a list of numbers");
    for (std::size_t i = 0; found->is_array() && i < found->size(); ++i) {
        const json& item = (*found)[i];
        const double value = item.is_number() ? item.get<double>() : std::nan("");
        if (!std::isfinite(value) || value < range.minimum || value > range.maximum) {
            fail(key, "holds " + describe(item) + " at place " + std::to_string(i) + "; "
                          + allowedNumbers(range) + " is expected.");
            return {};
        }
        values.push_back(value);
    }
    return values;
}

std::vector<std::string> JsonReader::strings(std::string_view key,
                                             std::optional<std::vector<std::string>> fallback)
{
    const json* found = find(key, !fallback, "a list of texts");
    if (found == nullptr)
        return fallback.value_or(std::vector<std::string>{});
    std::vector<std::string> values;
    if (!found->is_array())
        mismatch(key, *found, "a list of texts");
    for (std::size_t i = 0; found->is_array() && i < found->size(); ++i) {
        if (!(*found)[i].is_string()) {
            fail(key, "holds " + describe((*found)[i]) + " at place " + std::to_string(i)
                          + "; a text is expected.");
            return {};
        }
        values.push_back((*found)[i].get<std::string>());
    }
    return values;
}

JsonReader JsonReader::object(std::string_view key, bool optional)
{
    const json* found = find(key, !optional, "an object { }");
    return {found != nullptr ? *found : kEmptyObject, m_node->pointer + pointerStep(key), m_shared};
}

std::vector<JsonReader> JsonReader::objects(std::string_view key, bool optional)
{
    const json* found = find(key, !optional, "a list of objects");
    std::vector<JsonReader> readers;
    if (found == nullptr)
        return readers;
    if (!found->is_array()) {
        mismatch(key, *found, "a list of objects");
        return readers;
    }
    const std::string base = m_node->pointer + pointerStep(key);
    for (std::size_t i = 0; i < found->size(); ++i)
        readers.push_back(JsonReader((*found)[i], base + "/" + std::to_string(i), m_shared));
    return readers;
}

const json& JsonReader::raw(std::string_view key)
{
    const json* found = find(key, false, {});
    return found != nullptr ? *found : kNull;
}

void JsonReader::format(std::string_view expected, std::int64_t newestVersion)
{
    const std::string found = string("format");
    if (!failed() && found != expected)
        fail("format", "is \"" + found + "\"; \"" + std::string(expected) + "\" is expected.");
    (void)integer("version", 1, newestVersion);
}

Status JsonReader::finish()
{
    for (const auto& node : m_shared->nodes) {
        for (const auto& item : node->json->items()) {
            if (failed())
                return *m_shared->error;
            if (node->known.contains(item.key()))
                continue;
            std::string allowed;
            for (const std::string& key : node->known)
                allowed += (allowed.empty() ? "" : ", ") + key;
            m_shared->error = Error{ErrorCode::InvalidInput, "is not a key that is known here.",
                                    m_shared->file + "#" + node->pointer + pointerStep(item.key()),
                                    "Known are: " + allowed + "."};
        }
    }
    if (failed())
        return *m_shared->error;
    return success();
}

} // namespace paretoscope
