// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/result.h"
#include "core/pareto/front_archive.h"

#include <map>

namespace paretoscope::pareto {

/// A front of bounded size: space is cut into boxes of side epsilon, only boxes that no other one dominates
/// are kept, and one point in each. Every point ever shown is then beaten by some member to within epsilon in
/// every objective, however many were shown (an epsilon-Pareto set; Laumanns, Thiele, Deb, Zitzler 2002,
/// "Combining convergence and diversity in evolutionary multiobjective optimization", here with
/// additive boxes). All objectives minimised. Not thread-safe.
class EpsilonArchive
{
public:
    /// \param epsilons  side of a box in each objective, in its unit
    /// \errors InvalidInput: none, or one that is not finite and positive
    [[nodiscard]] static Result<EpsilonArchive> make(std::vector<double> epsilons);

    /// \param point length of `epsilons`, finite; others, and those whose box is beyond counting, are refused
    FrontArchive::Change insert(std::uint64_t id, std::span<const double> point);

    [[nodiscard]] std::size_t size() const { return m_members.size(); }
    [[nodiscard]] std::vector<std::uint64_t> ids() const; ///< in the order of their boxes
    [[nodiscard]] std::vector<double> points() const;     ///< in the same order, row-major

private:
    explicit EpsilonArchive(std::vector<double> epsilons);

    struct Member
    {
        std::uint64_t id = 0;
        std::vector<double> point;
    };
    std::vector<double> m_epsilons;
    FrontArchive m_boxes;                                 ///< by serial number
    std::map<std::vector<double>, Member> m_members;      ///< by box
    std::map<std::uint64_t, std::vector<double>> m_boxOf; ///< of a serial number
    std::uint64_t m_serial = 0;
};

} // namespace paretoscope::pareto
