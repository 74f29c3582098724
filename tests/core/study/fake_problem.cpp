// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/study/fake_problem.h"

#include "core/base/rng.h"

#include <bit>
#include <chrono>
#include <cmath>
#include <map>
#include <stdexcept>
#include <thread>

namespace paretoscope::study {

namespace {

using nlohmann::json;
using problem::Outcome;
using problem::Verdict;
using space::Design;

std::uint64_t hashOf(std::uint64_t hash, std::span<const double> numbers)
{
    for (const double number : numbers)
        hash = scatter(hash ^ std::bit_cast<std::uint64_t>(number));
    return hash;
}

class FakeProblem final : public problem::Problem
{
public:
    FakeProblem(space::Space space, std::string behaviour)
        : m_space(std::move(space))
        , m_behaviour(std::move(behaviour))
    { }
    const std::string& name() const override { return m_behaviour; }
    const space::Space& space() const override { return m_space; }
    const std::vector<problem::Metric>& metrics() const override { return m_metrics; }
    const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    const std::vector<problem::MetricConstraint>& constraints() const override { return m_constraints; }

    Outcome evaluate(const Design& design, const std::stop_token& stop) const override
    {
        const std::uint64_t chance = hashOf(1, design.row());
        if (!waited(chance, stop))
            return {Verdict::Failed, {}, 0.0, "stopped", 0.0};
        if (m_behaviour == "throws" && chance % 3 == 0)
            throw std::runtime_error("the wheels came off");
        if (m_behaviour == "nan" && chance % 3 == 0)
            return {Verdict::Feasible, {std::nan(""), 1.0}, 0.0, {}, 0.0};
        if (m_behaviour == "short" && chance % 3 == 0)
            return {Verdict::Feasible, {1.0}, 0.0, {}, 0.0};
        const double elements = design.row()[0] * design.row()[1];
        if (elements > 3'000)
            return {Verdict::Infeasible, {std::nan(""), std::nan("")}, elements / 3'000 - 1, "too many", 0.0};
        const double flow = design.row()[2];
        return {Verdict::Feasible,
                {1e-6 * (elements + 40 * flow), elements / (5 + std::abs(design.row()[0] - 20 * flow))},
                0.0,
                {},
                0.0};
    }
    Result<problem::Explanation> explain(const Design&, const std::stop_token&) const override
    {
        return problem::Explanation{};
    }

private:
    bool waited(std::uint64_t chance, const std::stop_token& stop) const
    {
        using std::chrono::microseconds;
        if (m_behaviour == "jitter")
            std::this_thread::sleep_for(microseconds(100 * (chance % 5)));
        const bool endless = m_behaviour == "asleep";
        for (int i = 0; (endless || (m_behaviour == "slow" && i < 10)) && !stop.stop_requested(); ++i)
            std::this_thread::sleep_for(microseconds(1'000));
        return !stop.stop_requested();
    }

    space::Space m_space;
    std::string m_behaviour;
    std::vector<problem::Metric> m_metrics{
        {"energy", "Energy", "J", problem::Direction::Minimize, problem::Scale::Linear, {}},
        {"speed", "Speed", "", problem::Direction::Maximize, problem::Scale::Linear, {}}};
    std::vector<problem::Objective> m_objectives{{0}, {1}};
    std::vector<problem::MetricConstraint> m_constraints;
};

class TouchyOptimizer final : public optimizer::Optimizer
{
public:
    TouchyOptimizer(const space::Space& space, std::uint64_t seed)
        : m_space(space)
        , m_seed(seed)
    { }
    std::string name() const override { return "touchy"; }
    std::optional<Design> ask(std::uint64_t id) override
    {
        std::uint64_t hash = m_seed ^ m_told ^ m_bounds;
        for (const auto& [pending, design] : m_pending)
            hash = hashOf(hash ^ scatter(pending), design.row());
        Rng rng(hash, id);
        auto design = m_space.sample(rng, 10'000,
                                     [this](const Design& candidate) { return allowed(candidate); });
        if (design)
            m_pending[id] = *design;
        return design;
    }
    std::string whyNone() const override { return "No design satisfies the pins."; }
    void tell(std::span<const optimizer::Observation> observations) override
    {
        for (const auto& seen : observations) {
            m_told = hashOf(hashOf(scatter(m_told ^ seen.id), seen.design.row()), seen.objectives);
            m_pending.erase(seen.id);
        }
    }
    void withdraw(std::span<const std::uint64_t> ids) override
    {
        for (const std::uint64_t id : ids)
            m_pending.erase(id);
    }
    void constrain(const optimizer::Steering& steering) override
    {
        m_steering = steering;
        m_bounds = 0;
        for (const auto& bound : steering.parameters)
            m_bounds = hashOf(m_bounds ^ bound.index, std::vector{bound.minimum, bound.maximum});
    }

private:
    bool allowed(const Design& design) const
    {
        for (const auto& bound : m_steering.parameters) {
            const double at = m_space.parameter(bound.index).axisPosition(m_space.value(design, bound.index));
            if (at < bound.minimum || at > bound.maximum)
                return false;
        }
        return true;
    }

    space::Space m_space;
    std::uint64_t m_seed;
    std::uint64_t m_told = 0;
    std::uint64_t m_bounds = 0;
    optimizer::Steering m_steering;
    std::map<std::uint64_t, Design> m_pending;
};

space::Space makeSpace()
{
    auto columns = space::makeInteger({"columns", "Columns", {}, {}}, 1, 64);
    auto rows = space::makeInteger({"rows", "Rows", {}, {}}, 1, 64);
    auto flow = space::makeCategorical({"flow", "Flow", {}, {}}, {"a", "b", "c"});
    return space::Space::make({*columns, *rows, *flow}).value();
}

} // namespace

Result<Study> studyFromDocument(const json& document, const std::string& origin)
{
    if (!document.is_object() || !document.contains("behaviour"))
        return Error{ErrorCode::InvalidInput, "is not a fake study.", origin, {}};
    Study study;
    study.name = "fake";
    study.problem = std::make_shared<FakeProblem>(makeSpace(), document.at("behaviour").get<std::string>());
    study.evaluations = document.at("evaluations").get<std::uint64_t>();
    study.seed = document.at("seed").get<std::uint64_t>();
    study.document = std::make_shared<const json>(document);
    return study;
}

namespace fake {

json document(const std::string& behaviour, std::uint64_t evaluations, std::uint64_t seed)
{
    return {{"behaviour", behaviour}, {"evaluations", evaluations}, {"seed", seed}};
}

Study study(const std::string& behaviour, std::uint64_t evaluations, std::uint64_t seed)
{
    return studyFromDocument(document(behaviour, evaluations, seed), "test").value();
}

std::string bytes(const TrialLog& log)
{
    std::string all;
    const auto add = [&](double number) {
        all.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    for (std::size_t i = 0; i < log.size(); ++i) {
        const Trial& trial = log[i];
        add(static_cast<double>(trial.id));
        for (const double slot : trial.design.row())
            add(slot);
        for (const double metric : trial.outcome.metrics)
            add(std::isnan(metric) ? -1.0 : metric);
        add(static_cast<double>(trial.outcome.verdict));
        add(trial.outcome.violation);
        add(static_cast<double>(trial.origin));
        add(std::isnan(trial.hypervolume) ? -1.0 : trial.hypervolume);
        all += trial.outcome.reason;
    }
    return all;
}

} // namespace fake

} // namespace paretoscope::study

namespace paretoscope::optimizer {

Result<std::unique_ptr<Optimizer>> makeOptimizer(const MethodChoice&, const SearchProblem& problem,
                                                 std::uint64_t seed)
{
    return std::unique_ptr<Optimizer>(std::make_unique<study::TouchyOptimizer>(problem.space, seed));
}

} // namespace paretoscope::optimizer
