// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_text.h"

#include "ui/look/quantity.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <cmath>

namespace paretoscope::ui::panels {

namespace {

using session::Axis;

QString tr(const char* sentence)
{
    return QCoreApplication::translate("PinText", sentence);
}

const QString kAtMost = QStringLiteral("≤");
const QString kAtLeast = QStringLiteral("≥");

const Axis* axisCalled(const QString& text, const std::vector<Axis>& axes)
{
    for (const Axis& axis : axes)
        if (axis.name.compare(text, Qt::CaseInsensitive) == 0
            || axis.label.compare(text, Qt::CaseInsensitive) == 0)
            return &axis;
    return nullptr;
}

/// A number with a unit, or the name of a category.
bool position(const QString& text, const Axis& axis, double& value)
{
    const qsizetype category = axis.categories.indexOf(text);
    if (category >= 0) {
        value = static_cast<double>(category);
        return true;
    }
    return axis.categories.isEmpty() && look::parseQuantity(text, axis.unit, value) && std::isfinite(value);
}

/// Every spelling of a comparison as one sign, so that the text splits into operands and signs.
QString normalised(QString text)
{
    text.replace(QStringLiteral("<="), kAtMost).replace(QStringLiteral(">="), kAtLeast);
    text.replace(QLatin1Char('<'), kAtMost).replace(QLatin1Char('>'), kAtLeast);
    return text.replace(QStringLiteral("=="), QStringLiteral("=")).trimmed();
}

/// Applies `axis sign number` to the pin.
void bound(study::Pin& pin, const QString& sign, double value)
{
    if (sign != kAtLeast)
        pin.maximum = value;
    if (sign != kAtMost)
        pin.minimum = value;
}

QString mirrored(const QString& sign)
{
    return sign == kAtMost ? kAtLeast : sign == kAtLeast ? kAtMost : sign;
}

} // namespace

QString pinText(const study::Pin& pin, const std::vector<Axis>& axes)
{
    const int index = session::axisNamed(axes, QString::fromStdString(pin.axis));
    if (index < 0)
        return QString::fromStdString(pin.axis);
    const Axis& axis = axes[static_cast<std::size_t>(index)];
    const bool low = std::isfinite(pin.minimum);
    const bool high = std::isfinite(pin.maximum);
    if (low && high && pin.minimum == pin.maximum)
        return QStringLiteral("%1 = %2").arg(axis.label, axis.text(pin.minimum));
    if (low && high)
        return QStringLiteral("%1 ≤ %2 ≤ %3").arg(axis.text(pin.minimum), axis.label, axis.text(pin.maximum));
    return low ? QStringLiteral("%1 ≥ %2").arg(axis.label, axis.text(pin.minimum))
               : QStringLiteral("%1 ≤ %2").arg(axis.label, axis.text(pin.maximum));
}

std::optional<study::Pin> pinFromText(const QString& text, const std::vector<Axis>& axes, QString& problem)
{
    static const QRegularExpression kSign(QStringLiteral("[≤≥=]"));
    const QString plain = normalised(text);
    QStringList operands;
    QStringList signs;
    qsizetype from = 0;
    for (auto it = kSign.globalMatch(plain); it.hasNext();) {
        const auto match = it.next();
        operands.append(plain.mid(from, match.capturedStart() - from).trimmed());
        signs.append(match.captured());
        from = match.capturedEnd();
    }
    operands.append(plain.mid(from).trimmed());
    if (signs.isEmpty() || signs.size() > 2) {
        problem = tr("A limit is a name, a sign and a number, as in \"area <= 5\".");
        return {};
    }

    // The axis is the only operand that may be a name: first or last of two, the middle one of three.
    const Axis* axis = axisCalled(operands[signs.size() - 1], axes);
    const bool axisFirst = axis != nullptr && signs.size() == 1;
    if (axis == nullptr && signs.size() == 1)
        axis = axisCalled(operands[1], axes);
    if (axis == nullptr) {
        QStringList names;
        for (const Axis& known : axes)
            names.append(known.name);
        problem = tr("There is no axis of that name. Known are: %1.").arg(names.join(QStringLiteral(", ")));
        return {};
    }
    study::Pin pin;
    pin.axis = axis->name.toStdString();
    for (qsizetype i = 0; i < operands.size(); ++i) {
        const bool isAxis = signs.size() == 2 ? i == 1 : (axisFirst ? i == 0 : i == 1);
        if (isAxis)
            continue;
        double value = 0.0;
        if (!position(operands[i], *axis, value)) {
            problem = tr("\"%1\" is not a value of %2.").arg(operands[i], axis->label);
            return {};
        }
        const QString& sign = signs[std::min<qsizetype>(i == 0 ? 0 : i - 1, signs.size() - 1)];
        const bool numberStandsFirst = i == 0;
        bound(pin, numberStandsFirst ? mirrored(sign) : sign, value);
    }
    if (pin.minimum > pin.maximum) {
        problem = tr("Nothing lies between those two limits.");
        return {};
    }
    return pin;
}

} // namespace paretoscope::ui::panels
