// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace paretoscope::ui::window {

/// A study that comes with the program.
struct Sample
{
    QString name;
    QString description;
    QString file;
};

/// The studies in the resources folder of an installed program (<prefix>/share/paretoscope) or, failing that,
/// of the source tree it was built from; by file name. Reads the disk: not for the UI thread.
[[nodiscard]] std::vector<Sample> findSamples();

} // namespace paretoscope::ui::window
