// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/influence.h"
#include "core/analysis/response.h"
#include "core/optimizer/bayesian_search.h"
#include "core/study/snapshot.h"
#include "core/study/study.h"

#include <functional>
#include <memory>
#include <vector>

/// What models of the trials say about a study, whatever method proposed them.
namespace paretoscope::analysis {

/// What is known of one outcome of a study. All numbers are in the outcome's own units and direction.
struct OutcomeFacts
{
    enum class Kind {
        Objective,
        Limit, ///< of a metric that the study bounds: the relative excess over the bound, at most 0 where
               ///< it holds
        Feasibility ///< whether the design worked at all, where no number says how far it is from it
    };
    Kind kind = Kind::Objective;
    std::size_t index = 0;  ///< of the objective or of the constraint
    std::size_t metric = 0; ///< into Problem::metrics(); of no meaning for Feasibility
    Influence everywhere;   ///< over designs drawn evenly from the space
    Influence tried;        ///< over the designs that the model learnt from
    optimizer::Importance lengths;
    optimizer::CrossValidation validation;
};

struct AnalystOptions
{
    std::size_t learnt = 500;  ///< trials that the models learn from, at most: they cost the cube
    std::size_t shown = 5'000; ///< trials that Analyst::near looks through, at most
    std::size_t probes = 256;  ///< designs behind each influence
    std::uint64_t seed = 1;
};

/// Fewer trials than these tell chance from law too badly to be shown (our choice).
inline constexpr std::uint64_t kFewestTrials = 50;

/// Models fitted once to the trials of one moment. Immutable once made; thread-safe.
class Analyst
{
public:
    /// \param goOn  asked many times a second with the share that is done; false gives up
    /// \errors Unsupported: fewer than kFewestTrials trials, or no objective was ever measured; Cancelled
    /// \cost seconds with 500 trials; call off the thread that draws
    [[nodiscard]] static Result<std::shared_ptr<const Analyst>> fit(const study::Study& study,
                                                                    const study::SnapshotPtr& snapshot,
                                                                    const AnalystOptions& options,
                                                                    const std::function<bool(double)>& goOn);

    [[nodiscard]] const std::vector<OutcomeFacts>& outcomes() const { return m_outcomes; }
    [[nodiscard]] std::uint64_t learntFrom() const { return m_learnt; } ///< trials
    [[nodiscard]] std::uint64_t outOf() const { return m_of; } ///< trials that there were to choose from
    [[nodiscard]] std::uint64_t trialsThen() const
    {
        return m_trials;
    } ///< in the study, failed ones included

    /// Along one parameter through `centre`. \errors as optimizer::designsAlong; NotFound: no such outcome
    [[nodiscard]] Result<Response> along(const space::Design& centre, std::size_t parameter,
                                         std::size_t outcome, std::size_t steps) const;
    /// Over two parameters through `centre`, row by row of the second. Where a value of the first leaves the
    /// second inactive stands no design and NaN.
    /// \errors as above; InvalidInput: twice the same parameter; Cancelled
    [[nodiscard]] Result<ResponseMap> over(const space::Design& centre, std::size_t first, std::size_t second,
                                           std::size_t outcome, std::size_t steps,
                                           const std::function<bool()>& goOn) const;
    /// Measured trials that differ from `centre` in little that matters to the outcome but the parameters
    /// `freed`, the nearest first. \param most  how many at most
    [[nodiscard]] std::vector<NearTrial> near(const space::Design& centre, std::span<const std::size_t> freed,
                                              std::size_t outcome, std::size_t most) const;

private:
    struct Known
    {
        std::uint64_t id = 0;
        optimizer::Observation seen;
    };
    explicit Analyst(std::shared_ptr<const problem::Problem> problem)
        : m_problem(std::move(problem))
    { }
    void learn(const study::Study& study, const study::Snapshot& snapshot, const AnalystOptions& options);
    [[nodiscard]] bool examine(const AnalystOptions& options, const std::function<bool(double)>& goOn);
    void nameOutcomes();
    [[nodiscard]] double signOf(const OutcomeFacts& outcome) const;
    [[nodiscard]] double measured(const optimizer::Observation& seen, const OutcomeFacts& outcome) const;
    void turn(OutcomeFacts& facts) const;
    void answer(Response& response, std::size_t outcome) const;

    std::shared_ptr<const problem::Problem> m_problem;
    std::unique_ptr<optimizer::BayesianSearch> m_search;  ///< proposes nothing; it holds the models
    std::vector<const optimizer::OutcomeModel*> m_models; ///< in the order of m_outcomes
    std::vector<OutcomeFacts> m_outcomes;
    std::vector<Known> m_known;
    surrogate::Matrix m_rows; ///< features of m_known
    std::uint64_t m_learnt = 0;
    std::uint64_t m_of = 0;
    std::uint64_t m_trials = 0;
};

} // namespace paretoscope::analysis
