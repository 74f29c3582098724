// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"

namespace paretoscope::lesson {

/// Fills in Lesson::byDecades and every step's hypervolume. The unit is the product of the objectives' units,
/// with a decade for each objective that counts by its logarithm: so a shaded area on logarithmic axes is
/// what the number says (our choice). Nothing is measured where the reference does not fit.
void measureGrowth(Lesson& lesson);

} // namespace paretoscope::lesson
