// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/acquisition.h"
#include "core/optimizer/improvement.h"
#include "core/surrogate/normal.h"
#include "sample_problems.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace paretoscope;
using namespace paretoscope::optimizer;
using surrogate::Index;
using surrogate::Matrix;

namespace {

constexpr std::size_t kTold = 14;
constexpr double kReference = 5.0;

/// Models of a smooth function of two parameters with noise of a given deviation.
OutcomeModels modelsOf(std::size_t objectives, double noise, bool told)
{
    SearchProblem problem{sample::unitCube(2), objectives};
    problem.reference = std::vector<double>(objectives, kReference);
    OutcomeModels models(problem, {.noisy = told});
    Rng rng(3);
    for (std::uint64_t id = 0; id < kTold; ++id) {
        Observation seen;
        seen.id = id;
        seen.design = *problem.space.sample(rng);
        const auto x = seen.design.row();
        for (std::size_t j = 0; j < objectives; ++j)
            seen.objectives.push_back(std::pow(x[0] - static_cast<double>(j), 2.0) + 0.5 * x[1]
                                      + noise * surrogate::normal::draw(rng));
        models.tell(seen);
    }
    (void)models.update();
    return models;
}

Acquisition noisy(const OutcomeModels& models, std::span<const space::Design> pending, std::size_t truths)
{
    Rng rng(7);
    Incumbents incumbents = *possibleFronts(models, pending, truths, rng);
    auto utilities = utilitiesOver(incumbents, models, AcquisitionKind::Improvement, 0.0, rng);
    return Acquisition(models, std::move(utilities), std::move(incumbents.draws));
}

Acquisition blind(const OutcomeModels& models)
{
    Rng rng(7);
    const Incumbents incumbents = observedFront(models, {});
    return Acquisition(models, utilitiesOver(incumbents, models, AcquisitionKind::Improvement, 0.0, rng));
}

/// Ever closer to the corner where the first objective is least, so that some of them improve on it.
Matrix probes(Index n)
{
    Rng rng(11);
    Matrix rows(n, 2);
    for (Index i = 0; i < n; ++i) {
        const double reach = 1.0 - static_cast<double>(i) / static_cast<double>(n);
        rows.row(i) << reach * rng.uniform(), reach * rng.uniform();
    }
    return rows;
}

/// The improvement of a point on a set of points: of one objective on the least, else of the hypervolume.
double improvement(const std::vector<std::vector<double>>& seen, const std::vector<double>& point)
{
    if (point.size() == 1) {
        double best = INFINITY;
        for (const auto& other : seen)
            best = std::min(best, other[0]);
        return std::max(best - point[0], 0.0);
    }
    pareto::IncrementalHypervolume volume(std::vector<double>(point.size(), kReference));
    double before = 0.0;
    for (const auto& other : seen)
        before = volume.add(other);
    return volume.add(point) - before;
}

} // namespace

class TestNoisyImprovement : public QObject
{
    Q_OBJECT

    static void objectives()
    {
        QTest::addColumn<int>("objectives");
        QTest::newRow("one objective") << 1;
        QTest::newRow("two objectives") << 2;
        QTest::newRow("three objectives") << 3;
    }

private Q_SLOTS:
    void withoutNoise_itIsTheExpectedImprovement_data() { objectives(); }
    void withoutNoise_itIsTheExpectedImprovement()
    {
        QFETCH(int, objectives);
        const OutcomeModels models = modelsOf(static_cast<std::size_t>(objectives), 0.0, false);
        const surrogate::Vector exact = blind(models).values(probes(30));
        const surrogate::Vector drawn = noisy(models, {}, 64).values(probes(30));
        const double most = exact.array().exp().maxCoeff();
        QVERIFY(most > 1e-3);
        // The fit may find a little noise, with a deviation of some thousandths of the values' own.
        for (Index i = 0; i < exact.size(); ++i)
            QVERIFY2(std::abs(std::exp(drawn(i)) - std::exp(exact(i))) < 0.01 * most,
                     qPrintable(QString("%1 against %2").arg(drawn(i)).arg(exact(i))));
    }

    void withNoise_itIsTheMeanImprovementOfJointDraws_data() { objectives(); }
    void withNoise_itIsTheMeanImprovementOfJointDraws()
    {
        // The definition, by brute force: draw everything together, take the improvement, average.
        QFETCH(int, objectives);
        const auto k = static_cast<std::size_t>(objectives);
        const OutcomeModels models = modelsOf(k, 0.2, true);
        const Matrix all = probes(3);
        const surrogate::Vector promised = noisy(models, {}, 3'000).values(all);
        Rng rng(13);
        constexpr Index kDraws = 3'000;
        for (Index i = 0; i < all.rows(); ++i) {
            std::vector<Matrix> draws;
            for (const OutcomeModel& objective : models.objectives()) {
                Matrix together(static_cast<Index>(kTold) + 1, 2);
                together << objective.model().points(), all.row(i);
                draws.push_back(objective.model().draw(together, kDraws, rng));
            }
            double sum = 0.0;
            double squares = 0.0;
            for (Index s = 0; s < kDraws; ++s) {
                std::vector<std::vector<double>> rows;
                for (Index row = 0; row <= static_cast<Index>(kTold); ++row) {
                    rows.emplace_back();
                    for (std::size_t j = 0; j < k; ++j)
                        rows.back().push_back(models.objectives()[j].fromModel(draws[j](row, s)));
                }
                const std::vector<double> point = rows.back();
                rows.pop_back();
                const double gain = improvement(rows, point);
                sum += gain / kDraws;
                squares += gain * gain / kDraws;
            }
            const double error = std::sqrt((squares - sum * sum) / kDraws);
            // Both sides are averages over draws; five standard errors of their difference.
            const double allowed = 5.0 * std::sqrt(2.0) * error + 1e-9;
            QVERIFY2(
                std::abs(std::exp(promised(i)) - sum) < allowed,
                qPrintable(QString("%1 against %2 +- %3").arg(std::exp(promised(i))).arg(sum).arg(error)));
        }
    }

    void noise_takesTheLuckOutOfTheIncumbent()
    {
        // Judged by the luckiest value, next to nothing promises an improvement.
        const OutcomeModels models = modelsOf(1, 0.3, true);
        QVERIFY(noisy(models, {}, 200).values(probes(50)).maxCoeff()
                > blind(models).values(probes(50)).maxCoeff());
    }

    void gradient_matchesDifferences_data() { objectives(); }
    void gradient_matchesDifferences()
    {
        QFETCH(int, objectives);
        const OutcomeModels models = modelsOf(static_cast<std::size_t>(objectives), 0.2, true);
        const Acquisition acquisition = noisy(models, {}, 16);
        const Matrix rows = probes(4);
        for (Index i = 0; i < rows.rows(); ++i) {
            Eigen::RowVectorXd slope;
            const double value = acquisition.valueWithGradient(rows.row(i), slope);
            QVERIFY(std::abs(value - acquisition.values(rows.row(i))(0)) < 1e-9 * (1.0 + std::abs(value)));
            constexpr double kStep = 1e-5;
            for (Index c = 0; c < 2; ++c) {
                Matrix ends = rows.row(i).replicate(2, 1);
                ends(0, c) += kStep;
                ends(1, c) -= kStep;
                const surrogate::Vector at = acquisition.values(ends);
                const double difference = (at(0) - at(1)) / (2.0 * kStep);
                QVERIFY2(std::abs(slope(c) - difference) < 1e-4 * (1.0 + std::abs(difference)),
                         qPrintable(QString("%1 against %2").arg(slope(c)).arg(difference)));
            }
        }
    }

    void whatIsBeingEvaluated_promisesNothingMore()
    {
        const OutcomeModels models = modelsOf(2, 0.1, true);
        Rng rng(5);
        space::Design design = *sample::unitCube(2).sample(rng);
        const Matrix row = models.features().encode(design);
        const double before = noisy(models, {}, 64).values(row)(0);
        const double during = noisy(models, {&design, 1}, 64).values(row)(0);
        QVERIFY2(during < before - 1.0, qPrintable(QString("%1 and %2").arg(before).arg(during)));
    }

    void failedPinnedAndExactlyInfeasibleDesigns_areOnNoFront()
    {
        SearchProblem problem{sample::unitCube(2), 1};
        problem.constraints = {{"exact", false}};
        OutcomeModels models(problem, {.noisy = false});
        Rng rng(3);
        for (std::uint64_t id = 0; id < 16; ++id) {
            Observation seen;
            seen.id = id;
            seen.design = *problem.space.sample(rng);
            const auto x = seen.design.row();
            if (id % 4 == 0) {
                seen.violation = INFINITY;
            } else {
                seen.objectives = {x[0]};
                seen.constraints = {0.5 - x[0]};
                seen.violation = std::max(0.0, 0.5 - x[0]);
            }
            models.tell(seen);
        }
        models.constrain({{{1, 0.2, 1.0}}, {}});
        QVERIFY(models.update());
        const auto incumbents = possibleFronts(models, {}, 20, rng);
        QVERIFY(incumbents && !incumbents->rows.empty());
        for (const std::vector<double>& front : incumbents->fronts)
            QVERIFY(front.size() == 1 && front[0] > 0.49);
        for (const std::size_t row : incumbents->rows)
            QVERIFY(models.told()[row].design.row()[1] >= 0.2 && models.isFeasible(models.told()[row]));
    }

    void search_repeatsDesignsOnlyWhereAskedTo_data()
    {
        QTest::addColumn<QString>("repeats");
        QTest::addColumn<bool>("expected");
        QTest::newRow("as stated") << "as stated" << false;
        QTest::newRow("never") << "never" << false;
        QTest::newRow("allowed") << "allowed" << true;
    }
    void search_repeatsDesignsOnlyWhereAskedTo()
    {
        QFETCH(QString, repeats);
        QFETCH(bool, expected);
        // Nine designs and strong noise: once all are known, only repeating teaches anything.
        const auto space = space::Space::make({sample::integer("a", 0, 2), sample::integer("b", 0, 2)})
                               .value();
        MethodChoice choice{"bayesian", {{"initial", 5}}};
        choice.choices = {{"noise", "noisy"}, {"repeats", repeats.toStdString()}};
        const auto optimizer = std::move(makeOptimizer(choice, {space, 1}, 1).value());
        Rng noise(2);
        std::vector<space::Design> all;
        for (std::uint64_t id = 0; id < 30; ++id) {
            Observation seen;
            const auto design = optimizer->ask(id);
            if (!design)
                break;
            seen.id = id;
            seen.design = *design;
            const auto x = design->row();
            seen.objectives = {x[0] + x[1] + surrogate::normal::draw(noise)};
            optimizer->tell({&seen, 1});
            all.push_back(*design);
        }
        const bool repeated = std::set<space::Design>(all.begin(), all.end()).size() < all.size();
        QCOMPARE(repeated, expected);
        QCOMPARE(all.size(), expected ? std::size_t{30} : std::size_t{9});
    }

    void statedNoise_isHeardByTheMethod()
    {
        // The problem says so, and no option: other proposals than without noise, from the first model on.
        const sample::Problem problem = sample::zdt1();
        SearchProblem search{problem.space, 2, problem.reference};
        search.initial = 8;
        const auto exact = std::move(makeOptimizer({"bayesian", {}}, search, 1).value());
        search.noisy = true;
        const auto stated = std::move(makeOptimizer({"bayesian", {}}, search, 1).value());
        MethodChoice choice{"bayesian", {}};
        choice.choices = {{"noise", "exact"}};
        const auto denied = std::move(makeOptimizer(choice, search, 1).value());
        const auto a = sample::run(*exact, problem, 16).trials;
        const auto b = sample::run(*stated, problem, 16).trials;
        const auto c = sample::run(*denied, problem, 16).trials;
        std::size_t same = 0;
        while (same < a.size() && a[same].design == b[same].design)
            ++same;
        QVERIFY(same >= 8 && same < a.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(a[i].design == c[i].design);
    }
};

QTEST_APPLESS_MAIN(TestNoisyImprovement)
#include "tst_noisy_improvement.moc"
