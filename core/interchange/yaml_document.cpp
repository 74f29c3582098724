// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/yaml_document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace paretoscope::interchange {

namespace {

/// Leaves the parser, which knows no other way to stop; never leaves this file.
struct Refused
{
    std::string what;
    int line = 0;
};

/// What a node weighs against the limit: itself and its text.
std::size_t weigh(const YamlNode& node)
{
    return sizeof(YamlNode) + node.text.size() + node.tag.size();
}

/// Builds the tree from the parser's events, so that every limit is checked before memory is spent.
class Builder : public YAML::EventHandler
{
public:
    [[nodiscard]] YamlNode& root() { return m_root; }

    void OnDocumentStart(const YAML::Mark&) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add({YamlNode::Kind::Null, line(mark), {}, {}, {}, {}}, anchor, 1);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        add({YamlNode::Kind::Scalar, line(mark), cleaned(tag), value, {}, {}}, anchor, 1);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open({YamlNode::Kind::List, line(mark), cleaned(tag), {}, {}, {}}, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open({YamlNode::Kind::Map, line(mark), cleaned(tag), {}, {}, {}}, anchor);
    }
    void OnMapEnd() override { close(); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto named = m_anchors.find(anchor);
        if (named == m_anchors.end())
            throw Refused{"has an alias of something that is not complete.", line(mark)};
        spend(named->second.weight, line(mark));
        YamlNode copy = named->second.node;
        copy.line = line(mark);
        add(std::move(copy), 0, named->second.depth, false);
    }

private:
    struct Open
    {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        bool awaitsValue = false;
        std::set<std::string> keys;
        std::size_t weightBefore = 0;
        int deepest = 1; ///< of what is inside, itself included
    };
    struct Anchored
    {
        YamlNode node;
        std::size_t weight = 0;
        int depth = 1;
    };

    static int line(const YAML::Mark& mark) { return mark.line + 1; }
    /// "?" and "!" are the parser's marks for plain and quoted.
    static std::string cleaned(const std::string& tag) { return tag == "?" || tag == "!" ? "" : tag; }

    void spend(std::size_t weight, int at)
    {
        m_weight += weight;
        if (m_weight > kLargestYamlTree_bytes)
            throw Refused{"grows to more than " + std::to_string(kLargestYamlTree_bytes >> 20U)
                              + " MiB in memory, aliases included.",
                          at};
    }

    void open(YamlNode node, YAML::anchor_t anchor)
    {
        if (m_open.size() >= static_cast<std::size_t>(kDeepestYaml))
            throw Refused{"is nested deeper than " + std::to_string(kDeepestYaml) + " levels.", node.line};
        const std::size_t before = m_weight;
        spend(weigh(node), node.line);
        m_open.push_back({std::move(node), anchor, false, {}, before, 1});
    }

    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        remember(done.node, done.anchor, m_weight - done.weightBefore, done.deepest);
        attach(std::move(done.node), done.deepest);
    }

    void add(YamlNode node, YAML::anchor_t anchor, int depth, bool weighIt = true)
    {
        if (weighIt)
            spend(weigh(node), node.line);
        remember(node, anchor, weigh(node), depth);
        attach(std::move(node), depth);
    }

    void remember(const YamlNode& node, YAML::anchor_t anchor, std::size_t weight, int depth)
    {
        if (anchor == 0)
            return;
        spend(weight, node.line);
        m_anchors[anchor] = {node, weight, depth};
    }

    void attach(YamlNode node, int depth)
    {
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open& parent = m_open.back();
        if (static_cast<int>(m_open.size()) + depth > kDeepestYaml)
            throw Refused{"is nested deeper than " + std::to_string(kDeepestYaml) + " levels.", node.line};
        parent.deepest = std::max(parent.deepest, depth + 1);
        if (parent.node.kind == YamlNode::Kind::List || parent.awaitsValue) {
            parent.awaitsValue = false;
            parent.node.items.push_back(std::move(node));
            return;
        }
        if (node.kind != YamlNode::Kind::Scalar)
            throw Refused{"has a key that is not a word.", node.line};
        if (!parent.keys.insert(node.text).second)
            throw Refused{"has the key \"" + node.text + "\" twice.", node.line};
        parent.node.keys.push_back(std::move(node.text));
        parent.awaitsValue = true;
    }

    YamlNode m_root;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, Anchored> m_anchors;
    std::size_t m_weight = 0;
};

Error refuse(const std::string& origin, int line, const std::string& what)
{
    return {
        ErrorCode::InvalidInput, oneLine(what), line > 0 ? origin + ':' + std::to_string(line) : origin, {}};
}

} // namespace

Result<YamlNode> parseYaml(std::string_view text, const std::string& origin)
{
    if (text.size() > kLargestYaml_bytes)
        return refuse(origin, 0,
                      "is larger than the " + std::to_string(kLargestYaml_bytes >> 20U)
                          + " MiB that are read.");
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        Builder builder;
        if (!parser.HandleNextDocument(builder))
            return refuse(origin, 0, "is empty; a YAML document is expected.");
        Builder rest;
        if (parser.HandleNextDocument(rest))
            return refuse(origin, 0, "holds several YAML documents; one is expected.");
        return std::move(builder.root());
    } catch (const Refused& refused) {
        return refuse(origin, refused.line, refused.what);
    } catch (const YAML::Exception& exception) {
        return refuse(origin, exception.mark.line + 1, "is not YAML: " + exception.msg + '.');
    } catch (const std::exception& exception) {
        return refuse(origin, 0, std::string("cannot be read as YAML: ") + exception.what() + '.');
    }
}

Result<YamlNode> readYamlFile(const std::filesystem::path& file)
{
    std::error_code code;
    const auto kind = std::filesystem::status(file, code).type();
    if (kind == std::filesystem::file_type::not_found)
        return Error{ErrorCode::NotFound, "does not exist.", file.string(), {}};
    if (kind != std::filesystem::file_type::regular)
        return Error{ErrorCode::InvalidInput, "is not a file.", file.string(), {}};
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    constexpr std::size_t kPiece_bytes = 1U << 16U;
    for (std::string piece(kPiece_bytes, '\0'); stream && text.size() <= kLargestYaml_bytes;) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad() || !stream.eof())
        if (text.size() <= kLargestYaml_bytes)
            return Error{ErrorCode::Io, "cannot be read.", file.string(), {}};
    return parseYaml(text, file.string());
}

std::string oneLine(std::string text)
{
    constexpr std::size_t kLongest = 240;
    const auto startsLetter = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20U || c == '\x7f')
            c = ' ';
    if (text.size() <= kLongest)
        return text;
    std::size_t end = kLongest;
    while (end > 0 && !startsLetter(text[end]))
        --end;
    return text.substr(0, end) + "...";
}

} // namespace paretoscope::interchange
