// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "core/study/snapshot.h"
#include "ui/plots/value_range.h"
#include "ui/session/axis.h"
#include "ui/session/selection.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::ui::plots {

/// A trial as a point of the plane that the front view shows.
struct ScenePoint
{
    double x = 0.0;
    double y = 0.0;
    double shade = 0.0; ///< value on the colour axis; NaN when there is none
    session::TrialId id = 0;
    bool feasible = false;
    bool passes = true; ///< the pins
    bool lit = true;    ///< passes, and is in the brush if there is one
};
using ScenePoints = std::vector<ScenePoint>;

/// What the front view draws, without how: the trials of a snapshot placed on two axes, which of them are the
/// front, and what the pins leave of them. Follows a growing log by looking only at the new trials.
class FrontScene
{
public:
    struct Axes
    {
        session::Axis x;
        session::Axis y;
        std::optional<session::Axis> colour;
    };

    /// Starts anew on other axes.
    void setAxes(Axes axes);
    [[nodiscard]] const Axes& axes() const { return m_axes; }

    /// Adds the trials that are new in `snapshot`, and takes its front. New trials pass until refilter().
    void follow(const study::Snapshot& snapshot, const problem::Problem& problem);
    /// Decides for every point whether it passes and is lit. \param brush ascending ids; empty = no brush
    void refilter(const study::Snapshot& snapshot, const study::PinFilter& filter,
                  std::span<const session::TrialId> brush);

    [[nodiscard]] const ScenePoints& points() const { return *m_points; }
    /// The same points for a background job; stays as it is while the scene moves on.
    [[nodiscard]] std::shared_ptr<const ScenePoints> sharedPoints() const { return m_points; }
    [[nodiscard]] const ScenePoint* point(session::TrialId id) const;

    /// Positions in points() of the front, by x.
    [[nodiscard]] const std::vector<std::size_t>& front() const { return m_front; }
    /// Positions of the best trade-offs of the two shown axes among what passes, by x from best to worst;
    /// empty when an axis has no better end.
    [[nodiscard]] const std::vector<std::size_t>& staircase() const { return m_staircase; }
    [[nodiscard]] std::optional<session::TrialId> knee() const { return m_knee; }

    [[nodiscard]] bool hasDirections() const { return !m_axes.x.isParameter && !m_axes.y.isParameter; }
    /// Where the points are; absent while there are none.
    struct Extent
    {
        ValueRange x, y;
    };
    [[nodiscard]] std::optional<Extent> extent(bool withInfeasible) const;
    [[nodiscard]] std::optional<ValueRange> shadeRange() const { return m_shadeRange; }
    [[nodiscard]] std::uint64_t trialsSeen() const { return m_seen; }
    [[nodiscard]] std::uint64_t withoutValue() const { return m_withoutValue; }
    [[nodiscard]] std::uint64_t infeasible() const { return m_infeasible; }

private:
    ScenePoints& ownPoints(); ///< copies first when a job still reads them
    void add(const study::Trial& trial, const problem::Problem& problem);
    void findStaircase();

    Axes m_axes;
    std::shared_ptr<ScenePoints> m_points = std::make_shared<ScenePoints>();
    std::vector<std::int64_t> m_place; ///< of trial id in points, -1 = not drawn
    std::vector<std::size_t> m_front;
    std::vector<std::size_t> m_staircase;
    std::optional<session::TrialId> m_knee;
    std::optional<Extent> m_feasibleExtent;
    std::optional<Extent> m_fullExtent;
    std::optional<ValueRange> m_shadeRange;
    std::uint64_t m_seen = 0;
    std::uint64_t m_withoutValue = 0;
    std::uint64_t m_infeasible = 0;
};

} // namespace paretoscope::ui::plots
