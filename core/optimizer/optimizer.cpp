// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/optimizer.h"

namespace paretoscope::optimizer {

Result<Beliefs> Optimizer::beliefs(std::span<const space::Design>)
{
    return Error{ErrorCode::NotFound, name() + " holds no model of the outcomes.", "beliefs", {}};
}

} // namespace paretoscope::optimizer
