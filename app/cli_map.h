// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>

namespace CLI {
class App;
}

/// The commands about mappings of single layers: to search them, and to cost one that a person wrote.
namespace paretoscope::cli {

/// Adds map and evaluate with their options; `chosen` receives the one to perform.
void addMappingCommands(CLI::App& app, std::function<Result<int>()>& chosen);

} // namespace paretoscope::cli
