// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/scenes.h"

#include "core/codesign/codesign_problem.h"
#include "core/lesson/agent_scenes.h"
#include "core/problem/test_problem.h"
#include "core/workload/network.h"

#include <algorithm>

namespace paretoscope::lesson {

namespace {

std::shared_ptr<const problem::Problem> function(const std::string& name, std::size_t variables)
{
    problem::TestProblemOptions options;
    options.function = name;
    options.variables = variables;
    return problem::makeTestProblem(options).value(); // names and sizes below are known to exist
}

LessonSetup lane(std::shared_ptr<const problem::Problem> problem, optimizer::MethodChoice method,
                 std::uint64_t steps)
{
    return {std::move(problem), std::move(method), 1, steps, {}};
}

optimizer::MethodChoice bayesian(double initial)
{
    return {"bayesian", {{"initial", initial}}};
}

optimizer::MethodChoice guessing()
{
    return {"random", {}};
}

optimizer::MethodChoice evolution()
{
    return {"nsga2", {{"population", 16}}};
}

/// Two small layers, one machine a fraction of a second.
std::shared_ptr<const problem::Problem> machines()
{
    workload::Network network;
    network.name = "two layers";
    network.layers.push_back({"8x8x4", codesign::operationOf({{8, 8, 20, 20, 4, 16}, 4})});
    network.layers.push_back({"4x4x16", codesign::operationOf({{4, 4, 9, 9, 16, 32}, 2})});
    codesign::CodesignQuestion question;
    question.name = "Machines and mappings";
    question.network = std::move(network);
    question.inner.evaluations = 40;
    question.inner.warmUp = 15;
    question.inner.pool = 40;
    return codesign::makeCodesignProblem(std::move(question)).value(); // these shapes are supported
}

} // namespace

const std::vector<Scene>& scenes()
{
    static const std::vector<Scene> kScenes = [] {
        const auto curve = function("forrester", 1);
        const auto map = function("branin", 2);
        const auto plane = function("bnh", 2);
        const auto front = function("zdt1", 5);
        std::vector<Scene> all{
            {"A model of a curve",
             "One number may be chosen, one value is to be small. The model is a curve with a band around "
             "it: the "
             "band is narrow where something was measured and wide where nothing was. Before each step, ask: "
             "where "
             "would you look next?",
             {lane(curve, bayesian(3), 14)}},
            {"Guessing against a model",
             "The same curve twice on one clock. Left, designs are drawn at random. Right, a model chooses. "
             "How "
             "many evaluations does each need to get near the lowest point?",
             {lane(curve, guessing(), 14), lane(curve, bayesian(3), 14)}},
            {"A model of a map",
             "Two numbers may be chosen; blue is low. There are three equal valleys. Watch the uncertainty "
             "shrink "
             "around each measured place, and the search move on when a valley is known well enough.",
             {lane(map, bayesian(6), 30)}},
            {"Two goals at once",
             "Two values are to be small, and no design is best in both. What nothing beats in both is the "
             "front. "
             "Parents breed children near themselves; watch what survives.",
             {lane(plane, evolution(), 160)}},
            {"Guessing against evolution",
             "Five numbers, two goals. Left, designs are drawn at random. Right, the best so far breed. Both "
             "have "
             "spent the same number of evaluations at every moment.",
             {lane(front, guessing(), 240), lane(front, evolution(), 240)}},
            {"Machines and their mappings",
             "A machine is chosen, and for each of its layers a search finds the mapping. Most mappings "
             "break a "
             "rule, and on some machines none can be found. The model therefore learns two things: how good "
             "a "
             "machine is, and whether it works at all; where the product of both is largest, it looks next. "
             "Ask: "
             "where are the two at odds?",
             {lane(machines(), {"cbo", {}}, 24)}},
        };
        for (Scene& scene : agentScenes())
            all.push_back(std::move(scene));
        return all;
    }();
    return kScenes;
}

std::size_t sceneForMethod(const std::string& method)
{
    const std::vector<Scene>& all = scenes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Scene& scene) {
        const std::string& shown = scene.lanes.front().method.name;
        return shown == method || shown.starts_with(method + '_');
    });
    return found == all.end() ? 0 : static_cast<std::size_t>(found - all.begin());
}

Scene sceneOfStudy(const study::Study& study, std::uint64_t steps)
{
    LessonSetup setup{study.problem, study.method, study.seed, steps,
                      study.reference.value_or(std::vector<double>())};
    return {
        "This study",
        "The open study's own problem, searched again by its own method, one design at a time, from the same "
        "seed: \""
            + study.name + "\".",
        {std::move(setup)}};
}

} // namespace paretoscope::lesson
