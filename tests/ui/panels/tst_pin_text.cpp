// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pin_text.h"

#include <QLocale>
#include <QTest>

#include <cmath>
#include <limits>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

constexpr double kFree = std::numeric_limits<double>::infinity();

std::vector<session::Axis> axes()
{
    session::Axis energy, area, flow;
    energy.name = QStringLiteral("energy");
    energy.label = QStringLiteral("Energy");
    energy.unit = QStringLiteral("J");
    area.name = QStringLiteral("area");
    area.label = QStringLiteral("Chip area");
    area.unit = QStringLiteral("mm²");
    flow.name = QStringLiteral("dataflow");
    flow.label = QStringLiteral("Dataflow");
    flow.categories = {QStringLiteral("row stationary"), QStringLiteral("any")};
    return {energy, area, flow};
}

} // namespace

class TestPinText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void typed_becomesAPin_data();
    void typed_becomesAPin();
    void nonsense_isRefusedWithASentence_data();
    void nonsense_isRefusedWithASentence();
    void printed_parsesBack();
};

void TestPinText::typed_becomesAPin_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("axis");
    QTest::addColumn<double>("minimum");
    QTest::addColumn<double>("maximum");
    QTest::newRow("at most") << QStringLiteral("area <= 5") << QStringLiteral("area") << -kFree << 5.0;
    QTest::newRow("sign") << QStringLiteral("Energy ≥ 2 mJ") << QStringLiteral("energy") << 0.002 << kFree;
    QTest::newRow("label") << QStringLiteral("chip area<4.5 mm2") << QStringLiteral("area") << -kFree << 4.5;
    QTest::newRow("between") << QStringLiteral("2 mJ <= energy <= 4 mJ") << QStringLiteral("energy") << 0.002
                             << 0.004;
    QTest::newRow("down") << QStringLiteral("4 mJ > energy > 2 mJ") << QStringLiteral("energy") << 0.002
                          << 0.004;
    QTest::newRow("category") << QStringLiteral("dataflow = ANY") << QStringLiteral("dataflow") << 1.0 << 1.0;
}

void TestPinText::typed_becomesAPin()
{
    QFETCH(QString, text);
    const auto pin = panels::parsePin(text, axes());
    QVERIFY2(pin, pin ? "" : pin.error().what.c_str());
    QTEST(QString::fromStdString(pin->axis), "axis");
    QTEST(pin->minimum, "minimum");
    QTEST(pin->maximum, "maximum");
}

void TestPinText::nonsense_isRefusedWithASentence_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "area", "area <=", "<= 5", "weight <= 5", "area <= five", "area <= 5 J", "dataflow = sideways",
          "4 <= area <= 2", "1 < area > 2", "area <= nan", "not area <= 5", "not"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestPinText::nonsense_isRefusedWithASentence()
{
    QFETCH(QString, text);
    const auto pin = panels::parsePin(text, axes());
    QVERIFY(!pin);
    QVERIFY(pin.error().what.back() == '.' && pin.error().what.size() > 15);
}

void TestPinText::printed_parsesBack()
{
    const std::vector<session::Axis> all = axes();
    for (const study::Pin& pin :
         {study::Pin{"energy", -kFree, 0.0039}, study::Pin{"area", 2.5, kFree},
          study::Pin{"energy", 0.001, 0.002}, study::Pin{"dataflow", 0.0, 0.0},
          study::Pin{"dataflow", 1.0, 1.0, false, true}, study::Pin{"area", 2.0, 3.0, false, true}}) {
        const auto& axis =
            all[static_cast<std::size_t>(session::axisNamed(all, QString::fromStdString(pin.axis)))];
        const auto back = panels::parsePin(panels::typedPin(axis, pin), all);
        QVERIFY2(back, qPrintable(panels::typedPin(axis, pin)));
        QCOMPARE(back->axis, pin.axis);
        QCOMPARE(back->excluded, pin.excluded);
        for (const auto& [x, y] :
             {std::pair{back->minimum, pin.minimum}, std::pair{back->maximum, pin.maximum}})
            QVERIFY(x == y || std::abs(x - y) < 1e-9);
    }
}

QTEST_APPLESS_MAIN(TestPinText)
#include "tst_pin_text.moc"
