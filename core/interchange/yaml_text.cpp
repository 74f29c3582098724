// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/yaml_text.h"

#include <algorithm>
#include <set>

namespace paretoscope::interchange {

bool isIdentifier(const std::string& name)
{
    static const std::string kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return !name.empty() && (name[0] < '0' || name[0] > '9')
           && name.find_first_not_of(kAllowed) == std::string::npos;
}

std::string word(const std::string& name)
{
    static const std::set<std::string> kTaken{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return kTaken.contains(lower) ? '"' + name + '"' : name;
}

std::string list(const std::vector<std::string>& words)
{
    std::string text = "[";
    for (const std::string& item : words)
        text += (text.size() > 1 ? ", " : "") + item;
    return text + ']';
}

} // namespace paretoscope::interchange
