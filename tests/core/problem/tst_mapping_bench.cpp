// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/mapping_bench.h"
#include "core/study/study.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::cost::spatial;
using problem::MappingBench;
using problem::TriedMapping;

namespace {

const study::Study& sample()
{
    static const auto read = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR)
                                              + "/studies/dqn-in-seconds.json");
    return read.value();
}

space::Design someDesign()
{
    Rng rng(3);
    for (;;) {
        const space::Design design = *sample().problem->space().sample(rng);
        if (sample().problem->evaluate(design, {}).verdict == problem::Verdict::Feasible)
            return design;
    }
}

/// The bench of the first layer of a design.
const MappingBench& bench()
{
    static const space::Design design = someDesign();
    static const auto told = sample().problem->explain(design, {});
    static const auto made = MappingBench::make(*sample().problem, design, told->layers.front().name);
    return made.value();
}

/// Everything in time at the outermost level: the simplest mapping that is complete.
Mapping allOutside()
{
    Mapping mapping = bench().searched();
    for (LevelMapping& level : mapping.levels)
        level.temporal = level.spatialX = level.spatialY = {};
    const auto& dimensions = bench().layer().operation.dimensions;
    for (std::size_t d = 0; d < dimensions.size(); ++d)
        mapping.levels.front().temporal.push_back({d, dimensions[d].size});
    return tidied(mapping);
}

/// Everything in time at the innermost level, which no register file holds.
Mapping allInside()
{
    Mapping mapping = allOutside();
    std::swap(mapping.levels.front().temporal, mapping.levels.back().temporal);
    return mapping;
}

} // namespace

class TestMappingBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void searched_costsWhatTheExplanationSays()
    {
        const space::Design design = someDesign();
        const auto told = sample().problem->explain(design, {});
        QVERIFY(told);
        const problem::LayerExplanation& layer = told->layers.front();
        const TriedMapping tried = bench().evaluate(bench().searched());
        QVERIFY2(tried.runs(), tried.illegal.c_str());
        QCOMPARE(tried.energy_J, layer.energy_J);
        QCOMPARE(tried.latency_s, layer.latency_s);
        QCOMPARE(tried.utilization, layer.utilization);
        QCOMPARE(tried.bound, layer.bound);
        QCOMPARE(problem::printNest(tried.nest), problem::printNest(layer.nest));
        double energy = 0.0;
        for (const TriedMapping::Part& part : tried.parts)
            energy += part.energy_J;
        QVERIFY(std::abs(energy - tried.energy_J) < 1e-9 * energy);
    }

    void misfit_saysWhereAndStillShowsTheTiles()
    {
        const TriedMapping tried = bench().evaluate(allInside());
        QVERIFY(!tried.runs());
        QVERIFY(!tried.illegalAt.empty());
        QCOMPARE(tried.nest.size(), bench().machine().levels.size());
        const auto part = std::find_if(tried.parts.begin(), tried.parts.end(),
                                       [&](const auto& p) { return p.name == tried.illegalAt; });
        QVERIFY(part != tried.parts.end());
        QVERIFY(part->used_bytes > part->usable_bytes);
        QVERIFY(part->usable_bytes > 0.0);
    }

    void worseMapping_costsMore()
    {
        const TriedMapping best = bench().evaluate(bench().searched());
        const TriedMapping plain = bench().evaluate(allOutside());
        QVERIFY2(plain.runs(), plain.illegal.c_str());
        QVERIFY(plain.edp_Js > best.edp_Js);
        QCOMPARE(plain.cycles, static_cast<double>(bench().layer().operation.macs())); // one PE works
    }

    void nonsense_isIllegalNotUndefined()
    {
        Mapping wrong = allOutside();
        wrong.levels.front().temporal.push_back({99, 2});
        QVERIFY(!bench().evaluate(wrong).runs());
        wrong = allOutside();
        wrong.levels.front().temporal.front().factor = std::int64_t{1} << 62U;
        QVERIFY(!bench().evaluate(wrong).runs());
        wrong = allOutside();
        wrong.levels.pop_back();
        QVERIFY(!bench().evaluate(wrong).runs());
        QVERIFY(!bench().evaluate({}).runs());
        wrong = allOutside();
        wrong.levels.front().keeps.clear();
        QVERIFY(!bench().evaluate(wrong).runs());
    }

    void lockedResidency_isWhatTheModelRefuses()
    {
        int locked = 0;
        int free = 0;
        const auto& operation = bench().layer().operation;
        for (std::size_t l = 0; l < bench().machine().levels.size(); ++l) {
            for (std::size_t t = 0; t < operation.tensors.size(); ++t) {
                const auto toggled = toggleKeep(allOutside(), l, t);
                const TriedMapping tried = bench().evaluate(*toggled);
                const bool isLocked = !bench().lock(l, t).empty();
                ++(isLocked ? locked : free);
                if (isLocked)
                    QVERIFY(!tried.runs());
            }
        }
        QVERIFY(locked > 0);
        QCOMPARE(bench().fanOut({0, Lane::Time}), std::int64_t{1});
        std::int64_t columns = 1;
        for (std::size_t l = 0; l < bench().machine().levels.size(); ++l)
            columns *= bench().fanOut({l, Lane::Columns});
        QCOMPARE(columns, bench().machine().macMeshX); // of one outermost memory
    }

    void json_readsBackAndRefusesOtherLayers()
    {
        const auto json = bench().toJson(bench().searched());
        const auto read = bench().fromJson(json, "test");
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(*read, bench().searched());

        nlohmann::json wrong = json;
        wrong["format"] = "paretoscope-study";
        QVERIFY(!bench().fromJson(wrong, "test"));
        wrong = json;
        wrong["mappings"][0]["levels"].erase(0);
        QVERIFY(!bench().fromJson(wrong, "test"));
        wrong = json;
        wrong["mappings"][0]["levels"][0]["temporal"] = {{"K", -3}};
        QVERIFY(!bench().fromJson(wrong, "test"));
        QVERIFY(!bench().fromJson(nlohmann::json(), "test"));
    }

    void withoutMappings_thereIsNoBench()
    {
        const auto systolic = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR)
                                               + "/studies/systolic-resnet50.json");
        QVERIFY(systolic);
        Rng rng(1);
        const auto made = MappingBench::make(*systolic->problem, *systolic->problem->space().sample(rng),
                                             "x");
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Unsupported);
        QVERIFY(!MappingBench::make(*sample().problem, someDesign(), "no such layer"));
    }
};

QTEST_APPLESS_MAIN(TestMappingBench)
#include "tst_mapping_bench.moc"
