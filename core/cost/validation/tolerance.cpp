// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/validation/tolerance.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <regex>
#include <vector>

namespace paretoscope::cost::validation {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kHundred = 100.0;
constexpr double kRounding = 1e-9; ///< "exact" for figures that went through a division

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<std::string> clauses(const std::string& words)
{
    static const std::regex remark(R"(\([^)]*\))");
    static const std::regex separator("[;,]");
    const std::string text = lower(std::regex_replace(words, remark, ""));
    return {std::sregex_token_iterator(text.begin(), text.end(), separator, -1), {}};
}

bool contains(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

/// The clause without the name of the network it is for; nothing if it is for another one.
std::optional<std::string> forNetwork(const std::string& clause, const std::string& network)
{
    static const std::regex named(R"(\s*([a-z][\w-]*)(?::\s*|\s+(?=\d))(.*))");
    std::smatch found;
    if (!std::regex_match(clause, found, named) || found[1] == "factor")
        return clause;
    return lower(network).rfind(found[1].str(), 0) == 0 ? std::optional(found[2].str()) : std::nullopt;
}

std::optional<Agreement> simple(const std::string& clause)
{
    static const std::regex share(R"((?:.*\s)?(?:\d+(?:\.\d+)?-)?(\d+(?:\.\d+)?)\s*%(.*))");
    static const std::regex factor(R"(\s*factor\s+(\d+(?:\.\d+)?).*)");
    std::smatch found;
    if (contains(clause, "lower bound"))
        return Agreement{0.0, 1.0};
    if (contains(clause, "exact"))
        return Agreement{1.0 - kRounding, 1.0 + kRounding};
    if (std::regex_match(clause, found, factor) && std::stod(found[1]) >= 1.0)
        return Agreement{1.0 / std::stod(found[1]), std::stod(found[1])};
    if (std::regex_match(clause, found, share)) {
        const double part = std::stod(found[1]) / kHundred;
        return Agreement{1.0 - part, contains(found[2], "below") ? 1.0 : 1.0 + part};
    }
    return {};
}

} // namespace

std::optional<Agreement> agreementFrom(const std::string& words, const ToleranceContext& context)
{
    Agreement all{0.0, kInfinite};
    bool any = false;
    for (const std::string& clause : clauses(words)) {
        const auto body = forNetwork(clause, context.network);
        if (!body || (contains(*body, "with the published mapping") && !context.publishedMapping)
            || (contains(*body, "for a mapper") && context.publishedMapping))
            continue;
        if (const auto agreement = simple(*body)) {
            all.lowest = std::max(all.lowest, agreement->lowest);
            all.highest = std::min(all.highest, agreement->highest);
            any = true;
        }
    }
    return any ? std::optional(all) : std::nullopt;
}

} // namespace paretoscope::cost::validation
