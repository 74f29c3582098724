// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/agent_scenes.h"

#include "core/problem/glyph_problem.h"

namespace paretoscope::lesson {

namespace {

constexpr std::uint64_t kDesigns = 32;
constexpr double kFirst = 8; ///< drawn before the first model
/// Of the seeds 1 to 8 the one in the middle by how much more anchored PABO finds than literal PABO; from one
/// of them it finds less.
constexpr std::uint64_t kSeed = 6;

LessonSetup digits(const std::shared_ptr<const problem::Problem>& problem, optimizer::MethodChoice method)
{
    method.options.emplace_back("initial", kFirst);
    // No worse than guessing among ten digits, and more energy than these machines ever take (our choice).
    return {problem, std::move(method), kSeed, kDesigns, {0.9, 1e-7}};
}

optimizer::MethodChoice anchored()
{
    return {"pabo", {}, {{"mode", "anchored"}}};
}

/// With the gate: then vetoes can be seen.
optimizer::MethodChoice literal()
{
    return {"pabo_literal", {}, {{"gate", "on"}}};
}

optimizer::MethodChoice joint()
{
    return {"ehvi", {}, {}};
}

LessonSetup twoLevels()
{
    problem::GlyphQuestion question;
    question.objectives = {"error", "energy", "area"};
    LessonSetup setup = digits(problem::makeGlyphProblem(question).value(),
                               {"hpabo", {{"trials", static_cast<double>(kDesigns)}, {"kept", 3}}, {}});
    setup.reference.push_back(1.0); // mm²: twice what the largest of these machines take, our choice
    return setup;
}

} // namespace

std::vector<Scene> agentScenes()
{
    const std::shared_ptr<const problem::Problem> problem = problem::makeGlyphProblem({}).value();
    return {
        {"PABO: two models and an agent",
         "Which network reads digits, on which crossbars, with few errors and little energy? The error takes "
         "a training run, the energy a formula. Each has a model of its own. They propose by turns, and an "
         "agent asks the other model before a design is evaluated. Ask: will it be worth the training?",
         {digits(problem, literal())}},
        {"PABO: literal and anchored side by side",
         "The same digits from one seed. One side reads the paper literally: each model improves its own "
         "goal. The other, which is ours, improves one point of the front at a time. Alternating "
         "single-objective improvement is a weak front builder here: see which of the two crowds the ends of "
         "the front.",
         {digits(problem, literal()), digits(problem, anchored())}},
        {"PABO and expected hypervolume improvement",
         "Two ways to the front with as many training runs. The agent computes one acquisition function a "
         "turn; the other weighs all goals at once. Compare the fronts, and what each of them computed.",
         {digits(problem, anchored()), digits(problem, joint())}},
        {"H-PABO: the network first, then the machine",
         "Two levels. On the first one networks are compared on one machine of reference, by error and "
         "energy. "
         "On the second the best networks stay as they are, and machines are looked for that take less "
         "energy "
         "and less silicon and do not spoil the error. That there are two levels is the paper's; how they "
         "work is our reading. Watch which parameters stand still.",
         {twoLevels()}},
    };
}

} // namespace paretoscope::lesson
