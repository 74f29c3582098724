// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace paretoscope::hardware {

/// One figure from the literature, as printed there.
struct PublishedFigure
{
    std::string subject;  ///< what it is a figure of, such as "int8 multiply" or "Eyeriss"
    std::string quantity; ///< such as "energy", "area", "power"
    double value = 0.0;
    std::string unit; ///< of the value; "1" for ratios and counts
    std::string source;
    char confidence = 'C'; ///< A read in the source, B recalled, C our own rule or choice
};

/// A table of them, from resources/technology/tables. Models do not read these: they are what models and
/// technologies are compared with.
struct PublishedTable
{
    std::string name;
    std::string description;
    std::vector<PublishedFigure> figures;

    /// The figure of that subject and quantity. Errors: NotFound, naming both.
    [[nodiscard]] Result<double> value(const std::string& subject, const std::string& quantity) const;
};

/// Reads `{"format": "paretoscope-figures", "version": 1, ...}`; the schema is
/// resources/schemas/figures.schema.json. A table's "source" and "confidence" hold for entries without their
/// own. Errors: a missing unit or source, an unknown unit, a value that is not finite, a figure given twice.
[[nodiscard]] Result<PublishedTable> figuresFromJson(const nlohmann::json& json, const std::string& file);
[[nodiscard]] Result<PublishedTable> readFigures(const std::filesystem::path& file);

} // namespace paretoscope::hardware
