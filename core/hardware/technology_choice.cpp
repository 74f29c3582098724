// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardware/technology_choice.h"

#include "core/base/json_reader.h"

namespace paretoscope::hardware {

namespace {

using nlohmann::json;

Result<json> technologyDocument(const json& value, const std::string& file, const std::string& where)
{
    if (value.is_object())
        return value;
    if (!value.is_string())
        return Error{ErrorCode::InvalidInput,
                     "is " + (value.is_null() ? std::string("missing") : describe(value))
                         + "; a technology file or its content is expected.",
                     where,
                     {}};
    auto content = readJsonFile(std::filesystem::path(file).parent_path() / value.get<std::string>());
    if (!content)
        return Error{content.error().code,
                     "names the technology file " + content.error().where
                         + ", which is no use: " + content.error().what,
                     where,
                     {}};
    return content;
}

} // namespace

Result<TechnologyChoice> chooseTechnology(const json& value, double node_nm, double voltage_V,
                                          const std::string& file, const std::string& where)
{
    auto content = technologyDocument(value, file, where);
    if (!content)
        return content.error();
    auto table = technologyFromJson(*content, value.is_string() ? value.get<std::string>() : where);
    if (!table)
        return table.error();
    return TechnologyChoice{table->scaledTo(node_nm > 0.0 ? node_nm : table->node_nm,
                                            voltage_V > 0.0 ? voltage_V : table->voltage_V),
                            std::move(content).value()};
}

} // namespace paretoscope::hardware
