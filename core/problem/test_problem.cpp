// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/test_problem.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <numbers>

namespace paretoscope::problem {

namespace {

using std::numbers::pi;

struct Values
{
    std::vector<double> objectives;
    double violation = 0.0;
};

double meanOfRest(std::span<const double> x)
{
    double sum = 0.0;
    for (std::size_t i = 1; i < x.size(); ++i)
        sum += x[i];
    return sum / static_cast<double>(x.size() - 1);
}

// Zitzler, Deb, Thiele (2000), "Comparison of Multiobjective Evolutionary Algorithms", equations 7 to 9.
Values zdt(std::span<const double> x, int which)
{
    const double f1 = x[0];
    const double g = 1.0 + 9.0 * meanOfRest(x);
    const double ratio = f1 / g;
    double h = 1.0 - std::sqrt(ratio);
    if (which == 2)
        h = 1.0 - ratio * ratio;
    if (which == 3)
        h -= ratio * std::sin(10.0 * pi * f1);
    return {{f1, g * h}, 0.0};
}

// Deb, Thiele, Laumanns, Zitzler (2002), "Scalable Multi-Objective Optimization Test Problems", DTLZ2, M = 3.
Values dtlz2(std::span<const double> x)
{
    double g = 0.0;
    for (std::size_t i = 2; i < x.size(); ++i)
        g += (x[i] - 0.5) * (x[i] - 0.5);
    const double a = x[0] * pi / 2.0;
    const double b = x[1] * pi / 2.0;
    return {{(1 + g) * std::cos(a) * std::cos(b), (1 + g) * std::cos(a) * std::sin(b), (1 + g) * std::sin(a)},
            0.0};
}

// Binh, Korn (1997), "MOBES": two circles of constraints, scaled to variables in [0, 1].
Values bnh(std::span<const double> x)
{
    const double a = 5.0 * x[0];
    const double b = 3.0 * x[1];
    const double inside = (a - 5.0) * (a - 5.0) + b * b - 25.0;
    const double outside = 7.7 - (a - 8.0) * (a - 8.0) - (b + 3.0) * (b + 3.0);
    return {{4 * a * a + 4 * b * b, (a - 5) * (a - 5) + (b - 5) * (b - 5)},
            std::max(0.0, inside / 25.0) + std::max(0.0, outside / 7.7)};
}

// Forrester, Sobester, Keane (2008), "Engineering Design via Surrogate Modelling", appendix A.1: one global
// and one local minimum, 6.02 below 0 at x = 0.757.
Values forrester(std::span<const double> x)
{
    const double a = 6.0 * x[0] - 2.0;
    return {{a * a * std::sin(12.0 * x[0] - 4.0)}, 0.0};
}

// Dixon, Szego (1978), on [-5, 10] x [0, 15], scaled to variables in [0, 1]: three equal minima of 0.398.
Values branin(std::span<const double> x)
{
    const double a = 15.0 * x[0] - 5.0;
    const double b = 15.0 * x[1];
    const double bow = b - 5.1 / (4.0 * pi * pi) * a * a + 5.0 / pi * a - 6.0;
    return {{bow * bow + 10.0 * (1.0 - 1.0 / (8.0 * pi)) * std::cos(a) + 10.0}, 0.0};
}

struct Function
{
    std::string name;
    std::size_t objectives = 2;
    std::size_t fewest = 2, most = 100; ///< variables
    Values (*compute)(std::span<const double> x);
};

const std::vector<Function>& functions()
{
    static const std::vector<Function> kFunctions{
        {"zdt1", 2, 2, 100, [](std::span<const double> x) { return zdt(x, 1); }},
        {"zdt2", 2, 2, 100, [](std::span<const double> x) { return zdt(x, 2); }},
        {"zdt3", 2, 2, 100, [](std::span<const double> x) { return zdt(x, 3); }},
        {"dtlz2", 3, 3, 100, dtlz2},
        {"bnh", 2, 2, 2, bnh},
        {"forrester", 1, 1, 1, forrester},
        {"branin", 1, 2, 2, branin},
    };
    return kFunctions;
}

const Function* functionNamed(const std::string& name)
{
    const auto found = std::find_if(functions().begin(), functions().end(),
                                    [&](const Function& function) { return function.name == name; });
    return found == functions().end() ? nullptr : &*found;
}

class TestProblem : public Problem
{
public:
    TestProblem(TestProblemOptions options, const Function& function, space::Space space)
        : m_options(std::move(options))
        , m_function(function)
        , m_space(std::move(space))
    {
        for (std::size_t i = 0; i < function.objectives; ++i) {
            const std::string number = std::to_string(i + 1);
            m_metrics.push_back({"f" + number, "f" + number, "", Direction::Minimize, Scale::Linear,
                                 "Objective " + number + " of the test problem " + m_options.function + "."});
            m_objectives.push_back({i});
        }
    }

    [[nodiscard]] const std::string& name() const override { return m_options.function; }
    [[nodiscard]] const space::Space& space() const override { return m_space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return m_metrics; }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override { return m_constraints; }

    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        Outcome outcome;
        outcome.metrics.assign(m_metrics.size(), std::nan(""));
        if (!waitAsIfEvaluating(stop)) {
            outcome.reason = "stopped";
            return outcome;
        }
        Values values = m_function.compute(design.row());
        outcome.verdict = values.violation > 0.0 ? Verdict::Infeasible : Verdict::Feasible;
        outcome.metrics = std::move(values.objectives);
        outcome.violation = values.violation;
        outcome.reason = values.violation > 0.0 ? "constraint violated" : "";
        outcome.cost_s = m_options.evaluation_s;
        return outcome;
    }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token&) const override
    {
        Explanation explanation;
        explanation.notes.push_back("A closed-form test problem: there is no machine to explain.");
        if (m_function.compute(design.row()).violation > 0.0)
            explanation.infeasible = "The design violates a constraint of the test problem.";
        return explanation;
    }

private:
    [[nodiscard]] bool waitAsIfEvaluating(const std::stop_token& stop) const
    {
        if (m_options.evaluation_s <= 0.0)
            return !stop.stop_requested();
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, std::chrono::duration<double>(m_options.evaluation_s),
                       [] { return false; });
        return !stop.stop_requested();
    }

    TestProblemOptions m_options;
    const Function& m_function;
    space::Space m_space;
    std::vector<Metric> m_metrics;
    std::vector<Objective> m_objectives;
    std::vector<MetricConstraint> m_constraints;
};

Error outOfRange(std::string what)
{
    return {ErrorCode::InvalidInput, std::move(what), {}, {}};
}

} // namespace

const std::vector<std::string>& testFunctions()
{
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const Function& function : functions())
            if (function.objectives > 1)
                names.push_back(function.name);
        return names;
    }();
    return kNames;
}

Result<std::shared_ptr<const Problem>> makeTestProblem(const TestProblemOptions& options)
{
    const Function* function = functionNamed(options.function);
    if (function == nullptr)
        return outOfRange("There is no test function called \"" + options.function + "\".");
    const bool free = function->most > function->fewest;
    const std::size_t variables = free ? options.variables : function->fewest;
    if (variables < function->fewest || variables > function->most)
        return outOfRange("A test problem has from " + std::to_string(function->fewest) + " to "
                          + std::to_string(function->most) + " variables.");
    if (!(options.evaluation_s >= 0.0 && options.evaluation_s <= 10.0))
        return outOfRange("The time of an evaluation is from 0 to 10 s.");
    std::vector<space::ParameterPtr> parameters;
    for (std::size_t i = 0; i < variables; ++i) {
        const std::string name = "x" + std::to_string(i + 1);
        auto parameter = space::makeReal({name, name, {}, {}}, 0.0, 1.0, false);
        if (!parameter)
            return parameter.error();
        parameters.push_back(std::move(parameter).value());
    }
    auto space = space::Space::make(std::move(parameters));
    if (!space)
        return space.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<TestProblem>(options, *function, std::move(space).value()));
}

} // namespace paretoscope::problem
