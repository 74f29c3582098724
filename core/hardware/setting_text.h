// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdio>
#include <string>

/// How the families of machines say that a setting is none of theirs.
namespace paretoscope::hardware {

[[nodiscard]] inline std::string printed(double number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", number);
    return text;
}

/// One sentence that stands alone: a search shows it as the reason why a design is no machine.
/// \param setting has `attribute`, and what was found as `word` or, where that is empty, as `number`
template <class Setting> [[nodiscard]] Error refused(const Setting& setting, const std::string& expected)
{
    const std::string found = setting.word.empty() ? printed(setting.number) : "\"" + setting.word + "\"";
    return {ErrorCode::InvalidInput,
            setting.attribute + " is " + found + "; " + expected + " is expected.",
            setting.attribute,
            {}};
}

} // namespace paretoscope::hardware
