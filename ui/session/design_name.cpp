// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/design_name.h"

#include "core/study/reference_ratio.h"
#include "ui/look/quantity.h"
#include "ui/session/reference_shelf.h"

namespace paretoscope::ui::session {

QString designName(const StudyDocument& document, TrialId id)
{
    if (const study::Reference* reference = document.references().find(id))
        return QString::fromStdString(reference->name);
    return QLatin1Char('#') + look::count(id);
}

QString ratioText(const StudyDocument& document, const study::Trial& trial)
{
    const study::Reference* baseline = document.references().baseline();
    if (baseline == nullptr || baseline->trial.id == trial.id)
        return {};
    const std::size_t metric = study::judgedMetric(document.problem());
    const std::optional<double> ratio = study::ratioTo(baseline->trial, trial, metric);
    if (!ratio)
        return {};
    return StudyDocument::tr("%1 × %2 (%3)")
        .arg(look::quantity(*ratio, QString(), 3), QString::fromStdString(baseline->name),
             QString::fromStdString(document.problem().metrics()[metric].label));
}

} // namespace paretoscope::ui::session
