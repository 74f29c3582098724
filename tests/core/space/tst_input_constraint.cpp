// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/space.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace paretoscope;
using namespace paretoscope::space;

namespace {

Space array()
{
    return Space::make({*makeInteger({"columns", "", "", {}}, 1, 64),
                        *makeInteger({"rows", "", "", {}}, 0, 64),
                        *makeCategorical({"dataflow", "", "", {}}, {"weight", "output", "row stationary"}),
                        *makeCategorical({"order", "", "", {}}, {"output", "other"}),
                        *makeFactorization({"tiling", "", "", {}}, 8, 2),
                        *makeInteger({"depth", "", "", Condition{"dataflow", {"weight"}}}, 1, 9)})
        .value();
}

Design design(double columns, double rows, double dataflow)
{
    return Design({columns, rows, dataflow, 0, 2, 4, dataflow == 0.0 ? 5.0 : kInactive});
}

} // namespace

class TestInputConstraint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void predicates_holdWhereTheyShould_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("holds"); // at columns 8, rows 4, dataflow weight
        QTest::newRow("product") << "columns * rows <= 32" << true;
        QTest::newRow("product fails") << "columns*rows<32" << false;
        QTest::newRow("category") << "dataflow == weight" << true;
        QTest::newRow("category index") << "dataflow != 0" << false;
        QTest::newRow("and") << "columns > 4 && rows > 4" << false;
        QTest::newRow("or") << "columns > 4 || rows > 4" << true;
        QTest::newRow("not") << "!(columns > 4)" << false;
        QTest::newRow("if") << "dataflow == weight ? columns >= 8 : rows >= 8" << true;
        QTest::newRow("functions") << "min(columns, rows) == 4 && max(columns, rows, 9) == 9" << true;
        QTest::newRow("mod") << "mod(columns, 3) == 2" << true;
        QTest::newRow("power") << "2^log2(columns) == 8" << true;
        QTest::newRow("numbers") << "columns <= 8.0e0 && .5 < rows" << true;
        QTest::newRow("nan") << "sqrt(rows - columns) >= 0" << false;
        QTest::newRow("nan inside or") << "log(0 - columns) < 3 || sqrt(0 - rows) > 1" << false;
        QTest::newRow("conditional") << "depth <= 5" << true;
    }
    void predicates_holdWhereTheyShould()
    {
        QFETCH(QString, expression);
        QFETCH(bool, holds);
        const auto constraint = InputConstraint::parse("c", expression.toStdString(), array());
        QVERIFY2(constraint, constraint ? "" : constraint.error().what.c_str());
        QCOMPARE(constraint->holds(design(8, 4, 0)), holds);
    }

    void inactiveParameter_makesItHold()
    {
        const auto constraint = InputConstraint::parse("c", "depth > 100", array()).value();
        QVERIFY(!constraint.holds(design(8, 4, 0)));
        QVERIFY(constraint.holds(design(8, 4, 1)));
    }

    void whatIsNoPredicate_isRefusedWithItsPlace_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("what");
        QTest::newRow("empty") << ""
                               << "missing";
        QTest::newRow("quantity") << "columns * rows"
                                  << "quantity";
        QTest::newRow("number") << "1"
                                << "quantity";
        QTest::newRow("assignment") << "columns = 3"
                                    << "\"=\" is not allowed";
        QTest::newRow("assignment inside") << "(columns = 3) < 4"
                                           << "(at character 10)";
        QTest::newRow("text") << "columns < \"3\""
                              << "not allowed";
        QTest::newRow("list") << "columns < 3, rows < 3"
                              << "chained";
        QTest::newRow("chain") << "1 < columns < 3"
                               << "chained";
        QTest::newRow("unknown name") << "columns < pe"
                                      << "\"pe\" is neither";
        QTest::newRow("place of name") << "columns < pe"
                                       << "(at character 11)";
        QTest::newRow("unknown function") << "system(columns) < 1"
                                          << "not a known function";
        QTest::newRow("function alone") << "min < 1"
                                        << "name of a function";
        QTest::newRow("no parameter") << "1 < 2"
                                      << "names no parameter";
        QTest::newRow("open") << "(columns < 3"
                              << "at character";
        QTest::newRow("closed") << "columns < 3)"
                                << "at character";
        QTest::newRow("operand missing") << "columns < "
                                         << "at character";
        QTest::newRow("half and") << "columns < 3 &&"
                                  << "missing";
        QTest::newRow("single and") << "columns < 3 & rows < 3"
                                    << "\"&\" is not allowed";
        QTest::newRow("ambiguous category") << "order == output"
                                            << "different places";
        QTest::newRow("factorization") << "tiling < 3"
                                       << "no single number";
        QTest::newRow("control") << "columns < 3;"
                                 << "not allowed";
        QTest::newRow("too long") << QString(2000, '(') << "1000";
        QTest::newRow("deep") << QString(999, '(') << "at character";
        QTest::newRow("deep not") << QString(999, '!') << "missing";
        QTest::newRow("numbers glued") << "columns < 3rows"
                                       << "at character";
        QTest::newRow("colon alone") << "columns < 3 : rows < 3"
                                     << "chained";
    }
    void whatIsNoPredicate_isRefusedWithItsPlace()
    {
        QFETCH(QString, expression);
        QFETCH(QString, what);
        const auto constraint = InputConstraint::parse("c", expression.toStdString(), array());
        QVERIFY(!constraint);
        const QString found = QString::fromStdString(constraint.error().what);
        QVERIFY2(found.contains(what), qPrintable(found));
        QVERIFY(found.contains("(at character "));
        QCOMPARE(constraint.error().where, std::string("constraint \"c\""));
    }

    void fourThreads_agreeWithArithmetic()
    {
        const auto constraint = InputConstraint::parse(
                                    "c", "columns * rows <= 512 && (dataflow == weight || rows > 3)", array())
                                    .value();
        std::atomic<int> wrong = 0;
        const auto hammer = [&](std::uint64_t stream) {
            Rng rng(1, stream);
            for (int i = 0; i < 20'000; ++i) {
                const auto columns = static_cast<double>(1 + rng.below(64));
                const auto rows = static_cast<double>(rng.below(65));
                const auto dataflow = static_cast<double>(rng.below(3));
                const bool expected = columns * rows <= 512 && (dataflow == 0 || rows > 3);
                wrong += constraint.holds(design(columns, rows, dataflow)) != expected ? 1 : 0;
            }
        };
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t t = 0; t < 4; ++t)
                threads.emplace_back(hammer, t);
        }
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestInputConstraint)
#include "tst_input_constraint.moc"
