// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/interchange/decimal.h"
#include "core/interchange/yaml_reader.h"

#include <QtTest>

#include <bit>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::interchange;

namespace {

std::string problemOf(const std::string& text)
{
    const auto node = parseYaml(text, "x.yaml");
    return node ? std::string() : node.error().text();
}

} // namespace

class TestYamlReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tree_keepsTagsLinesAndOrder()
    {
        const auto node = parseYaml("b: !Component\n  name: \"null\"\na: [1, ~, x]\n", "x.yaml");
        QVERIFY(node);
        QCOMPARE(node->keys, (std::vector<std::string>{"b", "a"}));
        QCOMPARE(node->items[0].tag, std::string("!Component"));
        QCOMPARE(node->items[0].items[0].text, std::string("null"));
        QCOMPARE(node->items[0].items[0].line, 2);
        QVERIFY(node->items[1].items[1].kind == YamlNode::Kind::Null);
    }

    void alias_standsForItsNode()
    {
        const auto node = parseYaml("a: &one {x: [1, 2]}\nb: *one\n", "x.yaml");
        QVERIFY(node);
        QCOMPARE(node->items[1].items[0].items[1].text, std::string("2"));
    }

    void hostileDocuments_areRefusedInOneSentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("complaint");
        QString bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; ++i) {
            bomb += QStringLiteral("a%1: &a%1 [").arg(i);
            for (int k = 0; k < 10; ++k)
                bomb += QStringLiteral("*a%1,").arg(i - 1);
            bomb += "]\n";
        }
        QTest::newRow("alias bomb") << bomb << "aliases included";
        QString wide = "a: &a " + QString(100'000, 'x') + "\nb: [";
        for (int i = 0; i < 1'000; ++i)
            wide += "*a,";
        QTest::newRow("long text, many aliases") << wide + "]\n"
                                                 << "aliases included";
        QString deep = "a0: &a0 [x]\n";
        for (int i = 1; i < 100; ++i)
            deep += QStringLiteral("a%1: &a%1 [*a%2]\n").arg(i).arg(i - 1);
        QTest::newRow("deep by aliases") << deep << "nested deeper";
        QTest::newRow("alias of itself") << "a: &a [*a]\n"
                                         << "not complete";
        QTest::newRow("alias of nothing") << "a: *b\n"
                                          << "x.yaml";
        QTest::newRow("deep flow") << QString(100'000, '[') << "x.yaml";
        QTest::newRow("deep closed flow") << QString(200, '[') + QString(200, ']') << "nested deeper";
        QTest::newRow("deep maps") << QString(50'000, '{') << "x.yaml";
        QString block;
        for (int i = 0; i < 3'000; ++i)
            block += "- ";
        QTest::newRow("deep block") << block << "nested deeper";
        QTest::newRow("key twice") << "a: 1\na: 2\n"
                                   << "the key \"a\" twice";
        QTest::newRow("long key twice") << QString(1'000, 'k') + ": 1\n" + QString(1'000, 'k') + ": 2\n"
                                        << "kkk...";
        QTest::newRow("list as key") << "[a, b]: 1\n"
                                     << "not a word";
        QTest::newRow("empty") << ""
                               << "empty";
        QTest::newRow("two documents") << "a: 1\n---\nb: 2\n"
                                       << "several";
        QTest::newRow("tab") << "a:\n\t- b\n"
                             << "x.yaml";
        QTest::newRow("bad directive") << "%YAML 9.9.9\n---\na: 1\n"
                                       << "x.yaml";
        QTest::newRow("large") << QString(5 << 20, ' ') << "MiB";
        QTest::newRow("open tag") << "a: !<x\n"
                                  << "not YAML";
    }
    void hostileDocuments_areRefusedInOneSentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, complaint);
        const QString problem = QString::fromStdString(problemOf(text.toStdString()));
        QVERIFY2(problem.contains(complaint), qPrintable(problem));
        QVERIFY2(problem.size() < 300 && !problem.contains('\n'), qPrintable(problem));
    }

    void bytes_neverCrash()
    {
        Rng rng(5);
        for (int round = 0; round < 2'000; ++round) {
            static const std::string kSigns = "{}[]:-&*!|>%@\"'#,?ab \n\n\t\r\xc3\xff";
            std::string text;
            for (std::uint64_t length = rng.below(60); length > 0; --length)
                text += rng.below(20) == 0 ? static_cast<char>(rng.below(256))
                                           : kSigns[rng.below(kSigns.size())];
            const auto node = parseYaml(text, "x.yaml");
            QVERIFY(node || !node.error().what.empty());
        }
    }

    void unknownKeys_areNamedWithLineAndPath()
    {
        const auto node = parseYaml("a:\n  - {x: 1, y: 2}\n", "x.yaml");
        QVERIFY(node);
        YamlReader reader(*node, "x.yaml");
        for (YamlReader& item : reader.at("a").items())
            QCOMPARE(item.at("x").integer(0, 5), std::int64_t{1});
        const Status status = reader.finish();
        QVERIFY(!status);
        QCOMPARE(status.error().text(), std::string("x.yaml:2, /a/0/y: is not understood here."));
    }

    void firstProblem_isTheOneTold()
    {
        const auto node = parseYaml("a: {b-c: no}\n", "x.yaml");
        QVERIFY(node);
        YamlReader reader(*node, "x.yaml");
        YamlReader a = reader.at("a");
        QVERIFY(!a.at("b_c").boolean()); // hyphens are underscores
        QCOMPARE(a.at("b_c").integer(1, 9), std::int64_t{1});
        QCOMPARE(a.at("d").text(), std::string());
        QVERIFY(a.at("d").items().empty());
        const Status status = reader.finish();
        QVERIFY(!status);
        QVERIFY2(status.error().text().find("/a/b-c: is \"no\"; a whole number from 1 to 9")
                     != std::string::npos,
                 status.error().text().c_str());
    }

    void decimals_shiftWithoutRounding_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("exponent");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << 12 << "0.0";
        QTest::newRow("pJ") << 1.5e-12 << 12 << "1.5";
        QTest::newRow("third") << 0.3 << 0 << "0.3";
        QTest::newRow("whole") << 1200.0 << 0 << "1200.0";
        QTest::newRow("negative") << -0.25 << 0 << "-0.25";
        QTest::newRow("small") << 1e-20 << 0 << "1.0e-20";
        QTest::newRow("large") << 1.25e30 << 0 << "1.25e+30";
        QTest::newRow("cycle") << 1e-9 << 0 << "1.0e-9";
    }
    void decimals_shiftWithoutRounding()
    {
        QFETCH(double, value);
        QFETCH(int, exponent);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(shiftedText(value, exponent)), text);
        QCOMPARE(shiftedNumber(text.toStdString(), -exponent).value_or(-1.0), value);
    }

    void anyNumber_comesBackFromPicojoules()
    {
        Rng rng(3);
        for (int i = 0; i < 20'000; ++i) {
            const auto value = std::bit_cast<double>(rng());
            if (!std::isfinite(value) || std::abs(value) < 1e-300 || std::abs(value) > 1e290)
                continue;
            const auto back = shiftedNumber(shiftedText(value, 12), -12);
            QVERIFY(back && *back == value);
        }
    }

    void whatIsNoNumber_isNothing()
    {
        for (const char* text :
             {"", "x", "nan", "inf", "1e", "1e99999999999", "1e400", "1.2.3", "0x10", "1 "})
            QVERIFY2(!shiftedNumber(text), text);
    }
};

QTEST_APPLESS_MAIN(TestYamlReader)
#include "tst_yaml_reader.moc"
