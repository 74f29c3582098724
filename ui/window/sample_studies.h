// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace paretoscope::ui::window {

struct SampleStudy
{
    QString file;
    QString name;
    QString description;
};

/// The studies that come with the program: installed in <prefix>/share/paretoscope/studies, or in the source
/// tree it was built from. Files that cannot be read are left out.
/// The quickest first, then by name.
[[nodiscard]] QList<SampleStudy> sampleStudies();

} // namespace paretoscope::ui::window
