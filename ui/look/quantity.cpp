// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"

#include "core/base/quantity_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::look {

namespace {

constexpr QChar kThinSpace{0x202f}; ///< narrow and never broken
constexpr QChar kMinus{0x2212};

QString shortUnit(const QString& unit)
{
    return unit == QLatin1String("bytes") ? QStringLiteral("B") : unit;
}

QString textOf(const UnitPrefix& prefix)
{
    return QString::fromUtf8(prefix.text.data(), static_cast<qsizetype>(prefix.text.size()));
}

/// \param from digits that are still written together
QString grouped(QString whole, qsizetype from)
{
    if (whole.size() > from) {
        for (qsizetype at = whole.size() - 3; at > 0; at -= 3)
            whole.insert(at, kThinSpace);
    }
    return whole;
}

/// Plain digits, whole part never cut, no zeros at the end; powers of ten only where digits would not do.
QString number(double value, int digits)
{
    const double magnitude = std::abs(value);
    QString text;
    if (magnitude != 0.0 && (magnitude < 1e-4 || magnitude >= 1e9)) {
        text = QString::number(magnitude, 'g', digits);
        text.replace(QLatin1String("e+"), QLatin1String("e"));
    } else {
        const double places = magnitude == 0.0 ? 0.0 : digits - 1 - std::floor(std::log10(magnitude));
        text = QString::number(magnitude, 'f', static_cast<int>(std::clamp(places, 0.0, 15.0)));
    }
    const qsizetype end = text.indexOf(QLatin1Char('e'));
    QString mantissa = text.left(end), exponent = end < 0 ? QString() : text.mid(end);
    if (mantissa.contains(QLatin1Char('.'))) {
        while (mantissa.endsWith(QLatin1Char('0')))
            mantissa.chop(1);
        if (mantissa.endsWith(QLatin1Char('.')))
            mantissa.chop(1);
    }
    const qsizetype point = mantissa.indexOf(QLatin1Char('.'));
    QString shown = grouped(mantissa.left(point), 4);
    if (point >= 0)
        shown += QLocale().decimalPoint() + mantissa.mid(point + 1);
    shown += exponent;
    return value < 0.0 && shown != QLatin1String("0") ? kMinus + shown : shown;
}

QString notKnown()
{
    return QStringLiteral("–");
}

bool parseNumber(QString text, double& value)
{
    text.remove(QLatin1Char(' '));
    text.replace(kMinus, QLatin1Char('-'));
    bool good = false;
    value = QLocale::c().toDouble(text, &good);
    if (!good)
        value = QLocale().toDouble(text, &good);
    return good && std::isfinite(value);
}

QString plainUnit(QString unit)
{
    unit.replace(QLatin1Char('^'), QString()).replace(QChar(0xb2), QLatin1Char('2'));
    unit.replace(QChar(0xb7), QLatin1Char('*')).replace(QChar(0x3bc), QChar(0xb5));
    return unit.remove(QLatin1Char(' '));
}

/// The factor that a typed suffix stands for; 0 when it is none of this unit's.
double factorOf(const QString& typed, const QString& unit)
{
    const QString suffix = plainUnit(typed), base = plainUnit(shortUnit(unit));
    if (suffix.isEmpty() || suffix == base)
        return 1.0;
    if (base.isEmpty())
        return suffix == QLatin1String("%") ? 0.01 : 0.0;
    const auto named = [&](const QString& prefix) { return suffix == prefix + base || suffix == prefix; };
    for (const UnitPrefix& prefix : prefixesOf(unit.toStdString())) {
        const QString text = textOf(prefix);
        if (!text.isEmpty() && (named(text) || (text == QStringLiteral("µ") && named(QStringLiteral("u")))))
            return prefix.factor;
    }
    if (base == QLatin1String("B")) {
        for (const auto& [text, factor] : {std::pair{u'k', 1e3}, {u'M', 1e6}, {u'G', 1e9}}) {
            if (suffix == QString(QChar(text)) + base)
                return factor;
        }
    }
    return 0.0;
}

} // namespace

QString quantity(double value, const QString& unit, int digits)
{
    if (std::isnan(value))
        return notKnown();
    const QString base = shortUnit(unit);
    if (std::isinf(value))
        return (value < 0.0 ? QStringLiteral("−∞ ") : QStringLiteral("∞ ")).append(base).trimmed();
    const UnitPrefix& prefix = prefixFor(std::abs(value), unit.toStdString(), digits);
    const QString text = number(value / prefix.factor, digits);
    // The one unit that is a word of the language.
    const bool one = base == QLatin1String("words") && text == QLatin1String("1");
    const QString shown = one ? QStringLiteral("word") : textOf(prefix) + base;
    return shown.isEmpty() ? text : text + QChar(0xa0) + shown;
}

int digitsToTell(double low, double high)
{
    constexpr int kLeast = 3, kMost = 8;
    const double largest = std::max(std::abs(low), std::abs(high));
    const double digits = 2.0 + std::ceil(std::log10(largest / std::abs(high - low)));
    return std::isfinite(digits) ? static_cast<int>(std::clamp<double>(digits, kLeast, kMost)) : kLeast;
}

DisplayUnit displayUnit(double largest, const QString& unit)
{
    const double magnitude = std::isfinite(largest) ? std::abs(largest) : 0.0;
    const UnitPrefix& prefix = prefixFor(magnitude, unit.toStdString(), 15);
    return {1.0 / prefix.factor, textOf(prefix) + shortUnit(unit)};
}

bool parseQuantity(const QString& text, const QString& unit, double& value)
{
    static const QRegularExpression pattern(
        QStringLiteral("^([-+\\x{2212}]?[0-9., ]*[0-9.](?:[eE][-+]?[0-9]+)?) ?([^0-9 .,].*)?$"));
    // Unicode's many spaces are one to QString.
    const QRegularExpressionMatch match = pattern.match(text.simplified());
    double read = 0.0;
    if (!match.hasMatch() || !parseNumber(match.captured(1), read))
        return false;
    const double factor = factorOf(match.captured(2), unit);
    if (factor == 0.0 || !std::isfinite(read * factor))
        return false;
    value = read * factor;
    return true;
}

bool isToldInPercent(double a, double b)
{
    constexpr double kMostFold = 10.0;
    return std::isfinite(a) && std::isfinite(b) && a != 0.0 && std::abs(b - a) < kMostFold * std::abs(a);
}

QString relativeChange(double a, double b, const QString& unit)
{
    if (!std::isfinite(a) || !std::isfinite(b))
        return notKnown();
    const double change = b - a;
    const QString sign = change < 0.0 ? QString(kMinus) : QStringLiteral("+");
    if (change == 0.0)
        return QStringLiteral("=");
    if (!isToldInPercent(a, b))
        return sign + quantity(std::abs(change), unit);
    const double magnitude = std::abs(change / a) * 100.0;
    if (magnitude < 0.05)
        return QStringLiteral("=");
    const QString digits = number(magnitude < 9.95 ? std::round(magnitude * 10.0) / 10.0
                                                   : std::round(magnitude),
                                  magnitude < 9.95 ? 2 : 3);
    return sign + digits + QChar(0xa0) + QLatin1Char('%');
}

QString count(quint64 n)
{
    return grouped(QString::number(n), 3);
}

QString duration(double seconds)
{
    const auto say = [](const char* text) { return QCoreApplication::translate("look::duration", text); };
    if (!std::isfinite(seconds) || seconds < 0.0)
        return notKnown();
    if (seconds < 9.95)
        return say("%1 s").arg(number(std::round(seconds * 10.0) / 10.0, 2));
    const auto whole = static_cast<qint64>(std::llround(std::min(seconds, 1e15)));
    if (whole < 60)
        return say("%1 s").arg(whole);
    if (whole < 3600)
        return say("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return say("%1 h %2 min").arg(count(static_cast<quint64>(whole / 3600))).arg(whole % 3600 / 60);
}

} // namespace paretoscope::ui::look
