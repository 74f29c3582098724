// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/rng.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace paretoscope::space {

/// The mark of an inactive (conditional) parameter's slots. No parameter can take this value.
inline constexpr double kInactive = std::numeric_limits<double>::infinity();

enum class ParameterKind { Real, Integer, Ordinal, Categorical, Factorization, Permutation };

/// A conditional parameter is active only while `parent` (a categorical, ordinal or integer parameter that
/// stands before it) holds one of `values` (category names, or numbers as printed by the parent).
struct Condition
{
    std::string parent;
    std::vector<std::string> values;
};

/// One choice: a name, a unit and a set of values. A value occupies width() consecutive doubles ("slots") of
/// a Design: 1 for scalars, k for a factorization into k factors or a permutation of k items.
///
///   kind           a slot holds
///   Real           the value
///   Integer        the value
///   Ordinal        the value itself, one of the ordered list of numbers
///   Categorical    the index of the category
///   Factorization  the j-th factor; the product of all k is n
///   Permutation    the item at place j
///
/// Optimizers use only the five abilities below and so work on every space. Immutable after construction;
/// thread-safe.
class Parameter
{
public:
    virtual ~Parameter() = default;
    Parameter(const Parameter&) = delete;
    Parameter& operator=(const Parameter&) = delete;

    [[nodiscard]] const std::string& name() const { return m_name; }   ///< identifier, e.g. "pe_columns"
    [[nodiscard]] const std::string& label() const { return m_label; } ///< for people, e.g. "PE columns"
    [[nodiscard]] const std::string& unit() const { return m_unit; }   ///< base unit, "" when a count
    [[nodiscard]] const std::optional<Condition>& condition() const { return m_condition; }
    [[nodiscard]] virtual ParameterKind kind() const = 0;
    [[nodiscard]] virtual std::size_t width() const { return 1; }

    // 1. sample
    virtual void sample(Rng& rng, std::span<double> value) const = 0;

    // 2. enumerate or count. Real intervals have no count; counts beyond 2^53 are absent as well.
    [[nodiscard]] virtual std::optional<std::uint64_t> count() const = 0;
    /// \param index below count(); where count() is absent only 0 may be asked for, the first value.
    virtual void at(std::uint64_t index, std::span<double> value) const = 0;

    // 3. neighbours
    /// Changes `value` to a random different value nearby, where one exists. `reach` in (0, 1]: share of the
    /// range (of the ranks) that a step may cover; 1 = anywhere.
    virtual void mutate(Rng& rng, double reach, std::span<double> value) const = 0;
    /// The values one step away, each width() slots, one after the other: next ranks for ordered kinds, every
    /// other category, one prime moved between two factors, one adjacent swap. Real: one hundredth either
    /// way.
    [[nodiscard]] virtual std::vector<double> neighbours(std::span<const double> value) const = 0;

    // 4. features for surrogates: ordered kinds one number in [0, 1] (by rank or log value), categories
    // one-hot, factorizations log2 of each factor over log2 n, permutations pairwise precedence (+-1).
    [[nodiscard]] virtual std::size_t featureCount() const { return 1; }
    virtual void features(std::span<const double> value, std::span<double> out) const = 0;

    // 5. print and parse. Printed values parse back to the same slots.
    [[nodiscard]] virtual std::string print(std::span<const double> value) const = 0;
    [[nodiscard]] virtual Result<std::vector<double>> parse(const std::string& text) const = 0;

    /// True if `value` is one of this parameter's values.
    [[nodiscard]] virtual bool contains(std::span<const double> value) const = 0;

    /// Where a value stands on an axis of a plot: the value for numbers, the index for categories and, for
    /// factorizations and permutations, the rank in enumeration order.
    [[nodiscard]] virtual double axisPosition(std::span<const double> value) const = 0;
    struct Extent
    {
        double low = 0.0;
        double high = 1.0;
        bool logarithmic = false; ///< low > 0 and equal ratios deserve equal lengths
    };
    [[nodiscard]] virtual Extent axisExtent() const = 0;

protected:
    Parameter(std::string name, std::string label, std::string unit, std::optional<Condition> condition)
        : m_name(std::move(name))
        , m_label(std::move(label))
        , m_unit(std::move(unit))
        , m_condition(std::move(condition))
    { }

private:
    std::string m_name;
    std::string m_label;
    std::string m_unit;
    std::optional<Condition> m_condition;
};

/// What every kind is constructed with.
struct ParameterName
{
    std::string name;
    std::string label; ///< defaults to the name with spaces for underscores
    std::string unit;
    std::optional<Condition> condition;
};

using ParameterPtr = std::shared_ptr<const Parameter>;

// Constructors that refuse what makes no sense (an empty range, a duplicate, a NaN) with a sentence in
// Error::what; Error::where names the parameter.

/// [low, high], low < high; logarithmic needs low > 0.
[[nodiscard]] Result<ParameterPtr> makeReal(ParameterName name, double low, double high, bool logarithmic);
/// {low, low+step, ..., <= high}; low <= high, step >= 1, all within +-2^53.
[[nodiscard]] Result<ParameterPtr> makeInteger(ParameterName name, std::int64_t low, std::int64_t high,
                                               std::int64_t step = 1);
/// At least one finite number, strictly increasing.
[[nodiscard]] Result<ParameterPtr> makeOrdinal(ParameterName name, std::vector<double> values);
/// At least one category, all different, none empty.
[[nodiscard]] Result<ParameterPtr> makeCategorical(ParameterName name, std::vector<std::string> categories);
/// Ordered factorizations of n in [1, 2^53] into k in [1, 16] factors.
[[nodiscard]] Result<ParameterPtr> makeFactorization(ParameterName name, std::int64_t n, std::size_t factors);
/// Orders of k in [1, 20] named items.
[[nodiscard]] Result<ParameterPtr> makePermutation(ParameterName name, std::vector<std::string> items);

/// The categories of a categorical parameter, the items of a permutation; empty for the other kinds.
[[nodiscard]] std::vector<std::string> labelsOf(const Parameter& parameter);
/// The numbers of an ordinal parameter; empty for the other kinds.
[[nodiscard]] std::vector<double> valuesOf(const Parameter& parameter);

} // namespace paretoscope::space
