// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace paretoscope {

/// Reads and parses a JSON file of at most `maximumBytes`. Errors: NotFound, Io, InvalidInput (with line).
[[nodiscard]] Result<nlohmann::json> readJsonFile(const std::filesystem::path& file,
                                                  std::uintmax_t maximumBytes = 256U << 20U);

/// Parses text that came from `origin` (a file name, for messages only).
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, const std::string& origin);

struct Range
{
    double minimum = std::numeric_limits<double>::lowest();
    double maximum = std::numeric_limits<double>::max();
};
inline constexpr Range kPositive{std::numeric_limits<double>::min(), std::numeric_limits<double>::max()};
inline constexpr Range kNotNegative{0.0, std::numeric_limits<double>::max()};

/// Strict reading of one JSON object that a person wrote.
///
/// Collects the *first* problem with file, JSON pointer, what was found and what is allowed; afterwards every
/// getter returns its default quietly, so a loader reads like a list of its fields and checks once, at the
/// end, with finish(). Keys that nobody asked for are an error: a misspelt option must not become a default.
///
///     JsonReader reader(json, "study.json");
///     spec.seed = reader.integer("seed", 0, 1'000'000, 1);
///     for (JsonReader& item : reader.objects("parameters")) ...
///     if (Status status = reader.finish(); !status) return status.error();
class JsonReader
{
public:
    /// \param json must outlive the reader. A value that is not an object is the first problem.
    JsonReader(const nlohmann::json& json, std::string file);

    [[nodiscard]] bool has(std::string_view key) const;

    /// Required unless a fallback is given. Numbers must be finite and inside the range.
    [[nodiscard]] double number(std::string_view key, Range range, std::optional<double> fallback = {});
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t minimum, std::int64_t maximum,
                                       std::optional<std::int64_t> fallback = {});
    [[nodiscard]] bool boolean(std::string_view key, std::optional<bool> fallback = {});
    [[nodiscard]] std::string string(std::string_view key, std::optional<std::string> fallback = {});
    /// A string that must be one of `allowed`; the error lists them.
    [[nodiscard]] std::string choice(std::string_view key, const std::vector<std::string>& allowed,
                                     std::optional<std::string> fallback = {});
    [[nodiscard]] std::vector<double> numbers(std::string_view key, Range range,
                                              std::optional<std::vector<double>> fallback = {});
    [[nodiscard]] std::vector<std::string> strings(std::string_view key,
                                                   std::optional<std::vector<std::string>> fallback = {});
    /// A nested object; required unless `optional`, then an absent one reads as empty.
    [[nodiscard]] JsonReader object(std::string_view key, bool optional = false);
    /// An array of objects; required unless `optional`.
    [[nodiscard]] std::vector<JsonReader> objects(std::string_view key, bool optional = false);
    /// The raw value, counted as read; null when absent.
    [[nodiscard]] const nlohmann::json& raw(std::string_view key);

    /// Checks "format" and "version" of a document's top level.
    void format(std::string_view expected, std::int64_t newestVersion);

    /// Reports a problem of the caller's own at this object or at one of its keys.
    void fail(std::string_view key, std::string what, std::string hint = {});

    [[nodiscard]] bool failed() const { return m_shared->error.has_value(); }
    /// Success, or the first problem met by this reader or one that came out of it. Also reports unknown keys
    /// of this object and of every object handed out by object() and objects().
    [[nodiscard]] Status finish();

    /// "study.json#/parameters/2", for messages.
    [[nodiscard]] std::string where(std::string_view key = {}) const;

private:
    struct Node
    {
        const nlohmann::json* json = nullptr;
        std::string pointer;
        std::set<std::string, std::less<>> known;
    };
    struct Shared
    {
        std::string file;
        std::optional<Error> error;
        std::vector<std::shared_ptr<Node>> nodes;
    };
    JsonReader(const nlohmann::json& json, std::string pointer, std::shared_ptr<Shared> shared);
    const nlohmann::json* find(std::string_view key, bool required, std::string_view expected);
    void mismatch(std::string_view key, const nlohmann::json& found, std::string_view expected);

    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Node> m_node;
};

/// How a value is shown in an error: short, quoted, cut after 40 characters.
[[nodiscard]] std::string describe(const nlohmann::json& value);

} // namespace paretoscope
