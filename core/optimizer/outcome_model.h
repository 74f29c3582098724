// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/surrogate/feature_map.h"
#include "core/surrogate/gaussian_process.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace paretoscope::optimizer {

/// What a model is of.
struct Outcome
{
    enum class Kind {
        Objective,  ///< index: of the objective
        Constraint, ///< index: of SearchProblem::constraints; holds where at most 0
        Metric,     ///< index: of Steering::metrics; the excess over the bound, holds where at most 0
        Feasible    ///< whether the design was feasible, where no numbers say how far
    };
    Kind kind = Kind::Objective;
    std::size_t index = 0;
};

/// One number's model, with the bend that its values took before they were modelled:
///
///   Tail       an objective beyond what anybody asks about, drawn in logarithmically
///   Logarithm  of an objective that is never 0 or less
///   AboutZero  a violation, on a logarithmic scale to either side of 0 (as in SCBO, Eriksson, Poloczek 2021)
///   Ratio      log(1 + violation): constraints are often written as demand / supply - 1, and ratios of
///              products are what logarithms make plain
///
/// All keep the order, and those of constraints keep 0. Which is used is decided by which makes the values
/// most likely.
class OutcomeModel
{
public:
    /// \param noisy        evaluations are known to be noisy; how much is learnt
    /// \param logarithmic  see ModelOptions::byScale
    OutcomeModel(Outcome outcome, surrogate::KernelPtr kernel, bool noisy, bool logarithmic = false)
        : m_outcome(outcome)
        , m_kernel(std::move(kernel))
        , m_noisy(noisy)
        , m_logarithmic(logarithmic)
    { }

    [[nodiscard]] const Outcome& outcome() const { return m_outcome; }
    [[nodiscard]] bool ready() const { return m_model.has_value(); }
    [[nodiscard]] const surrogate::GaussianProcess& model() const { return *m_model; }
    [[nodiscard]] surrogate::GaussianProcess& model() { return *m_model; }
    /// Whether the model is of the logarithm of the values.
    [[nodiscard]] bool isOfLogarithm() const { return m_bend == Bend::Logarithm; }
    [[nodiscard]] double toModel(double value) const;
    [[nodiscard]] double fromModel(double value) const;

    void add(const Eigen::RowVectorXd& features, double value);
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }
    /// One row a value.
    [[nodiscard]] const std::vector<Eigen::RowVectorXd>& features() const { return m_features; }

    /// Brings the model up to date: a fit of the hyper-parameters to the first values up to a milestone, the
    /// rest appended. The milestone is a function of the number of values, so a model is a function of the
    /// values.
    /// \param place, count  of this outcome among all, so that not all are refitted at once
    /// \param limit   objectives: values up to here matter as they are
    /// \param period  see ModelOptions
    void update(std::size_t place, std::size_t count, std::optional<double> limit, std::size_t period = 0);
    /// Fits of hyper-parameters that were made, those that chose a bend included.
    [[nodiscard]] std::uint64_t fits() const { return m_fits; }

private:
    enum class Bend { None, Tail, Logarithm, AboutZero, Ratio };
    void refit(std::size_t milestone, std::size_t count, std::optional<double> limit);
    void chooseBend(std::size_t milestone, std::optional<double> limit);
    [[nodiscard]] std::vector<Bend> possibleBends(std::span<const double> values,
                                                  std::optional<double> limit);
    [[nodiscard]] double logSlope(double value) const;

    Outcome m_outcome;
    surrogate::KernelPtr m_kernel;
    bool m_noisy;
    bool m_logarithmic;
    std::vector<Eigen::RowVectorXd> m_features;
    std::vector<double> m_values;
    std::optional<surrogate::GaussianProcess> m_model;
    std::size_t m_milestone = 0; ///< values that the hyper-parameters were fitted to
    std::size_t m_included = 0;  ///< values in the model
    Bend m_bend = Bend::None;
    std::size_t m_bendMilestone = 0; ///< values that the bend was chosen by
    std::uint64_t m_fits = 0;
    double m_from = 0.0;  ///< where a tail begins
    double m_reach = 1.0; ///< how sharp the bend is
};

} // namespace paretoscope::optimizer
