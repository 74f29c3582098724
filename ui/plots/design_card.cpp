// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/design_card.h"

#include "ui/look/colours.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DesignCard", text);
}

QString standing(session::StudyDocument& document, const study::Trial& trial)
{
    if (trial.outcome.verdict == problem::Verdict::Failed)
        return tr("could not be evaluated");
    if (trial.outcome.verdict == problem::Verdict::Infeasible)
        return tr("infeasible");
    if (study::isReference(trial.id))
        return tr("reference design");
    const study::SnapshotPtr snapshot = document.snapshot();
    QStringList words;
    if (snapshot->knee == trial.id)
        words << tr("knee of the front");
    else if (std::find(snapshot->front.begin(), snapshot->front.end(), trial.id) != snapshot->front.end())
        words << tr("on the front");
    if (!document.passesPins(trial))
        words << tr("outside the pins");
    if (trial.origin == study::Origin::Manual)
        words << tr("made by hand");
    return words.join(QStringLiteral(", "));
}

QString row(const QString& label, const QString& value)
{
    return QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td align='right'>%2</td></tr>")
        .arg(label.toHtmlEscaped(), value.toHtmlEscaped());
}

} // namespace

QString designCard(session::StudyDocument& document, session::TrialId id)
{
    const study::Trial* trial = document.trial(id);
    if (!trial)
        return {};
    QString heading = QStringLiteral("<b>%1</b>").arg(session::designName(document, id).toHtmlEscaped());
    const QString about = standing(document, *trial);
    if (!about.isEmpty())
        heading += QStringLiteral(" · ") + about;

    QString objectives;
    QStringList parameters;
    for (const session::Axis& axis : document.axes()) {
        const double value = axis.value(*trial, document.problem());
        if (!std::isfinite(value))
            continue;
        if (axis.isObjective)
            objectives += row(axis.label, axis.text(value, 4));
        else if (axis.isParameter)
            parameters << QStringLiteral("%1 %2").arg(axis.label, axis.text(value, 4)).toHtmlEscaped();
    }
    QString card = heading + QStringLiteral("<table cellspacing='0'>%1</table>").arg(objectives);
    if (const QString ratio = session::ratioText(document, *trial); !ratio.isEmpty())
        card += ratio.toHtmlEscaped() + QStringLiteral("<br>");
    // Two a line keep the card narrow without a width of its own.
    const QColor muted = look::coloursFor(QGuiApplication::palette()).mutedText;
    QStringList lines;
    for (qsizetype i = 0; i < parameters.size(); i += 2)
        lines << parameters.mid(i, 2).join(QStringLiteral(" · "));
    card += QStringLiteral("<span style='color:%1'>%2</span>")
                .arg(muted.name(), lines.join(QStringLiteral("<br>")));
    if (trial->outcome.verdict != problem::Verdict::Feasible)
        card += QStringLiteral("<br>") + QString::fromStdString(trial->outcome.reason).toHtmlEscaped();
    return card;
}

QString designSentence(session::StudyDocument& document, session::TrialId id)
{
    const bool isKnown = study::isReference(id);
    QString sentence = isKnown ? session::designName(document, id) : tr("design %1").arg(id);
    const study::Trial* trial = document.trial(id);
    if (!trial)
        return sentence;
    for (const session::Axis& axis : document.axes()) {
        if (axis.isObjective)
            sentence += QStringLiteral(", %1 %2").arg(axis.label,
                                                      axis.text(axis.value(*trial, document.problem())));
    }
    return sentence;
}

} // namespace paretoscope::ui::plots
