// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/interchange/timeloop_yaml.h"

#include <filesystem>
#include <functional>
#include <string>

namespace CLI {
class App;
}

/// The commands that exchange designs with Timeloop.
namespace paretoscope::cli {

/// Adds export-timeloop and import-timeloop with their options; `chosen` receives the one to perform.
void addInterchangeCommands(CLI::App& app, std::function<Result<int>()>& chosen);

/// Writes arch.yaml, problem.yaml and mapping.yaml into a folder, made if need be. \returns their names, a
/// line each
[[nodiscard]] Result<std::string> writeTimeloopFiles(const interchange::TimeloopText& text,
                                                     const std::filesystem::path& folder);

} // namespace paretoscope::cli
