// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_problem.h"

#include "core/accuracy/training_record.h"
#include "core/problem/training_explanation.h"
#include "core/problem/training_runs.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <optional>
#include <utility>

namespace paretoscope::problem {

namespace {

/// Those that take a training.
std::vector<Metric> trainedMetrics(bool halving)
{
    std::vector<Metric> metrics{
        {"error", "Error", "", Direction::Minimize, Scale::Linear,
         "Share of the validation images that the network names wrong when it runs on the crossbars."},
        {"float_error", "Error in floating point", "", Direction::Minimize, Scale::Linear,
         "Share of the validation images that the network names wrong as it was trained."},
        {"training_time", "Training time", "s", Direction::Minimize, Scale::Logarithmic,
         "Processor time of the training; shared by all designs with the same network."},
    };
    if (halving)
        metrics.push_back({"epochs", "Epochs trained", "", Direction::Minimize, Scale::Linear,
                           "Epochs after which the training ended. Its errors are those that it had then."});
    return metrics;
}

std::vector<Metric> freeMetricsOf(const HardwareScore& hardware)
{
    std::vector<Metric> metrics{
        {"parameters", "Parameters", "", Direction::Minimize, Scale::Logarithmic,
         "Weights and biases of the network."},
        {"macs", "MACs", "", Direction::Minimize, Scale::Logarithmic,
         "Multiply-accumulates of one inference."},
    };
    metrics.insert(metrics.end(), hardware.metrics.begin(), hardware.metrics.end());
    return metrics;
}

double threadTime_s()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

class TrainingProblem final : public Problem
{
public:
    TrainingProblem(TrainingQuestion question, TrainingDesignReader reader)
        : m_question(std::move(question))
        , m_reader(std::move(reader))
        , m_metrics(trainedMetrics(m_question.halving.has_value()))
        , m_firstFree(m_metrics.size())
        , m_judged(accuracy::firstImages(m_question.data->validation, m_question.judgedImages))
        , m_runs({m_question.data, m_question.epochs, m_question.early, m_question.seed, m_question.log},
                 m_question.halving)
    {
        for (Metric& metric : freeMetricsOf(m_question.hardware))
            m_metrics.push_back(std::move(metric));
    }

    const std::string& name() const override { return m_question.name; }
    const space::Space& space() const override { return m_question.space; }
    const std::vector<Metric>& metrics() const override { return m_metrics; }
    const std::vector<Objective>& objectives() const override { return m_judgement.objectives; }
    const std::vector<MetricConstraint>& constraints() const override { return m_judgement.constraints; }

    Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        return evaluateAs({}, design, stop);
    }
    Outcome evaluateTrial(std::uint64_t number, const space::Design& design,
                          const std::stop_token& stop) const override;
    void resume(const Past& past) const override;
    void recorded(std::uint64_t number, const space::Design& design) const override;
    void awaits(const std::vector<space::Design>& designs) const override;
    Result<Explanation> explain(const space::Design& design, const std::stop_token& stop) const override;
    bool isFree(std::size_t metric) const override { return metric >= m_firstFree; }
    std::vector<double> freeMetrics(const space::Design& design) const override;

    /// Resolves the names of metrics. Errors: those of judgementOf().
    Status resolve();
    std::size_t trainings() const { return m_runs.trainings(); }
    std::shared_ptr<accuracy::TrainingLog> log() const { return m_question.log; }
    Result<std::vector<MeasuredColumns>> columns(const space::Design& design,
                                                 const std::stop_token& stop) const;
    std::shared_ptr<const accuracy::DataSet> data() const { return m_question.data; }
    TrainingTerms terms() const
    {
        return {m_question.fixed.plan, m_question.epochs, m_question.early, m_question.halving};
    }
    std::string title(const space::Design& design) const
    {
        return titleOf(m_reader.read(m_question.space, design));
    }

private:
    Result<JudgedTraining> judge(const std::optional<std::uint64_t>& trial, const space::Design& design,
                                 const std::stop_token& stop) const;
    Outcome evaluateAs(const std::optional<std::uint64_t>& trial, const space::Design& design,
                       const std::stop_token& stop) const;
    Result<accuracy::Candidate> networkOf(const TrainingDesign& wanted) const
    {
        const accuracy::ImageSet& images = m_question.data->training;
        return candidateOf(wanted, images.shape, images.classes);
    }

    TrainingQuestion m_question;
    TrainingDesignReader m_reader;
    std::vector<Metric> m_metrics;
    Judgement m_judgement;
    std::size_t m_firstFree; ///< metric; those before it take a training
    accuracy::ImageSet m_judged;
    mutable TrainingRuns m_runs;
};

std::vector<double> TrainingProblem::freeMetrics(const space::Design& design) const
{
    std::vector<double> metrics(m_firstFree, std::nan(""));
    const TrainingDesign wanted = m_reader.read(m_question.space, design);
    const auto candidate = networkOf(wanted);
    const auto network = candidate ? accuracy::toNetwork(*candidate) : candidate.error();
    if (network) {
        metrics.push_back(static_cast<double>(network->parameters()));
        metrics.push_back(static_cast<double>(network->macs()));
        if (m_question.hardware.score)
            if (const auto score = m_question.hardware.score(*network, wanted.crossbar))
                metrics.insert(metrics.end(), score->begin(), score->end());
    }
    metrics.resize(m_metrics.size(), std::nan(""));
    return metrics;
}

Result<JudgedTraining> TrainingProblem::judge(const std::optional<std::uint64_t>& trial,
                                              const space::Design& design, const std::stop_token& stop) const
{
    const TrainingDesign wanted = m_reader.read(m_question.space, design);
    const auto candidate = networkOf(wanted);
    if (!candidate)
        return candidate.error();
    const auto network = accuracy::toNetwork(*candidate);
    if (!network)
        return network.error();
    if (const Status status = wanted.crossbar.validate(); !status)
        return status.error();
    const auto training = m_runs.get({*candidate, titleOf(wanted), trial}, stop);
    if (!training)
        return training.error();
    auto judged = accuracy::judgeOnCrossbar(training.value()->network, wanted.crossbar, m_judged, stop);
    if (!judged)
        return judged.error();
    return JudgedTraining{training.value(), std::move(judged).value(), network.value()};
}

Outcome TrainingProblem::evaluateTrial(std::uint64_t number, const space::Design& design,
                                       const std::stop_token& stop) const
{
    // Trials above wait for this one, whatever becomes of it.
    struct Settle
    {
        TrainingRuns& runs;
        std::uint64_t number;
        bool abandoned = false;
        ~Settle() { runs.settle(number, abandoned); }
    } settle{m_runs, number};
    Outcome outcome = evaluateAs(number, design, stop);
    settle.abandoned = outcome.verdict == Verdict::Failed && stop.stop_requested();
    if (const auto candidate = networkOf(m_reader.read(m_question.space, design)); candidate)
        outcome.record = m_runs.recordOf(*candidate);
    return outcome;
}

void TrainingProblem::resume(const Past& past) const
{
    std::vector<TrainingRuns::Earlier> trials;
    for (const Past::Trial& trial : past.trials) {
        const TrainingDesign wanted = m_reader.read(m_question.space, *trial.design);
        const auto candidate = networkOf(wanted);
        trials.push_back({trial.number, candidate ? std::optional(*candidate) : std::nullopt, titleOf(wanted),
                          trial.outcome->record, trial.outcome->reason});
    }
    m_runs.resume(past.scratch, trials);
}

void TrainingProblem::recorded(std::uint64_t /*number*/, const space::Design& design) const
{
    if (const auto candidate = networkOf(m_reader.read(m_question.space, design)); candidate)
        m_runs.forget(*candidate);
}

void TrainingProblem::awaits(const std::vector<space::Design>& designs) const
{
    std::vector<accuracy::Candidate> candidates;
    for (const space::Design& design : designs)
        if (const auto candidate = networkOf(m_reader.read(m_question.space, design)); candidate)
            candidates.push_back(*candidate);
    m_runs.keepOnlyOf(candidates);
}

Outcome TrainingProblem::evaluateAs(const std::optional<std::uint64_t>& trial, const space::Design& design,
                                    const std::stop_token& stop) const
{
    const double start_s = threadTime_s();
    Outcome outcome;
    outcome.metrics.assign(m_metrics.size(), std::nan(""));
    const auto judged = judge(trial, design, stop);
    if (!judged) {
        // Bad input is the design's fault: a network that cannot be built, a training that ran away.
        const bool infeasible = judged.error().code == ErrorCode::InvalidInput;
        outcome.verdict = infeasible ? Verdict::Infeasible : Verdict::Failed;
        outcome.violation = infeasible ? 1.0 : 0.0;
        outcome.reason = judged.error().what;
        outcome.cost_s = threadTime_s() - start_s;
        return outcome;
    }
    outcome.metrics = {judged->accuracy.crossbarError, judged->accuracy.floatError, judged->training->cpu_s};
    if (m_question.halving)
        outcome.metrics.push_back(static_cast<double>(judged->training->epochs.size()));
    outcome.metrics.push_back(static_cast<double>(judged->network.parameters()));
    outcome.metrics.push_back(static_cast<double>(judged->network.macs()));
    outcome.verdict = Verdict::Feasible;
    if (m_question.hardware.score) {
        const auto score = m_question.hardware.score(judged->network,
                                                     m_reader.read(m_question.space, design).crossbar);
        if (score) {
            outcome.metrics.insert(outcome.metrics.end(), score->begin(), score->end());
        } else {
            outcome.verdict = Verdict::Infeasible;
            outcome.violation = 1.0;
            outcome.reason = score.error().what;
        }
        outcome.metrics.resize(m_metrics.size(), std::nan(""));
    }
    if (outcome.verdict == Verdict::Feasible)
        problem::judge(m_judgement, m_metrics, outcome);
    outcome.cost_s = threadTime_s() - start_s;
    return outcome;
}

Result<std::vector<MeasuredColumns>> TrainingProblem::columns(const space::Design& design,
                                                              const std::stop_token& stop) const
{
    const auto judged = judge({}, design, stop);
    if (!judged)
        return judged.error();
    return measuredColumns(*judged, m_reader.read(m_question.space, design).crossbar, m_judged, stop);
}

Result<Explanation> TrainingProblem::explain(const space::Design& design, const std::stop_token& stop) const
{
    const auto judged = judge({}, design, stop);
    if (!judged && judged.error().code == ErrorCode::InvalidInput) {
        Explanation explanation;
        explanation.infeasible = judged.error().what;
        return explanation;
    }
    if (!judged)
        return judged.error();
    return explainTraining(*judged, m_reader.read(m_question.space, design).crossbar, m_question);
}

Status TrainingProblem::resolve()
{
    auto judgement = judgementOf(m_metrics, m_question.objectives, m_question.limits);
    if (!judgement)
        return judgement.error();
    m_judgement = std::move(judgement).value();
    return success();
}

} // namespace

Result<std::shared_ptr<const Problem>> makeTrainingProblem(TrainingQuestion question)
{
    if (const Status status = question.data->validate(); !status)
        return status.error();
    if (question.epochs < 1 || question.epochs > 10'000 || question.judgedImages < 1)
        return Error{ErrorCode::InvalidInput,
                     "A network is trained for 1 to 10,000 epochs and judged by at least one image.",
                     {},
                     {}};
    if (question.halving) {
        question.halving->mostEpochs = question.epochs;
        if (const Status status = question.halving->validate(); !status)
            return status.error();
    }
    if (question.log == nullptr)
        question.log = std::make_shared<accuracy::TrainingLog>();
    auto reader = TrainingDesignReader::make(question.space, question.sets, question.fixed);
    if (!reader)
        return reader.error();
    auto problem = std::make_shared<TrainingProblem>(std::move(question), std::move(reader).value());
    if (const Status status = problem->resolve(); !status)
        return status.error();
    return std::shared_ptr<const Problem>(std::move(problem));
}

std::size_t trainingsOf(const Problem& problem)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    return trains == nullptr ? 0 : trains->trainings();
}

std::shared_ptr<accuracy::TrainingLog> trainingLogOf(const Problem& problem)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    return trains == nullptr ? nullptr : trains->log();
}

std::string trainingTitleOf(const Problem& problem, const space::Design& design)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    return trains == nullptr ? std::string() : trains->title(design);
}

Result<std::vector<MeasuredColumns>> measuredColumns(const Problem& problem, const space::Design& design,
                                                     const std::stop_token& stop)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    if (trains == nullptr)
        return Error{ErrorCode::Unsupported, "This study trains no networks.", {}, {}};
    return trains->columns(design, stop);
}

std::optional<TrainingTerms> trainingTermsOf(const Problem& problem)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    return trains == nullptr ? std::nullopt : std::optional(trains->terms());
}

std::shared_ptr<const accuracy::DataSet> trainingDataOf(const Problem& problem)
{
    const auto* trains = dynamic_cast<const TrainingProblem*>(&problem);
    return trains == nullptr ? nullptr : trains->data();
}

} // namespace paretoscope::problem
