// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <iosfwd>
#include <string>

namespace paretoscope::cli {

struct OptimizeOptions
{
    std::string method; ///< empty: the one that the first line names
    bool known = true;  ///< use the bench's offer to tell known constraints at no cost
};

/// Searches a problem that another program evaluates: one JSON object a line over two streams, the external
/// optimizer protocol, version 1. We propose designs ("ask"), the other program answers with results ("tell")
/// until its budget is used up, it says "done", or its stream ends.
/// \returns the exit code; a malformed line is answered by {"type": "error", ...} and ends in kBadInput
[[nodiscard]] Result<int> optimize(const OptimizeOptions& options, std::istream& in, std::ostream& out);

} // namespace paretoscope::cli
