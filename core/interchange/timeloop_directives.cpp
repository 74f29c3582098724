// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_directives.h"

#include <algorithm>
#include <charconv>

namespace paretoscope::interchange {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads "C=3 M<=4,R1": the C++ program takes the sign "=", blanks and commas as optional.
class FactorText
{
public:
    explicit FactorText(std::string_view text)
        : m_rest(text)
    { }

    /// \returns nothing at the end, or where the text is no factor; then stuck() says so.
    [[nodiscard]] std::optional<Factor> next()
    {
        skip(" \t,");
        if (m_rest.empty())
            return {};
        Factor factor;
        factor.dimension = take(isLetter);
        skip(" \t");
        factor.relation = relation();
        skip(" \t");
        const std::string digits = take(isDigit);
        const char* const end = digits.data() + digits.size();
        const auto code = std::from_chars(digits.data(), end, factor.value).ec;
        m_stuck = factor.dimension.empty() || code != std::errc() || factor.value > kLargestFactor;
        // "P=3,2" is a loop whose last round is shorter.
        m_imperfect = m_rest.size() > 1 && m_rest[0] == ',' && isDigit(m_rest[1]);
        if (m_stuck || m_imperfect)
            return {};
        return factor;
    }
    [[nodiscard]] bool stuck() const { return m_stuck; }
    [[nodiscard]] bool imperfect() const { return m_imperfect; }

private:
    void skip(std::string_view what)
    {
        m_rest.remove_prefix(std::min(m_rest.find_first_not_of(what), m_rest.size()));
    }
    std::string take(bool (*wanted)(char))
    {
        const auto* const end = std::find_if_not(m_rest.begin(), m_rest.end(), wanted);
        std::string taken(m_rest.begin(), end);
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    Factor::Relation relation()
    {
        const bool atMost = m_rest.starts_with("<=");
        const bool atLeast = m_rest.starts_with(">=");
        m_rest.remove_prefix(atMost || atLeast ? 2U : m_rest.starts_with('=') ? 1U : 0U);
        return atMost    ? Factor::Relation::AtMost
               : atLeast ? Factor::Relation::AtLeast
                         : Factor::Relation::Equal;
    }
    std::string_view m_rest;
    bool m_stuck = false;
    bool m_imperfect = false;
};

void readFactorText(YamlReader& value, std::vector<Factor>& factors)
{
    const std::string text = value.text();
    FactorText rest(text);
    while (auto factor = rest.next())
        factors.push_back(*std::move(factor));
    if (rest.imperfect())
        value.fail("has a factor with a remainder; only factors that divide are understood.",
                   ErrorCode::Unsupported);
    else if (rest.stuck())
        value.fail("is not a list of factors such as \"C=3 M=4\".");
}

std::vector<Factor> readFactors(YamlReader value)
{
    std::vector<Factor> factors;
    if (value.kind() != YamlNode::Kind::List)
        readFactorText(value, factors);
    else
        for (YamlReader& item : value.items())
            readFactorText(item, factors);
    return factors;
}

/// A list of names, or a text of one-letter names with or without commas.
std::vector<std::string> readPermutation(YamlReader value)
{
    if (value.kind() == YamlNode::Kind::List)
        return value.words();
    std::vector<std::string> names;
    for (const char c : value.text())
        if (c != ',' && c != ' ')
            names.emplace_back(1, c);
    return names;
}

std::vector<std::string> readTensors(YamlReader& body, std::string_view key)
{
    auto list = body.find(key);
    return list ? list->words() : std::vector<std::string>();
}

Directive readBody(YamlReader& body, Directive::Kind kind, std::string target)
{
    constexpr std::int64_t kMostDimensions = 1'000;
    Directive directive;
    directive.kind = kind;
    directive.target = std::move(target);
    directive.where = body.where();
    if (kind == Directive::Kind::Residency) {
        directive.keep = readTensors(body, "keep");
        directive.bypass = readTensors(body, "bypass");
        return directive;
    }
    if (auto factors = body.find("factors"))
        directive.factors = readFactors(*factors);
    if (auto permutation = body.find("permutation"))
        directive.permutation = readPermutation(*permutation);
    if (kind == Directive::Kind::Spatial)
        if (auto split = body.find("split"))
            directive.split = split->integer(0, kMostDimensions);
    return directive;
}

} // namespace

void checkVersion(YamlReader& document)
{
    if (auto version = document.find("version"))
        if (const std::string text = version->text(); text != "0.4" && !document.failed())
            version->fail("is \"" + text + "\"; only version 0.4 is understood.", ErrorCode::Unsupported);
}

Directive readDirective(YamlReader& entry)
{
    const std::string target = entry.at("target").text();
    YamlReader type = entry.at("type");
    const std::string name = type.text();
    if (name == "temporal")
        return readBody(entry, Directive::Kind::Temporal, target);
    if (name == "spatial")
        return readBody(entry, Directive::Kind::Spatial, target);
    if (name != "dataspace" && name != "bypass" && name != "datatype")
        type.fail("is \"" + name + "\"; temporal, spatial and dataspace are understood.",
                  ErrorCode::Unsupported);
    return readBody(entry, Directive::Kind::Residency, target);
}

std::vector<Directive> readNodeConstraints(YamlReader& constraints, const std::string& target)
{
    std::vector<Directive> directives;
    if (auto spatial = constraints.find("spatial"))
        directives.push_back(readBody(*spatial, Directive::Kind::Spatial, target));
    if (auto temporal = constraints.find("temporal"))
        directives.push_back(readBody(*temporal, Directive::Kind::Temporal, target));
    if (auto residency = constraints.find("dataspace"))
        directives.push_back(readBody(*residency, Directive::Kind::Residency, target));
    return directives;
}

std::vector<Directive> readConstraintList(YamlReader& constraints)
{
    std::vector<Directive> directives;
    const auto readAll = [&](YamlReader list) {
        for (YamlReader& entry : list.items())
            directives.push_back(readDirective(entry));
    };
    if (constraints.kind() != YamlNode::Kind::Map) {
        readAll(constraints);
        return directives;
    }
    checkVersion(constraints);
    if (auto targets = constraints.find("targets"))
        readAll(*targets);
    return directives;
}

} // namespace paretoscope::interchange
