// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace paretoscope::cost {

/// How a model compares with one case of a reference file.
struct CaseResult
{
    std::string id;
    bool agrees = false;
    int figures = 0;             ///< how many were compared
    double worstDeviation = 0.0; ///< relative, over all figures
    std::string worst;           ///< which figure, ours and theirs; empty when all are equal
};

} // namespace paretoscope::cost
