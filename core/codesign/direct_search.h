// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_search.h"

namespace paretoscope::codesign {

/// The program's own mapper on the same mappings: it builds those that fill the array and the memories, and
/// changes the best of them. It knows the exact evaluator only, whatever the options say.
[[nodiscard]] MappingRecord searchDirectly(const LayerShape& layer, const Machine& machine,
                                           const MappingSearchOptions& options, const std::stop_token& stop);

} // namespace paretoscope::codesign
