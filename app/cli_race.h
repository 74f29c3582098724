// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>

namespace CLI {
class App;
}

/// The command that compares search methods on one study.
namespace paretoscope::cli {

/// Adds race with its options; `chosen` receives it to perform.
void addRaceCommand(CLI::App& app, std::function<Result<int>()>& chosen);

} // namespace paretoscope::cli
