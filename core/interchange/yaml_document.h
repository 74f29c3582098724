// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace paretoscope::interchange {

/// A YAML document as a plain tree: tags and lines kept, aliases replaced by what they stand for.
struct YamlNode
{
    enum class Kind : std::uint8_t { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    int line = 0;                  ///< counted from 1
    std::string tag;               ///< "!Component"; empty for plain nodes
    std::string text;              ///< of a scalar
    std::vector<std::string> keys; ///< of a map, one per item
    std::vector<YamlNode> items;   ///< of a list or a map
};

/// What a document may be at most. Far above anything a person writes, far below what hurts.
inline constexpr std::uintmax_t kLargestYaml_bytes = 1U << 20U;
inline constexpr int kDeepestYaml = 64;
/// Aliases make a short text stand for a huge tree; this bounds the tree.
inline constexpr std::size_t kLargestYamlTree_bytes = 32U << 20U;

/// Reads one YAML document. Errors, with file and line: not YAML, several documents, a key twice or not a
/// word, an alias of nothing, a document beyond the limits above. \param origin a file name, for messages
[[nodiscard]] Result<YamlNode> parseYaml(std::string_view text, const std::string& origin);
[[nodiscard]] Result<YamlNode> readYamlFile(const std::filesystem::path& file);

/// A message as one line of bearable length, whatever the document made it quote.
[[nodiscard]] std::string oneLine(std::string text);

} // namespace paretoscope::interchange
