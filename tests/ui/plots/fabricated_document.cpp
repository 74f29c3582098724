// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/fabricated_document.h"

#include "core/base/rng.h"
#include "core/pareto/front_archive.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace paretoscope::test {

namespace {

/// A toy chip: more processing elements are faster and larger, a larger buffer saves energy and costs area.
class ToyChip : public problem::Problem
{
public:
    ToyChip(FabricatedDocument::Explain explain, std::size_t fillers)
        : m_explain(std::move(explain))
    {
        using namespace space;
        std::vector<ParameterPtr> parameters;
        parameters.push_back(makeOrdinal({"columns", "Columns", "", {}}, {4, 8, 12, 16, 24, 32}).value());
        parameters.push_back(
            makeOrdinal({"buffer", "Buffer", "B", {}}, {32768, 65536, 131072, 262144, 524288}).value());
        parameters.push_back(makeReal({"voltage", "Voltage", "V", {}}, 0.6, 1.1, false).value());
        parameters.push_back(makeCategorical({"dataflow", "Dataflow", "", {}},
                                             {"row_stationary", "weight_stationary", "output_stationary"})
                                 .value());
        for (std::size_t i = 0; i < fillers; ++i)
            parameters.push_back(makeInteger({"filler_" + std::to_string(i), "", "", {}}, 1, 64).value());
        m_space = Space::make(std::move(parameters)).value();
        m_metrics = {{"energy", "Energy", "J", problem::Direction::Minimize, problem::Scale::Linear, ""},
                     {"latency", "Latency", "s", problem::Direction::Minimize, problem::Scale::Linear, ""},
                     {"area", "Area", "mm²", problem::Direction::Minimize, problem::Scale::Linear, ""}};
        m_objectives = {{0}, {1}, {2}};
    }
    const std::string& name() const override { return m_name; }
    const space::Space& space() const override { return m_space; }
    const std::vector<problem::Metric>& metrics() const override { return m_metrics; }
    const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    const std::vector<problem::MetricConstraint>& constraints() const override { return m_constraints; }
    problem::Outcome evaluate(const space::Design&, const std::stop_token&) const override { return {}; }
    Result<problem::Explanation> explain(const space::Design& design, const std::stop_token&) const override
    {
        if (m_explain)
            return m_explain(design);
        return Error{ErrorCode::Unsupported, "A toy explains nothing.", {}, {}};
    }

private:
    FabricatedDocument::Explain m_explain;
    std::string m_name = "toy chip";
    space::Space m_space;
    std::vector<problem::Metric> m_metrics;
    std::vector<problem::Objective> m_objectives;
    std::vector<problem::MetricConstraint> m_constraints;
};

class MemorySession : public study::Session
{
public:
    explicit MemorySession(std::shared_ptr<const problem::Problem> problem)
    {
        m_study.name = "fabricated";
        m_study.problem = std::move(problem);
    }
    std::filesystem::path file() const override { return m_file; }
    const study::Study& study() const override { return m_study; }
    Status append(std::span<const study::Trial>) override { return success(); }
    Result<study::TrialLog> trials() override { return study::TrialLog(); }
    void put(const std::string& key, nlohmann::json value) override { m_values[key] = std::move(value); }
    nlohmann::json get(const std::string& key) override { return m_values[key]; }
    Status moveTo(const std::filesystem::path&) override { return success(); }
    Status flush() override { return success(); }
    void onWriteError(std::function<void(const Error&)>) override { }

private:
    std::filesystem::path m_file = "fabricated.session";
    study::Study m_study;
    std::map<std::string, nlohmann::json> m_values;
};

} // namespace

class FabricatedDocument::Runner : public study::Runner
{
public:
    Runner(std::shared_ptr<const problem::Problem> problem, std::shared_ptr<ui::session::SnapshotBell> bell)
        : m_problem(std::move(problem))
        , m_bell(std::move(bell))
    {
        publish(study::RunState::Idle);
    }
    void start() override { announce(study::RunState::Running); }
    void pause() override { announce(study::RunState::Paused); }
    void stop() override { announce(study::RunState::Stopped); }
    void extendTo(std::uint64_t evaluations) override
    {
        m_budget = evaluations;
        announce(study::RunState::Running);
    }
    void setPins(const study::Pins&) override { }
    void inject(const space::Design&) override { }
    study::SnapshotPtr snapshot() const override { return m_snapshot; }
    bool waitUntilQuiet(double) override { return true; }

    void makeTrial()
    {
        study::Trial trial;
        trial.design = *m_problem->space().sample(m_rng);
        const space::Space& space = m_problem->space();
        const double columns = space.value(trial.design, 0)[0];
        const double buffer_KiB = space.value(trial.design, 1)[0] / 1024.0;
        const double volts = space.value(trial.design, 2)[0];
        const double flow = space.value(trial.design, 3)[0];
        const double luck = 1.0 + 0.6 * std::pow(uniform(), 2.0);
        const double latency_s = 1e-3 * luck
                                 * (2.0 + 60.0 / (columns * volts) + 40.0 / buffer_KiB + 0.4 * flow);
        const double energy_J = 1e-3 * luck
                                * (0.8 + 1.4 * volts * volts + 60.0 / buffer_KiB + 0.03 * columns);
        const double area_mm2 = 0.4 + 0.09 * columns + 0.006 * buffer_KiB + 0.15 * flow;
        add(std::move(trial), energy_J, latency_s, area_mm2);
    }

    void add(study::Trial trial, double energy_J, double latency_s, double area_mm2)
    {
        if (trial.design.empty())
            trial.design = *m_problem->space().sample(m_rng);
        trial.id = m_log.size();
        trial.at_s = 0.01 * static_cast<double>(trial.id);
        trial.outcome.metrics = {energy_J, latency_s, area_mm2};
        trial.outcome.verdict = trial.id % 11 == 10 ? problem::Verdict::Infeasible
                                                    : problem::Verdict::Feasible;
        if (trial.outcome.verdict == problem::Verdict::Feasible) {
            if (m_archive.insert(trial.id, trial.outcome.metrics).inserted)
                m_curve.push_back({trial.id + 1, trial.at_s,
                                   1e-9 * (1.0 - 1.0 / std::sqrt(2.0 + static_cast<double>(trial.id)))});
            ++m_feasible;
        } else {
            study::ReasonCount& reason = m_reasons[trial.id % 33 == 10 ? 1 : 0];
            trial.outcome.violation = 1.0;
            trial.outcome.reason = reason.reason;
            reason.example = trial.id;
            ++reason.count;
        }
        m_log.append(std::move(trial));
    }

    void publish(study::RunState state)
    {
        auto snapshot = std::make_shared<study::Snapshot>();
        snapshot->revision = ++m_revision;
        snapshot->state = state;
        snapshot->trials = m_log;
        snapshot->feasible = m_feasible;
        snapshot->budget = m_budget;
        for (const study::ReasonCount& reason : m_reasons)
            if (reason.count > 0)
                snapshot->reasons.push_back(reason);
        snapshot->hypervolume = m_curve;
        snapshot->reference = {0.008, 0.03, 8.0};
        if (m_log.size() > 500)
            snapshot->marks = {{m_log.size() / 2, "area at most 5 mm²"}};
        snapshot->front.assign(m_archive.ids().begin(), m_archive.ids().end());
        std::sort(snapshot->front.begin(), snapshot->front.end(), [this](std::uint64_t a, std::uint64_t b) {
            return m_log[a].outcome.metrics[0] < m_log[b].outcome.metrics[0];
        });
        const std::ptrdiff_t knee = pareto::kneeIndex(m_archive.points(), 3);
        if (knee >= 0)
            snapshot->knee = m_archive.ids()[static_cast<std::size_t>(knee)];
        m_snapshot = std::move(snapshot);
    }
    [[nodiscard]] std::uint64_t size() const { return m_log.size(); }

private:
    double uniform() { return m_rng.uniform(); }
    void announce(study::RunState state)
    {
        publish(state);
        m_bell->ring();
    }

    std::shared_ptr<const problem::Problem> m_problem;
    std::shared_ptr<ui::session::SnapshotBell> m_bell;
    Rng m_rng{7};
    study::TrialLog m_log;
    pareto::FrontArchive m_archive{3};
    std::vector<study::HypervolumeSample> m_curve;
    std::array<study::ReasonCount, 2> m_reasons{study::ReasonCount{"weights do not fit the buffer", 0, 0},
                                                study::ReasonCount{"the clock is too fast for 0.6 V", 0, 0}};
    std::uint64_t m_budget = 2'000;
    std::uint64_t m_feasible = 0;
    std::uint64_t m_revision = 0;
    study::SnapshotPtr m_snapshot;
};

FabricatedDocument::FabricatedDocument(std::uint64_t trials, Explain explain, std::size_t fillers)
    : m_bell(std::make_shared<ui::session::SnapshotBell>())
{
    const auto problem = std::make_shared<ToyChip>(std::move(explain), fillers);
    auto runner = std::make_unique<Runner>(problem, m_bell);
    m_runner = runner.get();
    ui::session::StudyDocument::Opened opened;
    opened.session = std::make_unique<MemorySession>(problem);
    opened.runner = std::move(runner);
    opened.bell = m_bell;
    m_document = std::make_unique<ui::session::StudyDocument>(std::move(opened));
    if (trials > 0)
        growTo(trials, study::RunState::Paused);
}

FabricatedDocument::~FabricatedDocument() = default;

void FabricatedDocument::growTo(std::uint64_t trials, study::RunState state)
{
    while (m_runner->size() < trials)
        m_runner->makeTrial();
    m_runner->publish(state);
    m_bell->ring();
    const QDeadlineTimer patience(5'000);
    while (m_document->snapshot() != m_runner->snapshot() && !patience.hasExpired())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
}

void FabricatedDocument::addTrial(double energy_J, double latency_s, double area_mm2)
{
    m_runner->add({}, energy_J, latency_s, area_mm2);
}

} // namespace paretoscope::test
