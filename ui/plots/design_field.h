// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/design_table.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QObject>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::ui::plots {

enum class Standing : std::uint8_t {
    Infeasible, ///< not drawn
    PinnedOut,  ///< breaks a pin: context
    Unbrushed,  ///< outside the brush: context
    Lit
};

/// All designs of a snapshot, where they stand, and which of them are lit. Immutable; background jobs keep
/// it.
struct DesignField
{
    study::SnapshotPtr snapshot;
    study::Pins pins;
    std::vector<session::TrialId> brush;
    DesignTable table;
    std::vector<Standing> standing;         ///< of every row
    std::uint64_t lit = 0;                  ///< rows
    std::uint64_t feasible = 0;             ///< rows
    std::vector<session::TrialId> litFront; ///< the front's members that are lit, in its order

    [[nodiscard]] bool allLit() const { return lit == feasible; }
};
using DesignFieldPtr = std::shared_ptr<const DesignField>;

/// The lit design with the least distance below `reach`, among the first `rows`; one of the front before any
/// other. \param distance  of a row, in the unit of `reach`; infinite or NaN for a design without a place
template <class Distance>
[[nodiscard]] std::optional<session::TrialId> nearestLit(const DesignField& field, std::size_t rows,
                                                         float reach, Distance distance)
{
    std::optional<session::TrialId> nearest;
    const auto consider = [&](session::TrialId id) {
        if (const float away = distance(id); away < reach) {
            reach = away;
            nearest = id;
        }
    };
    rows = std::min(rows, field.standing.size());
    for (const session::TrialId id : field.litFront)
        if (id < rows)
            consider(id);
    if (nearest)
        return nearest;
    for (std::size_t id = 0; id < rows; ++id)
        if (field.standing[id] == Standing::Lit)
            consider(id);
    return nearest;
}

/// What part of an axis a brush covers, base units.
struct Interval
{
    std::size_t column = 0;
    float low = 0.0F, high = 0.0F;
};
/// The designs that pass the pins and lie inside all intervals, ascending.
[[nodiscard]] std::vector<session::TrialId> designsWithin(const DesignField& field,
                                                          std::span<const Interval> intervals);

/// Keeps one DesignField up to date for all views of a document that draw many axes, so that a brush is
/// worked out once. Only on request, so hidden views cost nothing; large ones in the background, one at a
/// time.
class DesignFieldKeeper : public QObject
{
    Q_OBJECT

public:
    /// The document's own; made when first asked for, gone with the document.
    [[nodiscard]] static DesignFieldKeeper& of(session::StudyDocument& document);

    [[nodiscard]] const DesignFieldPtr& field() const { return m_field; } ///< never null
    /// Brings the field up to date; changed() follows, unless it is already.
    void request();

Q_SIGNALS:
    void changed();

private:
    explicit DesignFieldKeeper(session::StudyDocument& document);
    [[nodiscard]] bool isCurrent() const;
    void adopt(DesignFieldPtr field);

    session::StudyDocument& m_document;
    DesignFieldPtr m_field = std::make_shared<DesignField>();
    bool m_busy = false;
    LatestJob m_job;
};

} // namespace paretoscope::ui::plots
