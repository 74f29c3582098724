// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/design_facts.h"

#include "core/study/reference.h"
#include "ui/look/quantity.h"
#include "ui/panels/text.h"
#include "ui/session/design_name.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("DesignFacts", source);
}

QString verdictWord(problem::Verdict verdict)
{
    switch (verdict) {
    case problem::Verdict::Feasible:
        return QStringLiteral("feasible");
    case problem::Verdict::Infeasible:
        return QStringLiteral("infeasible");
    case problem::Verdict::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QJsonObject parametersOf(const space::Space& space, const space::Design& design)
{
    QJsonObject parameters;
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (design.empty() || !space.isActive(design, i))
            continue;
        const space::Parameter& parameter = space.parameter(i);
        const QString printed = text(parameter.print(space.value(design, i)));
        bool isNumber = false;
        const double number = printed.toDouble(&isNumber);
        parameters[text(parameter.name())] = isNumber ? QJsonValue(number) : QJsonValue(printed);
    }
    return parameters;
}

} // namespace

QString designName(session::TrialId id)
{
    return QLatin1Char('#') + look::count(id);
}

Standing standingOf(const session::StudyDocument& document, const study::Trial& trial)
{
    const study::Snapshot& snapshot = *document.snapshot();
    Standing standing;
    standing.feasible = trial.outcome.verdict == problem::Verdict::Feasible;
    standing.failed = trial.outcome.verdict == problem::Verdict::Failed;
    standing.onFront = standing.feasible
                       && std::find(snapshot.front.begin(), snapshot.front.end(), trial.id)
                              != snapshot.front.end();
    standing.knee = snapshot.knee == trial.id;
    standing.reference = study::isReference(trial.id);
    standing.byHand = !standing.reference && trial.origin == study::Origin::Manual;
    standing.passesPins = document.passesPins(trial);
    standing.reason = text(trial.outcome.reason);
    return standing;
}

Badge badgeOf(const Standing& standing, const look::Colours& colours)
{
    if (standing.failed)
        return {QChar(0x2715), tr("failed"), colours.infeasible, tr("It could not be evaluated.")};
    if (!standing.feasible)
        return {QChar(0x2715), tr("infeasible"), colours.infeasible,
                tr("It has no legal mapping, or a limit of the study does not hold.")};
    if (standing.reference)
        return {QChar(0x2605), tr("reference"), colours.reference,
                tr("A known design that the others are held against; the search is not told of it.")};
    if (standing.knee)
        return {QChar(0x25C6), tr("knee"), colours.front,
                tr("On the front, where it bends most: giving up more of one objective gains little of "
                   "another.")};
    if (standing.onFront)
        return {QChar(0x25CF), tr("front"), colours.front,
                tr("No other design is at least as good in every objective "
                   "and better in one.")};
    return {QChar(0x25CB), tr("dominated"), colours.mutedText,
            tr("Another design is at least as good in every objective and better in one.")};
}

std::optional<double> bestOnFront(const session::StudyDocument& document, std::size_t metric)
{
    const study::Snapshot& snapshot = *document.snapshot();
    const problem::Metric& what = document.problem().metrics()[metric];
    std::optional<double> best;
    for (const std::uint64_t id : snapshot.front) {
        const double value = snapshot.trials[id].outcome.metrics[metric];
        if (!best || compareMetric(what, *best, value) > 0)
            best = value;
    }
    return best;
}

int compareMetric(const problem::Metric& metric, double a, double b)
{
    if (!std::isfinite(a) || !std::isfinite(b) || a == b)
        return 0;
    return (b < a) == (metric.better == problem::Direction::Minimize) ? 1 : -1;
}

QString designAsJson(const session::StudyDocument& document, const study::Trial& trial)
{
    const problem::Problem& problem = document.problem();
    QJsonObject metrics;
    for (std::size_t i = 0; i < problem.metrics().size() && i < trial.outcome.metrics.size(); ++i) {
        const double value = trial.outcome.metrics[i];
        QJsonObject metric{
            {QStringLiteral("value"), std::isfinite(value) ? QJsonValue(value) : QJsonValue()}};
        if (!problem.metrics()[i].unit.empty())
            metric[QStringLiteral("unit")] = text(problem.metrics()[i].unit);
        metrics[text(problem.metrics()[i].name)] = metric;
    }
    const bool isReference = study::isReference(trial.id);
    QJsonObject design{{QStringLiteral("study"), text(document.study().name)},
                       {isReference ? QStringLiteral("reference") : QStringLiteral("id"),
                        isReference ? session::designName(document, trial.id) : QString::number(trial.id)},
                       {QStringLiteral("verdict"), verdictWord(trial.outcome.verdict)},
                       {QStringLiteral("parameters"), parametersOf(problem.space(), trial.design)},
                       {QStringLiteral("metrics"), metrics}};
    if (!trial.outcome.reason.empty())
        design[QStringLiteral("reason")] = text(trial.outcome.reason);
    return QString::fromUtf8(QJsonDocument(design).toJson());
}

} // namespace paretoscope::ui::panels
