// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/trade_off.h"

#include "ui/look/quantity.h"

#include <QCoreApplication>

#include <cmath>

namespace paretoscope::ui::plots {

namespace {

QString inWords(const char* text)
{
    return QCoreApplication::translate("TradeOff", text);
}

/// One axis of the way from a design to another.
struct Step
{
    double from = 0.0, to = 0.0;
    int gain = 0; ///< 1 better, -1 worse, 0 the same or without a better end
    QString text;
};

Step stepOn(const session::Axis& axis, const study::Trial& from, const study::Trial& to,
            const problem::Problem& problem)
{
    Step step{axis.value(from, problem), axis.value(to, problem), 0, {}};
    if (axis.isParameter) {
        step.text = QStringLiteral("%1 %2 → %3").arg(axis.label, axis.text(step.from), axis.text(step.to));
        return step;
    }
    const double change = axis.better == problem::Direction::Minimize ? step.from - step.to
                                                                      : step.to - step.from;
    step.gain = change > 0.0 ? 1 : change < 0.0 ? -1 : 0;
    step.text = step.gain == 0 ? inWords("the same %1").arg(axis.label)
                               : QStringLiteral("%1 %2").arg(
                                   look::relativeChange(step.from, step.to, axis.unit), axis.label);
    return step;
}

} // namespace

QString tradeOff(session::StudyDocument& document, session::TrialId from, session::TrialId to,
                 const session::Axis& x, const session::Axis& y)
{
    const study::Trial* start = document.trial(from);
    const study::Trial* end = document.trial(to);
    if (!start || !end || from == to)
        return {};
    const Step onX = stepOn(x, *start, *end, document.problem());
    const Step onY = stepOn(y, *start, *end, document.problem());
    if (!std::isfinite(onX.from) || !std::isfinite(onX.to) || !std::isfinite(onY.from)
        || !std::isfinite(onY.to))
        return {};
    if (onX.gain * onY.gain < 0) {
        const Step& price = onX.gain < 0 ? onX : onY;
        const Step& bought = onX.gain < 0 ? onY : onX;
        return inWords("%1 buys %2").arg(price.text, bought.text);
    }
    const QString both = inWords("%1 and %2").arg(onY.text, onX.text);
    if (onX.gain + onY.gain == 2)
        return inWords("%1: better in both").arg(both);
    if (onX.gain + onY.gain == -2)
        return inWords("%1: worse in both").arg(both);
    return both;
}

} // namespace paretoscope::ui::plots
