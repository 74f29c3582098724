// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/optimizer/optimizer.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace paretoscope::optimizer {

/// What every method needs to know before it proposes: which designs may be proposed (known constraints,
/// pinned parameters) and which have been already. Answers depend on sets only, never on the order of calls,
/// which is what the reproducibility contract of Optimizer asks for.
class Candidates
{
public:
    explicit Candidates(const SearchProblem& problem)
        : m_space(problem.space)
        , m_knownConstraints(problem.known)
        , m_announce(problem.announce)
        , m_repeats(problem.repeats)
    { }

    [[nodiscard]] const space::Space& space() const { return m_space; }
    [[nodiscard]] const Steering& steering() const { return m_steering; }

    void asked(std::uint64_t id, const space::Design& design);
    void told(const Observation& observation);
    void withdrawn(std::uint64_t id);
    void constrain(const Steering& steering);

    /// Asked for and neither told nor withdrawn, by id.
    [[nodiscard]] const std::map<std::uint64_t, space::Design>& pending() const { return m_pending; }

    /// Neither told nor being evaluated; or any, where the problem allows designs to be repeated.
    [[nodiscard]] bool isNew(const space::Design& design) const
    {
        return m_repeats || !m_known.contains(design);
    }
    /// Satisfies the known constraints and the pinned parameters.
    [[nodiscard]] bool isLegal(const space::Design& design) const;
    /// Says that isLegal will be asked about some of these, for SearchProblem::announce.
    void announce(std::span<const space::Design> designs) const;
    /// The same of the next designs that fresh() will draw.
    void announceDraws(Rng rng, std::size_t count) const;
    [[nodiscard]] bool wantsAnnouncements() const { return m_announce != nullptr; }
    /// Draws pinned parameters anew that lie outside their pins; then legal but for the known constraints.
    void settle(space::Design& design, Rng& rng) const;

    /// A random design, legal and new. Absent when there is none, or none can be found; whyNone() then says
    /// so.
    [[nodiscard]] std::optional<space::Design> fresh(Rng& rng);
    [[nodiscard]] const std::string& whyNone() const { return m_whyNone; }
    /// Records that every design has been looked at, and whether any of them was legal.
    void exhausted(bool anyLegal);

    /// Spaces up to this size are searched exhaustively before a method gives up.
    static constexpr std::uint64_t kMostEnumerated = 1'000'000;

private:
    /// The values of one parameter that its pins leave: an interval of reals, or of ranks.
    struct Window
    {
        std::size_t parameter = 0;
        Steering::Bound bound;
        bool empty = false;
        std::uint64_t firstRank = 0; ///< discrete kinds only
        std::uint64_t lastRank = 0;
    };
    [[nodiscard]] Window windowOf(const Steering::Bound& bound) const;
    void drawInside(const Window& window, Rng& rng, std::span<double> value) const;
    [[nodiscard]] space::Design drawn(Rng& rng) const;
    void drawOutside(const Window& hole, Rng& rng, std::span<double> value) const;
    [[nodiscard]] std::optional<space::Design> byDrawing(Rng& rng, std::size_t attempts);
    [[nodiscard]] std::optional<space::Design> byTryingAll(Rng& rng, std::uint64_t count);
    void release(const space::Design& design);

    space::Space m_space;
    std::function<std::vector<double>(const space::Design&)> m_knownConstraints;
    std::function<void(std::span<const space::Design>)> m_announce;
    bool m_repeats;
    Steering m_steering;
    std::vector<Window> m_windows; ///< by parameter, parents before children
    std::vector<Window> m_holes;   ///< regions that pins exclude
    std::unordered_map<space::Design, std::uint32_t, space::DesignHash>
        m_known; ///< pending or told, how often
    std::map<std::uint64_t, space::Design> m_pending;
    std::string m_whyNone;
};

} // namespace paretoscope::optimizer
