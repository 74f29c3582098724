// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/yaml_document.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace paretoscope::interchange {

/// Strict reading of a YAML tree, in the manner of JsonReader: the first problem is kept with file, line and
/// path, afterwards every getter quietly returns a default, and finish() tells. A key that nobody asked for
/// is a problem, because a feature that is not understood would otherwise silently change the meaning.
///
/// A reader stands at one node of any kind. Hyphens and underscores in keys are the same, as in Timeloop.
class YamlReader
{
public:
    /// \param node must outlive the reader
    YamlReader(const YamlNode& node, std::string file);

    [[nodiscard]] YamlNode::Kind kind() const { return m_place->node->kind; }
    [[nodiscard]] const std::string& tag() const { return m_place->node->tag; }
    [[nodiscard]] const std::vector<std::string>& keys() const { return m_place->node->keys; }

    [[nodiscard]] bool has(std::string_view key) const;
    /// The value of a key. Required: absence is a problem, and what comes back reads as nothing.
    [[nodiscard]] YamlReader at(std::string_view key);
    /// The value of a key, or nothing where it is absent or null.
    [[nodiscard]] std::optional<YamlReader> find(std::string_view key);
    /// Counts a key as understood; says in the caller why it may be.
    void pass(std::string_view key);
    /// The entries of a list, or of what Timeloop also lets stand alone: one entry without its list.
    [[nodiscard]] std::vector<YamlReader> items();

    [[nodiscard]] std::string text();
    [[nodiscard]] std::int64_t integer(std::int64_t minimum, std::int64_t maximum);
    /// A finite number of at least `minimum`, times 10^exponent, with every digit of the text.
    [[nodiscard]] double number(double minimum, int exponent = 0);
    [[nodiscard]] bool boolean();
    /// A list of words.
    [[nodiscard]] std::vector<std::string> words();

    /// Reports a problem here. \param what a sentence that continues the place: "must be ...".
    void fail(std::string what, ErrorCode code = ErrorCode::InvalidInput);
    [[nodiscard]] bool failed() const { return m_shared->error.has_value(); }
    /// "arch.yaml:12, /architecture/nodes/3"
    [[nodiscard]] std::string where() const;
    /// Success, or the first problem of this reader and of all that came out of it, unknown keys included.
    [[nodiscard]] Status finish();

private:
    struct Place
    {
        const YamlNode* node = nullptr;
        std::string path;
        std::set<std::size_t> known; ///< positions of understood keys
        bool opened = false;         ///< someone looked for keys here
    };
    struct Shared
    {
        std::string file;
        std::optional<Error> error;
        std::vector<std::shared_ptr<Place>> places;
    };
    YamlReader(std::shared_ptr<Shared> shared, const YamlNode& node, std::string path);
    [[nodiscard]] std::optional<std::size_t> position(std::string_view key) const;
    [[nodiscard]] YamlReader child(const YamlNode& node, std::string_view step) const;
    /// The scalar's text, or a problem that says what was expected.
    const std::string* scalar(std::string_view expected);
    void mismatch(std::string_view expected);

    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Place> m_place;
};

} // namespace paretoscope::interchange
