// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "core/study/trial.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paretoscope::study {

/// What is known of designs beside their trials, for a filter to ask.
class FilterFacts
{
public:
    virtual ~FilterFacts() = default;
    [[nodiscard]] virtual bool onFront(std::uint64_t id) const = 0;
    [[nodiscard]] virtual bool isKnee(std::uint64_t id) const = 0;
    [[nodiscard]] virtual bool passesPins(const Trial& trial) const = 0;
    [[nodiscard]] virtual std::string note(std::uint64_t id) const = 0;
    [[nodiscard]] virtual std::vector<std::string> tags(std::uint64_t id) const = 0;
    [[nodiscard]] virtual std::vector<std::string> sets(std::uint64_t id) const = 0; ///< that it is in
};

/// A search for designs, as people type it: `pe_x >= 16 area < 5 mm² dataflow = ws not tag:rejected`.
///
/// Terms are joined by and, or, not and parentheses; "and" may be left out. A term is
/// - a comparison of an axis, by name or label whatever the case, with a number in base units, one with a
/// unit,
///   or a category (its name, the start of it, or its initials); ranges read `2 mJ <= energy <= 4 mJ`;
/// - `design = 17`, by number;
/// - one of the words front, knee, feasible, infeasible, failed, manual, pinned, noted, tagged;
/// - `tag:text`, `set:text`, `note:text`, `reason:text`: a tag or a set of that name, a note or a reason that
///   contains it.
/// What has no value on an axis is no match. Two numbers are equal within a billionth of the larger (our
/// choice: what is shown is rounded). Immutable; copies are cheap.
class TrialFilter
{
public:
    /// Reads a number with a unit in the unit's base: ("5 mm²", "mm²") gives 5; absent where it is none.
    using ReadQuantity =
        std::function<std::optional<double>(const std::string& text, const std::string& unit)>;

    /// \param problem must outlive the filter
    /// \param quantity empty = plain numbers only
    /// Errors: InvalidInput with one sentence: what is wrong, at which character, and what is allowed.
    [[nodiscard]] static Result<TrialFilter> compile(const std::string& text, const problem::Problem& problem,
                                                     const ReadQuantity& quantity);

    [[nodiscard]] bool passes(const Trial& trial, const FilterFacts& facts) const;
    /// The answer for a trial may change as others are found: it asks for the front or the knee.
    [[nodiscard]] bool asksForFront() const;

    struct Node; ///< one term, see filter_tree.h

private:
    std::shared_ptr<const Node> m_root;
    bool m_asksForFront = false;
    const problem::Problem* m_problem = nullptr;
};

/// The words that stand for themselves, for help and completion.
[[nodiscard]] const std::vector<std::string>& filterKeywords();

} // namespace paretoscope::study
