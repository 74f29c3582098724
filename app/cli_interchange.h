// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>

namespace CLI {
class App;
}

/// The commands that exchange designs with Timeloop.
namespace paretoscope::cli {

/// Adds export-timeloop and import-timeloop with their options; `chosen` receives the one to perform.
void addInterchangeCommands(CLI::App& app, std::function<Result<int>()>& chosen);

} // namespace paretoscope::cli
