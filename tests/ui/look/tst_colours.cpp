// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/colours.h"

#include "ui/look/legible.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace paretoscope::ui::look;

namespace {

/// WCAG 2.1 contrast, written again so that the test does not believe the code.
double channel(int value)
{
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}
double luminance(const QColor& c)
{
    return 0.2126 * channel(c.red()) + 0.7152 * channel(c.green()) + 0.0722 * channel(c.blue());
}
double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

} // namespace

class TestColours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_sufficesOnBothGrounds_data();
    void contrast_sufficesOnBothGrounds();
    void darkness_followsThePalette();
    void series_areAllDifferent();
    void sequential_growsInLightnessFromBlueToYellow();
    void trayColour_wrapsAround();
};

void TestColours::contrast_sufficesOnBothGrounds_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestColours::contrast_sufficesOnBothGrounds()
{
    QFETCH(bool, dark);
    const Colours colours = coloursFor(paletteFor(dark ? Theme::Dark : Theme::Light));
    for (const QColor& ground : {colours.canvas, colours.panel}) {
        for (const QColor& mark : colours.series)
            QVERIFY2(contrast(legible(mark, colours), ground) >= 4.5, qPrintable(mark.name()));
        for (const QColor& text :
             {colours.text, colours.mutedText, colours.accent, colours.better, colours.worse})
            QVERIFY2(contrast(text, ground) >= 4.5,
                     qPrintable(text.name() + QLatin1Char(' ') + ground.name()));
        QList<QColor> marks{colours.front, colours.dominated, colours.infeasible, colours.focus,
                            colours.pin,   colours.line,      colours.reference};
        for (const QColor& colour : colours.series)
            marks << colour;
        for (const QColor& mark : marks)
            QVERIFY2(contrast(mark, ground) >= 3.0,
                     qPrintable(mark.name() + QLatin1Char(' ') + ground.name()));
    }
    const QPalette palette = paletteFor(dark ? Theme::Dark : Theme::Light);
    QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= 4.5);
    QVERIFY(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)) >= 4.5);
}

void TestColours::darkness_followsThePalette()
{
    QVERIFY(coloursFor(paletteFor(Theme::Dark)).dark);
    QVERIFY(!coloursFor(paletteFor(Theme::Light)).dark);
}

void TestColours::series_areAllDifferent()
{
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        std::set<QRgb> seen;
        for (const QColor& colour : coloursFor(paletteFor(theme)).series)
            seen.insert(colour.rgb());
        QCOMPARE(seen.size(), std::size_t(8));
    }
}

void TestColours::sequential_growsInLightnessFromBlueToYellow()
{
    for (const bool dark : {false, true}) {
        double before = -1.0;
        for (int step = 0; step <= 100; ++step) {
            const double now = luminance(sequential(step / 100.0, dark));
            QVERIFY(now > before);
            before = now;
        }
        QVERIFY(sequential(0.0, dark).blue() > sequential(0.0, dark).red());
        QVERIFY(sequential(1.0, dark).red() > sequential(1.0, dark).blue());
        QCOMPARE(sequential(-3.0, dark), sequential(0.0, dark));
        QCOMPARE(sequential(std::nan(""), dark), sequential(0.0, dark));
    }
}

void TestColours::trayColour_wrapsAround()
{
    const Colours colours = coloursFor(paletteFor(Theme::Light));
    QCOMPARE(trayColour(colours, 0), colours.series[0]);
    QCOMPARE(trayColour(colours, 8), colours.series[0]);
    QCOMPARE(trayColour(colours, -1), colours.series[7]);
}

QTEST_MAIN(TestColours)
#include "tst_colours.moc"
