// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_text.h"

#include "ui/look/quantity.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>

namespace paretoscope::ui::panels {

namespace {

using session::Axis;

QString say(const char* text)
{
    return QCoreApplication::translate("pin", text);
}

Error refused(const QString& sentence)
{
    return {ErrorCode::InvalidInput, sentence.toStdString(), {}, {}};
}

QString bounded(const Axis& axis, const study::Pin& pin, const QString& name, const QString& atMost,
                int digits)
{
    const bool low = std::isfinite(pin.minimum), high = std::isfinite(pin.maximum);
    const QString lowText = axis.text(pin.minimum, digits), highText = axis.text(pin.maximum, digits);
    const bool typed = atMost == QLatin1String("<=");
    if (pin.excluded && lowText == highText)
        return QStringLiteral("%1 %2 %3")
            .arg(name, typed ? QStringLiteral("!=") : QStringLiteral("≠"), lowText);
    if (pin.excluded)
        return say("not %1 %2 %3 %2 %4").arg(lowText, atMost, name, highText);
    if (low && high && lowText == highText)
        return QStringLiteral("%1 = %2").arg(name, lowText);
    if (low && high)
        return QStringLiteral("%1 %2 %3 %2 %4").arg(lowText, atMost, name, highText);
    if (high)
        return QStringLiteral("%1 %2 %3").arg(name, atMost, highText);
    return QStringLiteral("%1 %2 %3").arg(name, typed ? QStringLiteral(">=") : QStringLiteral("≥"), lowText);
}

const Axis* axisCalled(const QString& name, const std::vector<Axis>& axes)
{
    for (const Axis& axis : axes) {
        if (axis.name.compare(name, Qt::CaseInsensitive) == 0
            || axis.label.compare(name, Qt::CaseInsensitive) == 0)
            return &axis;
    }
    return nullptr;
}

/// A typed bound in base units; NaN when it is none.
double bound(const QString& text, const Axis& axis)
{
    if (const int category = axis.categoryNamed(text); category >= 0)
        return category;
    double value = 0.0;
    return axis.categories.isEmpty() && look::parseQuantity(text, axis.unit, value) ? value : std::nan("");
}

Error notABound(const QString& text, const Axis& axis)
{
    if (!axis.categories.isEmpty())
        return refused(say("\"%1\" is none of %2.").arg(text, axis.categories.join(QStringLiteral(", "))));
    return refused(axis.unit.isEmpty() ? say("\"%1\" is not a number.").arg(text)
                                       : say("\"%1\" is not a number of %2.").arg(text, axis.unit));
}

/// Narrows `pin` by "axis sign text".
Status narrow(study::Pin& pin, QChar sign, const QString& text, const Axis& axis)
{
    const double value = bound(text, axis);
    if (std::isnan(value))
        return notABound(text, axis);
    if (sign != QLatin1Char('>'))
        pin.maximum = value;
    if (sign != QLatin1Char('<'))
        pin.minimum = value;
    return success();
}

} // namespace

QString pinText(const Axis& axis, const study::Pin& pin)
{
    return bounded(axis, pin, axis.label, QStringLiteral("≤"), 3);
}

QString typedPin(const Axis& axis, const study::Pin& pin)
{
    return bounded(axis, pin, axis.name, QStringLiteral("<="), 6);
}

Result<study::Pin> parsePin(const QString& text, const std::vector<Axis>& axes)
{
    QString plain = text.simplified();
    bool excluded = plain.startsWith(QStringLiteral("not "), Qt::CaseInsensitive);
    if (excluded)
        plain = plain.mid(4);
    plain.replace(QStringLiteral("≠"), QStringLiteral("!="));
    if (plain.contains(QStringLiteral("!="))) {
        plain.replace(QStringLiteral("!="), QStringLiteral("="));
        excluded = !excluded;
    }
    plain.replace(QStringLiteral("≤"), QStringLiteral("<")).replace(QStringLiteral("≥"), QStringLiteral(">"));
    plain.replace(QStringLiteral("<="), QStringLiteral("<"))
        .replace(QStringLiteral(">="), QStringLiteral(">"));
    static const QRegularExpression pattern(
        QStringLiteral("^([^<>=]+)([<>=])([^<>=]+)(?:([<>])([^<>=]+))?$"));
    const QRegularExpressionMatch match = pattern.match(plain);
    if (!match.hasMatch())
        return refused(say("Type an axis and a bound, for example \"%1 <= 5\".")
                           .arg(axes.empty() ? QStringLiteral("area") : axes.front().name));
    const auto part = [&](int index) { return match.captured(index).trimmed(); };
    const bool between = !part(5).isEmpty();
    const QString name = between ? part(3) : part(1);
    const Axis* axis = axisCalled(name, axes);
    if (axis == nullptr)
        return refused(say("There is no axis \"%1\".").arg(name));
    study::Pin pin{axis->name.toStdString()};
    const QChar sign = part(2).at(0);
    Status done = success();
    if (!between) {
        done = narrow(pin, sign, part(3), *axis);
    } else if (sign != part(4).at(0)) {
        return refused(say("Both signs of a range point the same way."));
    } else {
        done = narrow(pin, sign == QLatin1Char('<') ? QLatin1Char('>') : QLatin1Char('<'), part(1), *axis);
        if (done)
            done = narrow(pin, sign, part(5), *axis);
    }
    if (!done)
        return done.error();
    if (pin.minimum > pin.maximum)
        return refused(say("The lower bound is above the upper one."));
    if (excluded && (std::isinf(pin.minimum) || std::isinf(pin.maximum)))
        return refused(
            say("A region to leave out has two ends, for example \"not 2 <= %1 <= 4\".").arg(axis->name));
    pin.excluded = excluded;
    return pin;
}

} // namespace paretoscope::ui::panels
