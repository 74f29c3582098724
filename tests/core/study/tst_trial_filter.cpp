// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/filter_words.h"
#include "core/study/trial_filter.h"
#include "tests/core/study/fake_problem.h"

#include <QtTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::study;

namespace {

/// Ten designs; number i has i + 1 columns, 2 rows, dataflow a, b, c in turn, and uses i mJ.
Trial trialOf(std::uint64_t id)
{
    Trial trial;
    trial.id = id;
    const auto i = static_cast<double>(id);
    trial.design = space::Design({i + 1, 2, static_cast<double>(id % 3)});
    trial.outcome = {problem::Verdict::Feasible, {i * 1e-3, 10 - i}, 0.0, {}, 0.0};
    if (id == 9)
        trial.outcome = {problem::Verdict::Infeasible, {std::nan(""), std::nan("")}, 1.0, "too many", 0.0};
    return trial;
}

class Facts : public FilterFacts
{
public:
    [[nodiscard]] bool onFront(std::uint64_t id) const override { return id < 3; }
    [[nodiscard]] bool isKnee(std::uint64_t id) const override { return id == 1; }
    [[nodiscard]] bool passesPins(const Trial& trial) const override { return trial.id != 5; }
    [[nodiscard]] std::string note(std::uint64_t id) const override
    {
        return id == 4 ? "Fits the package" : std::string();
    }
    [[nodiscard]] std::vector<std::string> tags(std::uint64_t id) const override
    {
        return id == 2 ? std::vector<std::string>{"candidate", "8bit"} : std::vector<std::string>{};
    }
    [[nodiscard]] std::vector<std::string> sets(std::uint64_t id) const override
    {
        return id >= 7 ? std::vector<std::string>{"large ones"} : std::vector<std::string>{};
    }
};

std::optional<double> milli(const std::string& text, const std::string& unit)
{
    const std::size_t space = text.find(' ');
    const double number = std::stod(text.substr(0, space));
    if (unit == "J" && text.substr(space + 1) == "mJ")
        return number * 1e-3;
    return unit == text.substr(space + 1) && !unit.empty() ? std::optional(number) : std::nullopt;
}

} // namespace

class TestTrialFilter : public QObject
{
    Q_OBJECT

    const Study m_study = fake::study("plain", 10);

private Q_SLOTS:
    void expression_findsTheDesigns_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* text, const char* found) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(found);
        };
        row("columns >= 8", "789");
        row("columns>=8 energy<8 mJ", "7");
        row("columns >= 8, ENERGY < 8mJ", "7");
        row("energy <= 0.002", "012");
        row("3 mJ <= energy < 5 mJ", "34");
        row("5 mJ > energy >= 3 mJ", "34");
        row("2 mJ = energy", "2");
        row("energy ≤ 1 mJ or energy ≥ 8 mJ", "018");
        row("columns = 2 || columns == 4 && rows = 2", "13");
        row("(columns = 2 or columns = 4) and rows = 3", "");
        row("not energy < 7 mJ", "789");
        row("!(energy < 7 mJ)", "789");
        row("energy != 3 mJ", "01245678"); // what has no energy does not differ from 3 mJ either
        row("flow = b", "147");
        row("flow != b columns < 5", "023");
        row("design = 6", "6");
        row("design < 2", "01");
        row("front not knee", "02");
        row("infeasible", "9");
        row("reason:many", "9");
        row("tag:Candidate", "2");
        row("tag:8bit", "2");
        row("tagged or noted", "24");
        row("note:package", "4");
        row("note:\"the pack\"", "4");
        row("set:\"Large ones\"", "789");
        row("not pinned", "5");
        row("speed > 3 speed < 6", "56");
    }
    void expression_findsTheDesigns()
    {
        QFETCH(QString, text);
        QFETCH(QString, found);
        const auto filter = TrialFilter::compile(text.toStdString(), *m_study.problem, milli);
        QVERIFY2(filter, filter ? "" : filter.error().text().c_str());
        QString passing;
        for (std::uint64_t id = 0; id < 10; ++id)
            if (filter->passes(trialOf(id), Facts()))
                passing += QString::number(id);
        QCOMPARE(passing, found);
    }

    void nonsense_isRefusedWithItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* text, const char* says) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(says);
        };
        row("", "nothing to search for");
        row("weight < 3", "\"weight\" is not known; there are columns");
        row("columns", "needs a comparison, one of < <= > >= = != (at character 8)");
        row("columns <", "compared with a number (at character 10)");
        row("energy < 3 mJ columns < x", "\"columns\" is compared with a number (at character 25)");
        row("energy < 3xyz", "\"3xyz\" is not a number of J (at character 10)");
        row("flow = d", "\"d\" is none of a, b, c (at character 8)");
        row("(columns < 3", "not closed (at character 1)");
        row("columns < 3)", "never opened (at character 12)");
        row("columns < 3 or", "a condition is missing");
        row("and columns < 3", "a condition is missing");
        row("5", "a number alone is no condition");
        row("5 < 6", "an axis is expected");
        row("note:\"open", "not closed");
        row("columns < 3 $", "\"$\" has no meaning");
    }
    void nonsense_isRefusedWithItsPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto filter = TrialFilter::compile(text.toStdString(), *m_study.problem, milli);
        QVERIFY(!filter);
        const QString said = QString::fromStdString(filter.error().what);
        QVERIFY2(said.contains(says), qPrintable(said));
    }

    void hostileText_isRefusedOrRead()
    {
        const std::string deep(900, '(');
        QVERIFY(!TrialFilter::compile(deep, *m_study.problem, milli));
        std::string many = "columns < 3";
        while (many.size() < 980)
            many = "not " + many;
        QVERIFY(!TrialFilter::compile(many, *m_study.problem, milli));
        QVERIFY(!TrialFilter::compile(std::string(2'000, 'a'), *m_study.problem, milli));
        QVERIFY(!TrialFilter::compile(std::string("\0\x01\xff", 3), *m_study.problem, milli));
    }

    void onlyFrontWords_askForTheFront()
    {
        const auto asks = [this](const char* text) {
            return TrialFilter::compile(text, *m_study.problem, milli)->asksForFront();
        };
        QVERIFY(asks("columns < 3 and not front"));
        QVERIFY(asks("knee"));
        QVERIFY(!asks("columns < 3 feasible"));
    }
};

QTEST_APPLESS_MAIN(TestTrialFilter)
#include "tst_trial_filter.moc"
