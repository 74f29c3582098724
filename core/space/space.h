// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/design.h"
#include "core/space/input_constraint.h"
#include "core/space/parameter.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paretoscope::space {

/// What may be chosen: parameters in order, and the known constraints among them. Immutable once built;
/// thread-safe.
class Space
{
public:
    Space() = default;
    /// Errors: InvalidInput for a name used twice, a condition on an unknown or later parameter or value.
    [[nodiscard]] static Result<Space> make(std::vector<ParameterPtr> parameters);
    /// Adds a known constraint over this space's parameters.
    [[nodiscard]] Status constrain(std::string name, std::string expression);

    [[nodiscard]] std::size_t size() const { return m_parameters.size(); }
    [[nodiscard]] const Parameter& parameter(std::size_t index) const { return *m_parameters[index]; }
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view name) const;
    [[nodiscard]] const std::vector<InputConstraint>& constraints() const { return m_constraints; }

    [[nodiscard]] std::size_t slotCount() const { return m_slotCount; }
    [[nodiscard]] std::span<const double> value(const Design& design, std::size_t index) const;
    [[nodiscard]] std::span<double> value(Design& design, std::size_t index) const;
    [[nodiscard]] bool isActive(const Design& design, std::size_t index) const;
    /// Marks parameters whose condition fails inactive, and gives a value (the first, or a random one) to
    /// those that became active. Call after changing a value.
    void activate(Design& design, Rng* rng = nullptr) const;

    /// Number of designs, constraints not counted out; absent when real or beyond 2^53.
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    /// The index-th design of the full enumeration (last parameter fastest); index < count().
    [[nodiscard]] Design at(std::uint64_t index) const;
    /// One design uniform per parameter, by rejection against the known constraints (and `accept`, if given)
    /// in at most `attempts` draws. Absent when none was found: the constraints are (nearly) impossible.
    [[nodiscard]] std::optional<Design> sample(Rng& rng, std::size_t attempts = 10'000,
                                               const std::function<bool(const Design&)>& accept = {}) const;

    /// Every value allowed, activity right, every known constraint satisfied.
    [[nodiscard]] Status check(const Design& design) const;
    [[nodiscard]] bool satisfiesConstraints(const Design& design) const;

    [[nodiscard]] std::size_t featureCount() const { return m_featureCount; }
    /// \param out length featureCount(); inactive parameters give zeros.
    void features(const Design& design, std::span<double> out) const;

    /// "pe_columns=14, dataflow=row_stationary"; inactive parameters are left out.
    [[nodiscard]] std::string print(const Design& design) const;

private:
    /// A parameter's place in the forest that the conditions make of the parameters.
    struct Node
    {
        std::optional<std::size_t> parent;
        std::vector<double> activeFor;        ///< the parent's slot values, sorted
        std::optional<std::uint64_t> subtree; ///< assignments of it and its descendants while it is active
        /// (rank, assignments of the descendants) for those of its values that activate others; 1 for the
        /// rest.
        std::vector<std::pair<std::uint64_t, std::uint64_t>> branches;
    };
    [[nodiscard]] bool shouldBeActive(const Design& design, std::size_t index) const;
    [[nodiscard]] Status link(std::size_t index);
    void countSubtrees();

    std::vector<ParameterPtr> m_parameters;
    std::vector<Node> m_nodes;
    std::vector<std::size_t> m_firstSlot;
    std::vector<InputConstraint> m_constraints;
    std::size_t m_slotCount = 0;
    std::size_t m_featureCount = 0;
};

} // namespace paretoscope::space
