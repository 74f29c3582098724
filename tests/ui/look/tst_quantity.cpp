// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/quantity.h"

#include "ui/look/english_plurals.h"
#include "ui/look/wording.h"

#include <QLocale>
#include <QTest>

#include <cmath>
#include <limits>

using namespace paretoscope::ui::look;

namespace {

/// People see narrow and no-break spaces; a table of expectations is easier to read with plain ones.
QString plain(QString text)
{
    return text.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar(0xa0), QLatin1Char(' '));
}

} // namespace

class TestQuantity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void number_readsAsPeopleWriteIt_data();
    void number_readsAsPeopleWriteIt();
    void printed_parsesBack_data();
    void printed_parsesBack();
    void typed_isUnderstoodOrRefused_data();
    void typed_isUnderstoodOrRefused();
    void displayUnit_fitsTheLargest();
    void relativeChange_saysTheDirection();
    void identifiers_haveTheNamesOfTheirParameters();
    void counts_areGrouped();
    void durations_readAsSpoken();
    void plurals_readAsSpoken();
};

void TestQuantity::number_readsAsPeopleWriteIt_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, const char* unit, const char* text) {
        QTest::addRow("%g %s", value, unit) << value << QString::fromUtf8(unit) << QString::fromUtf8(text);
    };
    row(0.00391, "J", "3.91 mJ");
    row(131072, "B", "128 KiB");
    row(131072, "bytes", "128 KiB");
    row(24, "B", "24 B");
    row(0.42, "", "0.42");
    row(4.8, "mm²", "4.8 mm²");
    row(0.0048, "mm²", "0.0048 mm²");
    row(2.5e-12, "J", "2.5 pJ");
    row(0.9999, "J", "1 J");
    row(0.0061, "s", "6.1 ms");
    row(7200, "s", "7200 s");
    row(1.5e9, "Hz", "1.5 GHz");
    row(3.2e-7, "J·s", "320 nJ·s");
    row(64, "B/cycle", "64 B/cycle");
    row(41234, "", "41 234");
    row(-0.0021, "W", "−2.1 mW");
    row(0, "J", "0 J");
    row(1.25e-7, "", "1.25e-07");
    row(std::nan(""), "J", "–");
    row(std::numeric_limits<double>::infinity(), "J", "∞ J");
}

void TestQuantity::number_readsAsPeopleWriteIt()
{
    QFETCH(double, value);
    QFETCH(QString, unit);
    QFETCH(QString, text);
    QCOMPARE(plain(quantity(value, unit)), text);
}

void TestQuantity::printed_parsesBack_data()
{
    QTest::addColumn<QString>("unit");
    for (const char* unit : {"J", "s", "W", "Hz", "B", "mm²", "J·s", "", "B/cycle"})
        QTest::newRow(*unit == '\0' ? "none" : unit) << QString::fromUtf8(unit);
}

void TestQuantity::printed_parsesBack()
{
    QFETCH(QString, unit);
    for (const QLocale& locale : {QLocale::c(), QLocale(QLocale::German, QLocale::Germany)}) {
        QLocale::setDefault(locale);
        for (double value = 3.1415926e-13; value < 1e12; value *= 7.3) {
            const QString text = quantity(value, unit, 9);
            double back = 0.0;
            QVERIFY2(parseQuantity(text, unit, back), qPrintable(text));
            QVERIFY2(std::abs(back - value) <= 1e-8 * value, qPrintable(text));
        }
    }
    QLocale::setDefault(QLocale::c());
}

void TestQuantity::typed_isUnderstoodOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("value"); // NaN = refused
    const double no = std::nan("");
    const auto row = [](const char* text, const char* unit, double value) {
        QTest::addRow("'%s' as '%s'", text, unit)
            << QString::fromUtf8(text) << QString::fromUtf8(unit) << value;
    };
    row("128 KiB", "B", 131072.0);
    row("128KiB", "B", 131072.0);
    row("128 kB", "B", 128000.0);
    row("3.9 mJ", "J", 0.0039);
    row("3.9 m", "J", 0.0039);
    row("0.0039", "J", 0.0039);
    row("5 us", "s", 5e-6);
    row("5 µs", "s", 5e-6);
    row("1e-3 s", "s", 1e-3);
    row("4.8 mm2", "mm²", 4.8);
    row("41 200", "", 41200.0);
    row("25 %", "", 0.25);
    row("-3", "", -3.0);
    row("", "J", no);
    row("mJ", "J", no);
    row("3 s", "J", no);
    row("5 kmm²", "mm²", no);
    row("nan", "J", no);
    row("1e999", "J", no);
    row("3 4 x", "", no);
}

void TestQuantity::typed_isUnderstoodOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, unit);
    QFETCH(double, value);
    double read = -1.0;
    const bool good = parseQuantity(text, unit, read);
    QCOMPARE(good, !std::isnan(value));
    if (good)
        QVERIFY2(std::abs(read - value) <= 1e-12 * std::abs(value), qPrintable(QString::number(read)));
    else
        QCOMPARE(read, -1.0);
}

void TestQuantity::displayUnit_fitsTheLargest()
{
    const DisplayUnit milli = displayUnit(0.0412, QStringLiteral("J"));
    QCOMPARE(milli.unit, QStringLiteral("mJ"));
    QVERIFY(std::abs(milli.factor - 1e3) < 1e-9);
    QCOMPARE(displayUnit(300000, QStringLiteral("B")).unit, QStringLiteral("KiB"));
    QCOMPARE(displayUnit(0.0, QStringLiteral("J")).unit, QStringLiteral("J"));
    QCOMPARE(displayUnit(std::nan(""), QStringLiteral("mm²")).unit, QStringLiteral("mm²"));
    QCOMPARE(displayUnit(1e7, QString()).unit, QString());
}

void TestQuantity::relativeChange_saysTheDirection()
{
    const QString joule = QStringLiteral("J");
    QCOMPARE(plain(relativeChange(100, 112, joule)), QStringLiteral("+12 %"));
    QCOMPARE(plain(relativeChange(100, 69, joule)), QStringLiteral("−31 %"));
    QCOMPARE(plain(relativeChange(-4, -2, {})), QStringLiteral("+50 %"));
    QCOMPARE(relativeChange(5, 5, joule), QStringLiteral("="));
    QCOMPARE(relativeChange(0, 0, joule), QStringLiteral("="));
    QCOMPARE(relativeChange(1, std::nan(""), joule), QStringLiteral("–"));
    // Beside nothing, or next to nothing, the difference itself.
    QCOMPARE(plain(relativeChange(0, 0.005, joule)), QStringLiteral("+5 mJ"));
    QCOMPARE(plain(relativeChange(0.0001, 2.2, joule)), QStringLiteral("+2.2 J"));
    QCOMPARE(plain(relativeChange(0.0, -0.45, {})), QStringLiteral("−0.45"));
    QCOMPARE(plain(relativeChange(1, 10.9, joule)), QStringLiteral("+990 %"));
    QVERIFY(!isToldInPercent(1, 11));
    QCOMPARE(digitsToTell(1.0, 5.0), 3);
    QCOMPARE(digitsToTell(206.1, 206.9), 5);
    QCOMPARE(digitsToTell(2.0, 2.0), 3);
    QCOMPARE(digitsToTell(1.0, 1.0 + 1e-12), 8);
}

void TestQuantity::identifiers_haveTheNamesOfTheirParameters()
{
    QCOMPARE(wordsOf("global_buffer"), QStringLiteral("global buffer"));
    QCOMPARE(wordsOf("weight_spad"), QStringLiteral("weight scratchpad"));
    QCOMPARE(wordsOf("psum_spad"), QStringLiteral("partial-sum scratchpad"));
    QCOMPARE(wordsOf("compute"), QStringLiteral("arithmetic"));
    QCOMPARE(wordsOf("DRAM"), QStringLiteral("DRAM"));
}

void TestQuantity::counts_areGrouped()
{
    QCOMPARE(plain(count(7)), QStringLiteral("7"));
    QCOMPARE(plain(count(1204)), QStringLiteral("1 204"));
    QCOMPARE(plain(count(41200)), QStringLiteral("41 200"));
    QCOMPARE(plain(count(1234567)), QStringLiteral("1 234 567"));
}

void TestQuantity::durations_readAsSpoken()
{
    QCOMPARE(plain(duration(0.4)), QStringLiteral("0.4 s"));
    QCOMPARE(plain(duration(143)), QStringLiteral("2 min 23 s"));
    QCOMPARE(plain(duration(7260)), QStringLiteral("2 h 1 min"));
    QCOMPARE(duration(std::nan("")), QStringLiteral("–"));
}

void TestQuantity::plurals_readAsSpoken()
{
    const EnglishPlurals plurals;
    const auto read = [&](const char* text, int n) { return plurals.translate("", text, nullptr, n); };
    QCOMPARE(read("%n design(s) in %1 layer(s)", 1), QStringLiteral("%n design in %1 layer"));
    QCOMPARE(read("%n design(s)", 0), QStringLiteral("%n designs"));
    QCOMPARE(read("%n design(s)", 12), QStringLiteral("%n designs"));
    QVERIFY(read("the design(s)", -1).isNull()); // no number: as it is written
    QVERIFY(read("%n values", 1).isNull());
}

QTEST_APPLESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
