// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "core/study/snapshot.h"
#include "ui/plots/value_range.h"
#include "ui/session/axis.h"
#include "ui/session/selection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::ui::plots {

/// What is true of a design in the plane, as bits of one byte.
enum PointFlag : std::uint8_t {
    kFeasible = 1,
    kPasses = 2, ///< the pins
    kBrushed = 4,
};

/// Every design as a point of a plane, column by column, because a frame runs over all of them: the position
/// in a column is the trial's id. Single precision is finer than a pixel until the view is zoomed in ten
/// thousand times; numbers that are stated come from the trials themselves.
struct PlanePoints
{
    std::vector<float> u, v; ///< place: the value, on a logarithmic axis its logarithm; NaN where it has none
    std::vector<float> shade;  ///< value on the colour axis, NaN where there is none; empty without that axis
    std::vector<float> weight; ///< value on the size axis, likewise
    std::vector<std::uint8_t> flags;
    std::uint8_t litMask = kPasses; ///< the flags that a lit point has: with a brush it is also brushed

    [[nodiscard]] std::size_t size() const { return u.size(); }
    [[nodiscard]] bool isPlaced(std::size_t i) const { return u[i] == u[i] && v[i] == v[i]; }
    [[nodiscard]] bool is(std::size_t i, PointFlag flag) const { return (flags[i] & flag) != 0; }
    [[nodiscard]] bool isLit(std::size_t i) const { return (flags[i] & litMask) == litMask; }
};

/// What the front view draws, without how: the trials of a snapshot placed on two axes, which of them are the
/// front, and what pins and brush leave of them. Follows a growing log by looking only at the new trials.
class FrontScene
{
public:
    struct Axes
    {
        session::Axis x;
        session::Axis y;
        std::optional<session::Axis> colour;
        std::optional<session::Axis> size;
        bool logX = false, logY = false; ///< wanted; see logX()
    };

    /// Starts anew on other axes.
    void setAxes(Axes axes);
    [[nodiscard]] const Axes& axes() const { return m_axes; }
    /// Whether the axis is logarithmic: as wanted, unless a design has a value that no logarithm has.
    [[nodiscard]] bool logX() const { return m_axes.logX; }
    [[nodiscard]] bool logY() const { return m_axes.logY; }

    /// Adds the trials that are new in `snapshot`, and takes its front. New trials pass until refilter().
    void follow(const study::Snapshot& snapshot, const problem::Problem& problem);
    /// Decides for every point whether it passes. \cost a few ns a point and pin; a pin on an axis that had
    /// none reads the trials once
    void refilter(const study::Snapshot& snapshot, const study::Pins& pins, const problem::Problem& problem);
    /// \param brush ascending ids; empty = no brush, all that passes is lit
    void setBrush(std::span<const session::TrialId> brush);
    /// The brush while it is being drawn. \param inside one byte a point, 0 = outside
    void setBrushed(std::span<const std::uint8_t> inside, bool adding);

    [[nodiscard]] const PlanePoints& points() const { return *m_points; }
    /// The same points for a background job; stays as it is while the scene moves on.
    [[nodiscard]] std::shared_ptr<const PlanePoints> sharedPoints() const { return m_points; }
    /// Counts up when points change other than by new ones at the end.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// True for a trial that stands somewhere in this plane.
    [[nodiscard]] bool has(session::TrialId id) const
    {
        return id < m_points->size() && m_points->isPlaced(id);
    }

    /// The front, by x.
    [[nodiscard]] const std::vector<std::size_t>& front() const { return m_front; }
    /// The best trade-offs of the two shown axes among what passes, by x from best to worst; empty when an
    /// axis has no better end.
    [[nodiscard]] const std::vector<std::size_t>& staircase() const { return m_staircase; }
    [[nodiscard]] std::optional<session::TrialId> knee() const { return m_knee; }

    [[nodiscard]] bool hasDirections() const { return !m_axes.x.isParameter && !m_axes.y.isParameter; }
    /// Where the points are, in values; absent while there are none.
    struct Extent
    {
        ValueRange x, y;
    };
    [[nodiscard]] std::optional<Extent> extent(bool withInfeasible) const;
    [[nodiscard]] std::optional<ValueRange> shadeRange() const { return m_shadeRange; }
    [[nodiscard]] std::optional<ValueRange> weightRange() const { return m_weightRange; }
    [[nodiscard]] std::uint64_t trialsSeen() const { return m_points->size(); }
    [[nodiscard]] std::uint64_t withoutValue() const { return m_withoutValue; }

private:
    /// The positions of all trials on a pinned axis, so that a dragged limit reads one column.
    struct PinColumn
    {
        std::string axis;
        std::vector<double> positions;
    };
    PlanePoints& ownPoints(); ///< copies first when a job still reads them
    void restart();
    /// False when the trial has no place on a logarithmic axis.
    [[nodiscard]] bool add(const study::Trial& trial, const problem::Problem& problem);
    void findStaircase();

    Axes m_axes;
    std::shared_ptr<PlanePoints> m_points = std::make_shared<PlanePoints>();
    std::vector<PinColumn> m_pinColumns;
    study::Pins m_pins;                    ///< as filtered by
    std::size_t m_filtered = 0;            ///< points that were
    std::vector<session::TrialId> m_brush; ///< as set, unless it is being drawn
    bool m_previews = false;
    std::vector<std::size_t> m_front;
    std::vector<std::size_t> m_staircase;
    std::optional<session::TrialId> m_knee;
    std::optional<Extent> m_feasibleExtent;
    std::optional<Extent> m_fullExtent;
    std::optional<ValueRange> m_shadeRange;
    std::optional<ValueRange> m_weightRange;
    std::uint64_t m_withoutValue = 0;
    std::uint64_t m_revision = 0;
};

} // namespace paretoscope::ui::plots
