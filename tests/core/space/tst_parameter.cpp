// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter.h"

#include <QtTest>

#include <cmath>
#include <map>
#include <set>

using namespace paretoscope;
using namespace paretoscope::space;

namespace {

using Value = std::vector<double>;

ParameterPtr made(Result<ParameterPtr> result)
{
    return result ? *result : nullptr;
}

void everyKind()
{
    QTest::addColumn<ParameterPtr>("parameter");
    const auto row = [](const char* name, Result<ParameterPtr> result) {
        QTest::newRow(name) << made(std::move(result));
    };
    row("real", makeReal({"x", "", "", {}}, -2.5, 3.0, false));
    row("real, logarithmic", makeReal({"x", "", "", {}}, 1e-6, 10.0, true));
    row("integer", makeInteger({"x", "", "", {}}, -7, 30, 3));
    row("integer, one value", makeInteger({"x", "", "", {}}, 5, 5));
    row("ordinal", makeOrdinal({"x", "", "", {}}, {0.1, 0.25, 1, 1024, 1e9}));
    row("categorical", makeCategorical({"x", "", "", {}}, {"os", "ws", "row stationary"}));
    row("factorization", makeFactorization({"x", "", "", {}}, 360, 3));
    row("factorization of one", makeFactorization({"x", "", "", {}}, 1, 2));
    row("factorization into one", makeFactorization({"x", "", "", {}}, 64, 1));
    row("permutation", makePermutation({"x", "", "", {}}, {"R", "S", "C", "K"}));
    row("permutation of one", makePermutation({"x", "", "", {}}, {"R"}));
}

std::vector<Value> split(const std::vector<double>& values, std::size_t width)
{
    std::vector<Value> rows;
    for (std::size_t i = 0; i < values.size(); i += width)
        rows.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(i),
                          values.begin() + static_cast<std::ptrdiff_t>(i + width));
    return rows;
}

/// Pearson's statistic against equal chances; about cells - 1 on average, standard deviation sqrt(2 cells).
double chiSquare(const std::map<Value, int>& seen, double cells, int draws)
{
    const double expected = draws / cells;
    double sum = (cells - static_cast<double>(seen.size())) * expected;
    for (const auto& [value, times] : seen)
        sum += (times - expected) * (times - expected) / expected;
    return sum;
}

} // namespace

class TestParameter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samples_areContainedPrintedAndPlaced_data() { everyKind(); }
    void samples_areContainedPrintedAndPlaced()
    {
        QFETCH(ParameterPtr, parameter);
        QVERIFY(parameter);
        const auto extent = parameter->axisExtent();
        QVERIFY(extent.low < extent.high);
        Rng rng(1);
        Value value(parameter->width());
        for (int i = 0; i < 500; ++i) {
            parameter->sample(rng, value);
            QVERIFY(parameter->contains(value));
            const auto parsed = parameter->parse(parameter->print(value));
            QVERIFY(parsed);
            QCOMPARE(*parsed, value);
            const double position = parameter->axisPosition(value);
            QVERIFY(position >= extent.low && position <= extent.high);
            Value features(parameter->featureCount(), std::nan(""));
            parameter->features(value, features);
            for (const double feature : features)
                QVERIFY(std::isfinite(feature) && std::abs(feature) <= 1.0);
        }
    }

    void enumeration_givesEveryValueOnce_data() { everyKind(); }
    void enumeration_givesEveryValueOnce()
    {
        QFETCH(ParameterPtr, parameter);
        const auto count = parameter->count();
        QCOMPARE(count.has_value(), parameter->kind() != ParameterKind::Real);
        std::set<Value> seen;
        std::set<double> positions;
        Value value(parameter->width());
        for (std::uint64_t i = 0; i < count.value_or(0); ++i) {
            parameter->at(i, value);
            QVERIFY(parameter->contains(value));
            seen.insert(value);
            positions.insert(parameter->axisPosition(value));
        }
        QCOMPARE(seen.size(), count.value_or(0));
        QCOMPARE(positions.size(), count.value_or(0));
    }

    void factorizationAndPermutation_standAtTheirRank_data()
    {
        QTest::addColumn<ParameterPtr>("parameter");
        QTest::newRow("factorization") << made(makeFactorization({"x", "", "", {}}, 2520, 4));
        QTest::newRow("permutation") << made(makePermutation({"x", "", "", {}}, {"a", "b", "c", "d", "e"}));
    }
    void factorizationAndPermutation_standAtTheirRank()
    {
        QFETCH(ParameterPtr, parameter);
        Value value(parameter->width());
        for (std::uint64_t i = 0; i < *parameter->count(); ++i) {
            parameter->at(i, value);
            QCOMPARE(parameter->axisPosition(value), static_cast<double>(i));
        }
    }

    void neighbours_areContainedDifferentAndMutual_data() { everyKind(); }
    void neighbours_areContainedDifferentAndMutual()
    {
        QFETCH(ParameterPtr, parameter);
        Rng rng(2);
        Value value(parameter->width());
        for (int i = 0; i < 50; ++i) {
            parameter->sample(rng, value);
            const auto near = split(parameter->neighbours(value), parameter->width());
            QCOMPARE(std::set<Value>(near.begin(), near.end()).size(), near.size());
            for (const Value& other : near) {
                QVERIFY(parameter->contains(other));
                QVERIFY(other != value);
                const auto back = split(parameter->neighbours(other), parameter->width());
                if (parameter->kind() != ParameterKind::Real)
                    QVERIFY(std::find(back.begin(), back.end(), value) != back.end());
            }
            QVERIFY(!near.empty() || parameter->count() == 1);
        }
    }

    void mutation_changesTheValueWhereItCan_data() { everyKind(); }
    void mutation_changesTheValueWhereItCan()
    {
        QFETCH(ParameterPtr, parameter);
        Rng rng(3);
        for (const double reach : {1e-12, 0.1, 1.0}) {
            Value value(parameter->width());
            parameter->sample(rng, value);
            for (int i = 0; i < 300; ++i) {
                const Value before = value;
                parameter->mutate(rng, reach, value);
                QVERIFY(parameter->contains(value));
                QCOMPARE(value != before, parameter->count() != 1);
            }
        }
    }

    void mutation_staysWithinReach()
    {
        const auto parameter = made(makeInteger({"x", "", "", {}}, 0, 1000));
        Rng rng(4);
        double widest = 0.0;
        for (int i = 0; i < 2000; ++i) {
            Value value{500.0};
            parameter->mutate(rng, 0.05, value);
            widest = std::max(widest, std::abs(value[0] - 500.0));
        }
        QCOMPARE(widest, 50.0);
    }

    void sampling_isUniform_data()
    {
        QTest::addColumn<ParameterPtr>("parameter");
        QTest::newRow("integer") << made(makeInteger({"x", "", "", {}}, 0, 90, 10));
        QTest::newRow("categorical") << made(makeCategorical({"x", "", "", {}}, {"a", "b", "c"}));
        QTest::newRow("factorization") << made(makeFactorization({"x", "", "", {}}, 48, 3));
        QTest::newRow("permutation") << made(makePermutation({"x", "", "", {}}, {"a", "b", "c", "d"}));
    }
    void sampling_isUniform()
    {
        QFETCH(ParameterPtr, parameter);
        constexpr int kDraws = 60'000;
        std::map<Value, int> seen;
        Rng rng(5);
        Value value(parameter->width());
        for (int i = 0; i < kDraws; ++i) {
            parameter->sample(rng, value);
            ++seen[value];
        }
        const auto cells = static_cast<double>(*parameter->count());
        const double statistic = chiSquare(seen, cells, kDraws);
        // Four standard deviations of the chi-square distribution above its mean.
        QVERIFY2(statistic < cells - 1 + 4 * std::sqrt(2 * cells), qPrintable(QString::number(statistic)));
    }

    void logarithmicInterval_isSampledEvenlyPerDecade()
    {
        const auto parameter = made(makeReal({"x", "", "", {}}, 1e-3, 1e3, true));
        Rng rng(6);
        int below = 0;
        Value value(1);
        for (int i = 0; i < 20'000; ++i) {
            parameter->sample(rng, value);
            below += value[0] < 1.0 ? 1 : 0;
        }
        QVERIFY(std::abs(below - 10'000) < 300); // four standard deviations of the binomial
    }

    void counts_areThoseOfClosedForm()
    {
        // 2^6 into 3: C(8,2). 360 = 2^3 3^2 5 into 3: C(5,2) C(4,2) C(3,2).
        QCOMPARE(made(makeFactorization({"x", "", "", {}}, 64, 3))->count(), 28U);
        QCOMPARE(made(makeFactorization({"x", "", "", {}}, 360, 3))->count(), 180U);
        QCOMPARE(made(makeFactorization({"x", "", "", {}}, 1, 16))->count(), 1U);
        QCOMPARE(made(makeFactorization({"x", "", "", {}}, 9007199254740881, 2))->count(), 2U); // a prime
        // The product of the first ten primes: each goes to any of 16 factors.
        QCOMPARE(made(makeFactorization({"x", "", "", {}}, 6469693230, 16))->count(), std::uint64_t{1} << 40);
        // 2^20 3^10 5^5 7 into 16: C(35,15) C(25,15) C(20,15) 16 ways, about 2.6e21.
        QVERIFY(!made(makeFactorization({"x", "", "", {}}, 1354442342400000, 16))->count());
        QCOMPARE(made(makePermutation({"x", "", "", {}}, {"a", "b", "c", "d", "e"}))->count(), 120U);
        std::vector<std::string> items;
        for (char c = 'a'; c < 'a' + 20; ++c)
            items.emplace_back(1, c);
        QVERIFY(!made(makePermutation({"x", "", "", {}}, items))->count());
        QVERIFY(
            !made(makeInteger({"x", "", "", {}}, -(std::int64_t{1} << 53), std::int64_t{1} << 53))->count());
        QCOMPARE(made(makeInteger({"x", "", "", {}}, 4, 33, 2))->count(), 15U);
    }

    void largestFactorization_isCountedAndUnrankedWithoutOverflow()
    {
        const auto parameter = made(makeFactorization({"x", "", "", {}}, std::int64_t{1} << 53, 16));
        const auto count = parameter->count();
        QCOMPARE(count, std::uint64_t{443643407165376}); // C(68, 15)
        Value value(16);
        parameter->at(*count - 1, value);
        QVERIFY(parameter->contains(value));
        QCOMPARE(value[0], 9007199254740992.0);
        QCOMPARE(parameter->axisPosition(value), static_cast<double>(*count - 1));
    }

    void nonsense_isRefusedInASentence_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* name, const Result<ParameterPtr>& result, const char* what) {
            QTest::newRow(name) << QString(
                what) << (result ? QString("accepted") : QString::fromStdString(result.error().what));
        };
        const ParameterName x{"x", "", "", {}};
        const double nan = std::nan("");
        row("real empty", makeReal(x, 1, 1, false), "empty");
        row("real reversed", makeReal(x, 2, 1, false), "below the maximum");
        row("real nan", makeReal(x, nan, 1, false), "finite");
        row("real infinite", makeReal(x, 0, kInactive, false), "finite");
        row("real overflow", makeReal(x, -1.7e308, 1.7e308, false), "wider");
        row("log of zero", makeReal(x, 0, 1, true), "above 0");
        row("integer empty", makeInteger(x, 2, 1), "empty");
        row("integer step", makeInteger(x, 1, 2, 0), "at least 1");
        row("integer absurd", makeInteger(x, 0, std::numeric_limits<std::int64_t>::max()), "2^53");
        row("integer absurd low", makeInteger(x, std::numeric_limits<std::int64_t>::min(), 0), "2^53");
        row("ordinal empty", makeOrdinal(x, {}), "at least one");
        row("ordinal unsorted", makeOrdinal(x, {1, 3, 2}), "increase strictly");
        row("ordinal duplicate", makeOrdinal(x, {1, 1}), "increase strictly");
        row("ordinal zeros", makeOrdinal(x, {-0.0, 0.0}), "increase strictly");
        row("ordinal nan", makeOrdinal(x, {1, nan}), "finite");
        row("categories none", makeCategorical(x, {}), "at least one");
        row("categories twice", makeCategorical(x, {"a", "a"}), "twice");
        row("category empty", makeCategorical(x, {"a", ""}), "empty");
        row("category control", makeCategorical(x, {"a\nb"}), "control");
        row("factorization of 0", makeFactorization(x, 0, 2), "from 1 to 2^53");
        row("factorization too large", makeFactorization(x, (std::int64_t{1} << 53) + 1, 2), "2^53");
        row("no factors", makeFactorization(x, 4, 0), "1 to 16");
        row("17 factors", makeFactorization(x, 4, 17), "1 to 16");
        row("no items", makePermutation(x, {}), "at least one");
        row("items twice", makePermutation(x, {"a", "b", "a"}), "twice");
        row("21 items", makePermutation(x, {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
                                            "l", "m", "n", "o", "p", "q", "r", "s", "t", "u"}),
            "1 to 20");
        row("item with >", makePermutation(x, {"a>b"}), "joins");
        row("name empty", makeInteger({"", "", "", {}}, 0, 1), "lower-case");
        row("name upper", makeInteger({"PE", "", "", {}}, 0, 1), "lower-case");
        row("name digit", makeInteger({"1a", "", "", {}}, 0, 1), "lower-case");
        row("condition empty", makeInteger({"x", "", "", Condition{"p", {}}}, 0, 1), "condition");
    }
    void nonsense_isRefusedInASentence()
    {
        QFETCH(QString, what);
        QFETCH(QString, found);
        QVERIFY2(found.contains(what), qPrintable(found));
    }

    void foreignText_isRefusedWithWhatIsAllowed_data() { everyKind(); }
    void foreignText_isRefusedWithWhatIsAllowed()
    {
        QFETCH(ParameterPtr, parameter);
        for (const char* text : {"", "nan", "inf", "nonsense", "1e400", "xxx", ">>>", "1x2", "R>R>R>R",
                                 "1x1x1x1x1x1", "0.123456789123", " 5"}) {
            const auto parsed = parameter->parse(text);
            if (!parsed)
                QVERIFY(parsed.error().what.find("allowed") != std::string::npos);
            else
                QVERIFY(parameter->kind() == ParameterKind::Real && std::string(text) == "0.123456789123");
        }
    }

    void foreignSlots_areNotContained_data() { everyKind(); }
    void foreignSlots_areNotContained()
    {
        QFETCH(ParameterPtr, parameter);
        for (const double bad : {std::nan(""), kInactive, -kInactive, -1e300, 1e300}) {
            QVERIFY(!parameter->contains(Value(parameter->width(), bad)));
            QVERIFY(!parameter->contains(Value(parameter->width() + 1, 1.0)));
        }
    }

    void labelsAndValues_areThoseGiven()
    {
        QCOMPARE(labelsOf(*made(makeCategorical({"x", "", "", {}}, {"a", "b"}))),
                 (std::vector<std::string>{"a", "b"}));
        QCOMPARE(labelsOf(*made(makePermutation({"x", "", "", {}}, {"a", "b"}))),
                 (std::vector<std::string>{"a", "b"}));
        QVERIFY(labelsOf(*made(makeInteger({"x", "", "", {}}, 0, 1))).empty());
        QCOMPARE(valuesOf(*made(makeOrdinal({"x", "", "", {}}, {1, 2, 4}))), (Value{1, 2, 4}));
        QVERIFY(valuesOf(*made(makeInteger({"x", "", "", {}}, 0, 1))).empty());
        QVERIFY(made(makeOrdinal({"x", "", "", {}}, {1, 2, 4, 8}))->axisExtent().logarithmic);
        QVERIFY(!made(makeOrdinal({"x", "", "", {}}, {1, 2, 3, 4}))->axisExtent().logarithmic);
        QCOMPARE(made(makeInteger({"pe_columns", "", "", {}}, 0, 1))->label(), std::string("pe columns"));
    }
};

QTEST_APPLESS_MAIN(TestParameter)
#include "tst_parameter.moc"
