// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_problems.h"

#include "core/optimizer/parzen.h"

#include <QtTest>

#include <map>

using namespace paretoscope;
using namespace paretoscope::optimizer;

namespace {

/// Few designs, so that densities can be summed up over all of them: a scale, categories, a conditional
/// scale.
space::Space smallSpace()
{
    return space::Space::make(
               {sample::integer("rank", 0, 6),
                space::makeCategorical({"kind", "", "", {}}, {"a", "b", "c"}).value(),
                space::makeOrdinal({"size", "", "", space::Condition{"kind", {"b"}}}, {1, 2, 4, 8}).value()})
        .value();
}

std::vector<const space::Design*> pointers(const std::vector<space::Design>& designs)
{
    std::vector<const space::Design*> all;
    for (const space::Design& design : designs)
        all.push_back(&design);
    return all;
}

std::vector<space::Design> drawn(const space::Space& space, std::size_t n, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<space::Design> designs;
    for (std::size_t i = 0; i < n; ++i)
        designs.push_back(*space.sample(rng));
    return designs;
}

} // namespace

class TestParzen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void density_isOneOnAverage()
    {
        // Over a full grid of the unconditional parameters; the uniform density is 1 everywhere.
        const auto space = space::Space::make(
                               {sample::integer("rank", 0, 8),
                                space::makeCategorical({"kind", "", "", {}}, {"a", "b", "c"}).value()})
                               .value();
        const ParzenSpace kernels(space);
        const auto centres = drawn(space, 7, 1);
        const ParzenEstimator density(kernels, pointers(centres), {});
        double sum = 0.0;
        for (std::uint64_t i = 0; i < *space.count(); ++i)
            sum += std::exp(density.logDensity(kernels.coded(space.at(i))));
        QVERIFY(std::abs(sum / static_cast<double>(*space.count()) - 1.0) < 1e-12);
    }

    void densityOfReals_integratesToOne()
    {
        const auto space = sample::unitCube(1);
        const ParzenSpace kernels(space);
        const std::vector<space::Design> centres{space::Design({0.0}), space::Design({0.3}),
                                                 space::Design({0.99})};
        const ParzenEstimator density(kernels, pointers(centres), {});
        constexpr int kSteps = 20'000;
        double sum = 0.0;
        for (int i = 0; i < kSteps; ++i)
            sum += std::exp(density.logDensity(std::vector<double>{(i + 0.5) / kSteps})) / kSteps;
        QVERIFY(std::abs(sum - 1.0) < 1e-6);
    }

    void withoutCentres_isUniform()
    {
        const auto space = smallSpace();
        const ParzenSpace kernels(space);
        const ParzenEstimator density(kernels, {}, {});
        for (const space::Design& design : drawn(space, 10, 2))
            QVERIFY(std::abs(density.logDensity(kernels.coded(design))) < 1e-12);
    }

    void density_isHighestAtLoneCentres()
    {
        const auto problem = sample::machine();
        const ParzenSpace kernels(problem.space);
        for (const space::Design& centre : drawn(problem.space, 20, 3)) {
            const ParzenEstimator density(kernels, {&centre}, {});
            const double highest = density.logDensity(kernels.coded(centre));
            QVERIFY(highest > 0.0);
            for (const space::Design& other : drawn(problem.space, 50, 4))
                QVERIFY(density.logDensity(kernels.coded(other)) <= highest);
        }
    }

    void samples_followTheDensity()
    {
        const auto space = space::Space::make(
                               {sample::integer("rank", 0, 5),
                                space::makeCategorical({"kind", "", "", {}}, {"a", "b", "c"}).value()})
                               .value();
        const ParzenSpace kernels(space);
        const auto centres = drawn(space, 3, 5);
        ParzenOptions options;
        options.width = 0.4; // wider than ranks, so that rounding to them hardly matters
        options.categoryShare = 0.4;
        const ParzenEstimator density(kernels, pointers(centres), options);
        constexpr int kDraws = 40'000;
        std::map<space::Design, int> seen;
        Rng rng(6);
        for (int i = 0; i < kDraws; ++i)
            ++seen[density.sample(rng)];
        for (std::uint64_t i = 0; i < *space.count(); ++i) {
            const space::Design design = space.at(i);
            const double expected = std::exp(density.logDensity(kernels.coded(design)))
                                    / static_cast<double>(*space.count());
            QVERIFY(std::abs(seen[design] / double(kDraws) - expected) < 0.1 * expected + 0.004);
        }
    }

    void samplesOfEverySpace_areValidOnceActivated()
    {
        const auto problem = sample::machine();
        const ParzenSpace kernels(problem.space);
        const auto centres = drawn(problem.space, 12, 7);
        const ParzenEstimator density(kernels, pointers(centres), {});
        Rng rng(8);
        int changed = 0;
        for (int i = 0; i < 500; ++i) {
            space::Design design = density.sample(rng);
            problem.space.activate(design, &rng);
            for (std::size_t p = 0; p < problem.space.size(); ++p)
                QVERIFY(!problem.space.isActive(design, p)
                        || problem.space.parameter(p).contains(problem.space.value(design, p)));
            QVERIFY(std::isfinite(density.logDensity(kernels.coded(design))));
            changed += std::find(centres.begin(), centres.end(), design) == centres.end() ? 1 : 0;
        }
        QVERIFY(changed > 300);
    }

    void inactiveParameters_sayNothing()
    {
        const auto space = smallSpace();
        const ParzenSpace kernels(space);
        const space::Design without({3, 0, space::kInactive});
        const space::Design with({3, 1, 4});
        const ParzenEstimator density(kernels, {&without}, {});
        space::Design other = with;
        other.row()[2] = 8;
        QCOMPARE(density.logDensity(kernels.coded(with)), density.logDensity(kernels.coded(other)));
        const ParzenEstimator knows(kernels, {&with}, {});
        QVERIFY(knows.logDensity(kernels.coded(with)) > knows.logDensity(kernels.coded(other)));
    }

    void manyParameters_doNotOverflow()
    {
        const auto space = sample::unitCube(200);
        const ParzenSpace kernels(space);
        const auto centres = drawn(space, 5, 9);
        ParzenOptions narrow;
        narrow.width = 0.001;
        narrow.narrowest = 0.001;
        const ParzenEstimator density(kernels, pointers(centres), narrow);
        QVERIFY(std::isfinite(density.logDensity(kernels.coded(centres[0]))));
        QVERIFY(std::isfinite(density.logDensity(std::vector<double>(200, 0.5))));
    }
};

QTEST_APPLESS_MAIN(TestParzen)
#include "tst_parzen.moc"
