// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/what_if_words.h"

#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

namespace {

constexpr std::size_t kNamed = 3; ///< designs that a sentence names; of the rest it says how many

QString worded(const char* source, int n = -1)
{
    return QCoreApplication::translate("WhatIf", source, nullptr, n);
}

QString listed(const std::vector<std::uint64_t>& ids)
{
    QStringList names;
    for (std::size_t i = 0; i < std::min(ids.size(), kNamed); ++i)
        names << designName(ids[i]);
    const auto more = static_cast<int>(ids.size() - static_cast<std::size_t>(names.size()));
    return names.join(QStringLiteral(", ")) + (more > 0 ? worded(" and %1 more").arg(more) : QString());
}

/// An expression with every parameter's name replaced, and its signs as people write them.
QString spoken(const std::string& expression, const space::Space& space,
               const std::function<QString(std::size_t)>& wordFor)
{
    const QString source = text(expression);
    static const QRegularExpression kName(QStringLiteral("[A-Za-z_][A-Za-z0-9_]*"));
    QString out;
    qsizetype done = 0;
    for (auto matches = kName.globalMatch(source); matches.hasNext();) {
        const auto match = matches.next();
        out += source.mid(done, match.capturedStart() - done);
        const auto index = space.indexOf(match.captured().toStdString());
        out += index ? wordFor(*index) : readable(match.captured().toStdString());
        done = match.capturedEnd();
    }
    out += source.mid(done);
    const std::pair<const char*, const char*> signs[]{{"<=", "≤"}, {">=", "≥"},   {"!=", "≠"}, {"==", "="},
                                                      {"*", "×"},  {"&&", "and"}, {"||", "or"}};
    for (const auto& [from, to] : signs)
        out.replace(QString::fromLatin1(from), QString::fromUtf8(to));
    return out.simplified();
}

} // namespace

QString valueWords(const space::Parameter& parameter, const session::Axis& axis,
                   std::span<const double> value)
{
    if (parameter.kind() == space::ParameterKind::Factorization) {
        QStringList factors;
        for (const double factor : value)
            factors << QLocale().toString(factor, 'g', 12);
        return factors.join(QStringLiteral(" × "));
    }
    if (parameter.kind() == space::ParameterKind::Permutation)
        return readable(parameter.print(value));
    if (parameter.kind() == space::ParameterKind::Categorical)
        return readable(parameter.print(value));
    return axis.text(value[0]);
}

const session::Axis& axisOf(const std::vector<session::Axis>& axes, std::size_t parameter)
{
    return *std::find_if(axes.begin(), axes.end(), [parameter](const session::Axis& axis) {
        return axis.isParameter && axis.index == parameter;
    });
}

QString lawWords(const space::InputConstraint& rule, const space::Space& space,
                 const std::vector<session::Axis>& axes)
{
    return spoken(rule.expression(), space, [&](std::size_t index) { return axisOf(axes, index).label; });
}

QString ruleWords(const space::InputConstraint& rule, const space::Space& space, const space::Design& design,
                  const std::vector<session::Axis>& axes)
{
    const QString law = lawWords(rule, space, axes);
    const QString here = spoken(rule.expression(), space, [&](std::size_t index) {
        return valueWords(space.parameter(index), axisOf(axes, index), space.value(design, index));
    });
    return worded("Breaks “%1”: %2. Here that would be %3.").arg(readable(rule.name()), law, here);
}

QString placeWords(const WhatIfAnswer& answer)
{
    if (answer.outcome.verdict != problem::Verdict::Feasible)
        return answer.outcome.verdict == problem::Verdict::Infeasible
                   ? worded("× Infeasible. %1.").arg(text(answer.outcome.reason))
                   : worded("× Could not be evaluated. %1.").arg(text(answer.outcome.reason));
    const study::FrontPlace& place = answer.place;
    if (place.equals)
        return worded("= As good as %1, which is on the front.").arg(designName(*place.equals));
    if (!place.dominatedBy.empty())
        return worded("▼ Dominated by %1.").arg(listed(place.dominatedBy));
    QString words = place.dominates.empty()
                        ? worded("● On the front, beside all others.")
                        : worded("▲ On the front, where it would dominate %1.").arg(listed(place.dominates));
    if (place.hypervolumeGain) {
        const double gain = 100.0 * *place.hypervolumeGain;
        words += QLatin1Char(' ')
                 + (gain < 0.001 ? worded("The hypervolume would hardly grow.")
                                 : worded("The hypervolume would grow by %1 %.")
                                       .arg(QLocale().toString(gain, 'g', 2)));
    }
    return words;
}

QString effortWords(const WhatIfAnswer& answer)
{
    const double took_ms = 1e3 * answer.took_s;
    const QString time = took_ms < 1.0 ? worded("below 1 ms")
                                       : QLocale().toString(took_ms, 'f', 0) + QStringLiteral(" ms");
    return answer.isShort ? worded("short search, %1").arg(time) : worded("exact, %1").arg(time);
}

} // namespace paretoscope::ui::panels
