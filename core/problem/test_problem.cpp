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

class TestProblem : public Problem
{
public:
    TestProblem(TestProblemOptions options, space::Space space)
        : m_options(std::move(options))
        , m_space(std::move(space))
    {
        const std::size_t objectives = m_options.function == "dtlz2" ? 3 : 2;
        for (std::size_t i = 0; i < objectives; ++i) {
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
        Values values = compute(design.row());
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
        if (compute(design.row()).violation > 0.0)
            explanation.infeasible = "The design violates a constraint of the test problem.";
        return explanation;
    }

private:
    [[nodiscard]] Values compute(std::span<const double> x) const
    {
        if (m_options.function == "dtlz2")
            return dtlz2(x);
        if (m_options.function == "bnh")
            return bnh(x);
        return zdt(x, m_options.function.back() - '0');
    }

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
    static const std::vector<std::string> kFunctions{"zdt1", "zdt2", "zdt3", "dtlz2", "bnh"};
    return kFunctions;
}

Result<std::shared_ptr<const Problem>> makeTestProblem(const TestProblemOptions& options)
{
    const auto& known = testFunctions();
    if (std::find(known.begin(), known.end(), options.function) == known.end())
        return outOfRange("There is no test function called \"" + options.function + "\".");
    const std::size_t variables = options.function == "bnh" ? 2 : options.variables;
    const std::size_t fewest = options.function == "dtlz2" ? 3 : 2;
    if (variables < fewest || variables > 100)
        return outOfRange("A test problem has from " + std::to_string(fewest) + " to 100 variables.");
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
    return std::shared_ptr<const Problem>(std::make_shared<TestProblem>(options, std::move(space).value()));
}

} // namespace paretoscope::problem
