// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/problem.h"
#include "ui/session/axis.h"
#include "ui/session/selection.h"

#include <QObject>

#include <optional>
#include <vector>

namespace paretoscope::ui::session {

/// A design that somebody is thinking about: evaluated, but no trial of the study. Plots draw it by their
/// axes.
struct GhostPoint
{
    std::vector<double> metrics;    ///< one per Problem::metrics(), base units; NaN where unknown
    std::vector<double> parameters; ///< axis position of each parameter, base units; NaN where inactive
    bool feasible = true;

    /// Position on an axis, base units; NaN where unknown.
    [[nodiscard]] double value(const Axis& axis) const;
};

/// \param design of the problem's space; empty = all parameters unknown
[[nodiscard]] GhostPoint ghostPoint(const space::Design& design, const problem::Outcome& outcome,
                                    const problem::Problem& problem);

/// What one "what if" looks like in every view: the ghost, where it has been, and the design it started from.
/// Never undoable and never kept: it is a thought. Whoever asks the question writes, plots only read.
class Ghost : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kLongestTrail = 64; ///< older places are forgotten (our choice)

    explicit Ghost(QObject* parent = nullptr);

    [[nodiscard]] const std::optional<GhostPoint>& point() const { return m_point; }
    /// Where it has been, oldest first, without where it is now.
    [[nodiscard]] const std::vector<GhostPoint>& trail() const { return m_trail; }
    /// The trial that was changed to get here; absent when it started from nothing.
    [[nodiscard]] std::optional<TrialId> origin() const { return m_origin; }

    /// Moves the ghost; where it was joins the trail. None removes ghost, trail and origin.
    void setGhost(std::optional<GhostPoint> point);
    /// A new question about another trial: no ghost yet, no trail.
    void startFrom(std::optional<TrialId> origin);
    /// Replaces the trail, for going back a step. Only the newest kLongestTrail places are kept.
    void setTrail(std::vector<GhostPoint> trail);

Q_SIGNALS:
    void changed(); ///< at most once per turn of the event loop

private:
    void schedule();
    std::optional<GhostPoint> m_point;
    std::vector<GhostPoint> m_trail;
    std::optional<TrialId> m_origin;
    bool m_pending = false;
};

} // namespace paretoscope::ui::session
