// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/other_network.h"

#include "core/base/json_reader.h"
#include "core/workload/network.h"

#include <nlohmann/json.hpp>

namespace paretoscope::study {

using nlohmann::json;

bool looksLikeNetwork(const std::filesystem::path& file)
{
    const auto document = readJsonFile(file);
    return document && document->is_object() && document->value("format", json()) == "paretoscope-network";
}

Result<json> withNetwork(const json& document, const std::filesystem::path& file)
{
    static const json::json_pointer kPlace("/problem/network");
    if (!document.contains(kPlace))
        return Error{ErrorCode::InvalidInput,
                     "This study asks about no network, so none can be replaced.",
                     {},
                     "Open a study of a machine first."};
    const auto network = workload::readNetwork(file);
    if (!network)
        return network.error();
    const auto embedded = workload::networkToJson(*network);
    if (!embedded)
        return embedded.error();
    json other = document;
    other[kPlace] = *embedded;
    const std::string former = document.value("name", std::string());
    other["name"] = network->name + ", as in " + former;
    other.erase("reference"); // it belonged to the other network's costs
    return other;
}

} // namespace paretoscope::study
