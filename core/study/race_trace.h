// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pareto/front_archive.h"
#include "core/pareto/hypervolume.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::study {

/// How a front came about: every trial that entered it, in order. Nothing else ever changes the front, its
/// hypervolume or the best value of an objective, so this little is enough to draw all three at any moment of
/// a search. One row a trial, column by column.
struct RaceTrace
{
    static constexpr std::uint64_t kStays = std::numeric_limits<std::uint64_t>::max();

    std::size_t objectives = 0;
    std::vector<std::uint64_t> trials; ///< ids, ascending
    std::vector<double> at_s;          ///< seconds of the search when each was finished, ascending
    std::vector<double> values;        ///< objectives, their own units and directions, row-major
    std::vector<std::uint64_t> until;  ///< the trial that pushed it off the front; kStays while on it
    std::vector<double> hypervolume;   ///< including it; NaN without a reference

    [[nodiscard]] std::size_t size() const { return trials.size(); }
    [[nodiscard]] std::span<const double> row(std::size_t index) const
    {
        return {values.data() + index * objectives, objectives};
    }
    /// Rows that were on the front when `evaluations` trials were done, by first objective ascending.
    [[nodiscard]] std::vector<std::size_t> frontAt(std::uint64_t evaluations) const;
    /// Number of rows that had entered by then.
    [[nodiscard]] std::size_t enteredBy(std::uint64_t evaluations) const;
    [[nodiscard]] std::size_t enteredBySecond(double at) const;

    friend bool operator==(const RaceTrace&, const RaceTrace&) = default;
};

/// Follows one search, trial by trial. Not thread-safe.
class RaceTracer
{
public:
    /// \param signs +1 for every minimised objective, -1 for every maximised one
    /// \param reference of the hypervolume, in the objectives' own units; empty when there is none
    RaceTracer(std::vector<double> signs, const std::vector<double>& reference);

    /// \param minimised the objectives of a feasible trial, all to be minimised; ids ascend
    void add(std::uint64_t trial, double at_s, std::span<const double> minimised);
    [[nodiscard]] const RaceTrace& trace() const { return m_trace; }

private:
    std::vector<double> m_signs;
    pareto::FrontArchive m_front; ///< its ids are rows of the trace
    std::optional<pareto::IncrementalHypervolume> m_volume;
    double m_scale = 1.0;
    RaceTrace m_trace;
};

} // namespace paretoscope::study
