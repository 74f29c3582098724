// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/yaml_reader.h"

#include "core/interchange/decimal.h"

#include <algorithm>
#include <charconv>

namespace paretoscope::interchange {

namespace {

const YamlNode kNothing;
constexpr std::size_t kLongestQuote = 40;

bool sameKey(std::string_view a, std::string_view b)
{
    const auto plain = [](char c) { return c == '-' ? '_' : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return plain(x) == plain(y); });
}

std::string quoted(const std::string& text)
{
    return '"' + (text.size() > kLongestQuote ? text.substr(0, kLongestQuote) + "..." : text) + '"';
}

std::string found(const YamlNode& node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return "nothing";
    case YamlNode::Kind::Scalar:
        return quoted(node.text);
    case YamlNode::Kind::List:
        return "a list";
    case YamlNode::Kind::Map:
        return "a map";
    }
    return "something else";
}

} // namespace

YamlReader::YamlReader(const YamlNode& node, std::string file)
    : YamlReader(std::make_shared<Shared>(), node, {})
{
    m_shared->file = std::move(file);
}

YamlReader::YamlReader(std::shared_ptr<Shared> shared, const YamlNode& node, std::string path)
    : m_shared(std::move(shared))
    , m_place(std::make_shared<Place>())
{
    m_place->node = &node;
    m_place->path = std::move(path);
    m_shared->places.push_back(m_place);
}

std::optional<std::size_t> YamlReader::position(std::string_view key) const
{
    const auto& all = keys();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const std::string& name) { return sameKey(name, key); });
    if (it == all.end())
        return {};
    return static_cast<std::size_t>(it - all.begin());
}

YamlReader YamlReader::child(const YamlNode& node, std::string_view step) const
{
    return YamlReader(m_shared, node, m_place->path + '/' + std::string(step));
}

bool YamlReader::has(std::string_view key) const
{
    return position(key).has_value();
}

YamlReader YamlReader::at(std::string_view key)
{
    if (auto value = find(key))
        return *value;
    if (kind() != YamlNode::Kind::Map)
        mismatch("a map with the key \"" + std::string(key) + '"');
    else
        fail("has no \"" + std::string(key) + "\".");
    return child(kNothing, key);
}

std::optional<YamlReader> YamlReader::find(std::string_view key)
{
    m_place->opened = true;
    const auto index = position(key);
    if (!index)
        return {};
    m_place->known.insert(*index);
    const YamlNode& value = m_place->node->items[*index];
    if (value.kind == YamlNode::Kind::Null)
        return {};
    return child(value, keys()[*index]);
}

void YamlReader::pass(std::string_view key)
{
    (void)find(key);
}

std::vector<YamlReader> YamlReader::items()
{
    if (kind() != YamlNode::Kind::List) {
        mismatch("a list");
        return {};
    }
    std::vector<YamlReader> all;
    const auto& nodes = m_place->node->items;
    for (std::size_t i = 0; i < nodes.size() && !failed(); ++i)
        all.push_back(child(nodes[i], std::to_string(i)));
    return all;
}

const std::string* YamlReader::scalar(std::string_view expected)
{
    if (kind() == YamlNode::Kind::Scalar)
        return &m_place->node->text;
    mismatch(expected);
    return nullptr;
}

std::string YamlReader::text()
{
    const std::string* value = scalar("a word");
    return value != nullptr ? *value : std::string();
}

std::int64_t YamlReader::integer(std::int64_t minimum, std::int64_t maximum)
{
    const std::string expected = "a whole number from " + std::to_string(minimum) + " to "
                                 + std::to_string(maximum);
    const std::string* value = scalar(expected);
    if (value == nullptr)
        return minimum;
    std::int64_t number = 0;
    const char* const end = value->data() + value->size();
    const auto [stop, code] = std::from_chars(value->data(), end, number);
    if (code == std::errc() && stop == end && number >= minimum && number <= maximum)
        return number;
    mismatch(expected);
    return minimum;
}

double YamlReader::number(double minimum, int exponent)
{
    const std::string expected = "a number of at least " + shiftedText(minimum);
    const std::string* value = scalar(expected);
    if (value == nullptr)
        return minimum;
    const auto plain = shiftedNumber(*value, 0);
    const auto shifted = shiftedNumber(*value, exponent);
    if (plain && shifted && *plain >= minimum)
        return *shifted;
    mismatch(expected);
    return minimum;
}

bool YamlReader::boolean()
{
    const std::string* value = scalar("true or false");
    if (value == nullptr)
        return false;
    std::string word = *value;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (word == "true" || word == "yes" || word == "on" || word == "1")
        return true;
    if (word != "false" && word != "no" && word != "off" && word != "0")
        mismatch("true or false");
    return false;
}

std::vector<std::string> YamlReader::words()
{
    std::vector<std::string> all;
    for (YamlReader& item : items())
        all.push_back(item.text());
    return all;
}

void YamlReader::mismatch(std::string_view expected)
{
    fail("is " + found(*m_place->node) + "; " + std::string(expected) + " is expected.");
}

void YamlReader::fail(std::string what, ErrorCode code)
{
    if (!failed())
        m_shared->error = Error{code, oneLine(std::move(what)), where(), {}};
}

std::string YamlReader::where() const
{
    std::string place = m_shared->file;
    if (m_place->node->line > 0)
        place += ':' + std::to_string(m_place->node->line);
    return place + ", " + (m_place->path.empty() ? "/" : oneLine(m_place->path));
}

Status YamlReader::finish()
{
    for (std::size_t p = 0; p < m_shared->places.size() && !failed(); ++p) {
        const Place& place = *m_shared->places[p];
        for (std::size_t i = 0; place.opened && i < place.node->keys.size() && !failed(); ++i)
            if (!place.known.contains(i))
                YamlReader(m_shared, place.node->items[i], place.path + '/' + place.node->keys[i])
                    .fail("is not understood here.", ErrorCode::Unsupported);
    }
    return failed() ? Status(*m_shared->error) : success();
}

} // namespace paretoscope::interchange
