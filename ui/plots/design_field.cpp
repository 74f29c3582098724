// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/design_field.h"

#include <algorithm>

namespace paretoscope::ui::plots {

namespace {

/// Up to so many designs are looked at on the spot: handing them to another thread takes longer.
constexpr std::size_t kDotsAtOnce = 10'000;

struct Wanted
{
    study::SnapshotPtr snapshot;
    study::Pins pins;
    std::vector<session::TrialId> brush;
    std::shared_ptr<const problem::Problem> problem;
    std::vector<session::Axis> axes;
};

void decideStanding(DesignField& field, std::size_t from, const problem::Problem& problem)
{
    const study::PinFilter filter(field.pins, problem);
    auto brushed = std::lower_bound(field.brush.begin(), field.brush.end(), from);
    field.standing.resize(field.table.rows());
    for (std::size_t row = from; row < field.table.rows(); ++row) {
        Standing& standing = field.standing[row];
        while (brushed != field.brush.end() && *brushed < row)
            ++brushed;
        const bool inBrush = field.brush.empty() || (brushed != field.brush.end() && *brushed == row);
        if (!field.table.feasible(row)) {
            standing = Standing::Infeasible;
            continue;
        }
        ++field.feasible;
        if (!filter.empty() && !filter.passes(field.snapshot->trials[row]))
            standing = Standing::PinnedOut;
        else
            standing = inBrush ? Standing::Lit : Standing::Unbrushed;
        field.lit += standing == Standing::Lit ? 1 : 0;
    }
    field.litFront.clear();
    for (const session::TrialId id : field.snapshot->front) {
        if (id < field.standing.size() && field.standing[id] == Standing::Lit)
            field.litFront.push_back(id);
    }
}

DesignFieldPtr fieldOf(const DesignField& former, Wanted wanted)
{
    auto field = std::make_shared<DesignField>();
    field->snapshot = std::move(wanted.snapshot);
    field->pins = std::move(wanted.pins);
    field->brush = std::move(wanted.brush);
    field->table = former.table;
    field->table.follow(field->snapshot->trials, wanted.axes, *wanted.problem);
    std::size_t from = 0;
    const bool onlyGrew = former.pins == field->pins && former.brush == field->brush
                          && former.standing.size() <= field->table.rows();
    if (onlyGrew) {
        from = former.standing.size();
        field->standing = former.standing;
        field->lit = former.lit;
        field->feasible = former.feasible;
    }
    decideStanding(*field, from, *wanted.problem);
    return field;
}

} // namespace

std::vector<session::TrialId> designsWithin(const DesignField& field, std::span<const Interval> intervals)
{
    std::vector<session::TrialId> ids;
    std::vector<std::uint8_t> inside(DesignTable::kBlock);
    for (std::size_t block = 0; block < field.table.blocks(); ++block) {
        std::fill(inside.begin(), inside.end(), std::uint8_t{1});
        for (const Interval& interval : intervals) {
            const std::span<const float> values = field.table.column(block, interval.column);
            for (std::size_t i = 0; i < values.size(); ++i)
                inside[i] = static_cast<std::uint8_t>(inside[i] & (values[i] >= interval.low ? 1 : 0)
                                                      & (values[i] <= interval.high ? 1 : 0));
        }
        const std::size_t first = block * DesignTable::kBlock;
        const std::size_t last = std::min(first + DesignTable::kBlock, field.standing.size());
        for (std::size_t row = first; row < last; ++row) {
            const bool passes = field.standing[row] == Standing::Lit
                                || field.standing[row] == Standing::Unbrushed;
            if (passes && inside[row - first] != 0)
                ids.push_back(row);
        }
    }
    return ids;
}

DesignFieldKeeper& DesignFieldKeeper::of(session::StudyDocument& document)
{
    auto* known = document.findChild<DesignFieldKeeper*>(QString(), Qt::FindDirectChildrenOnly);
    return known ? *known : *new DesignFieldKeeper(document);
}

DesignFieldKeeper::DesignFieldKeeper(session::StudyDocument& document)
    : QObject(&document)
    , m_document(document)
    , m_job(this)
{
    request();
}

bool DesignFieldKeeper::isCurrent() const
{
    return m_field->snapshot == m_document.snapshot() && m_field->pins == m_document.pins()
           && m_field->brush == m_document.selection().brush();
}

void DesignFieldKeeper::request()
{
    if (m_busy || isCurrent()) // the job under way looks again when it is done
        return;
    Wanted wanted{m_document.snapshot(), m_document.pins(), m_document.selection().brush(),
                  m_document.study().problem, m_document.axes()};
    if (wanted.snapshot->trials.size() <= kDotsAtOnce) {
        adopt(fieldOf(*m_field, std::move(wanted)));
        return;
    }
    m_busy = true;
    m_job.run<DesignFieldPtr>(
        [former = m_field, wanted](const auto&, const auto& deliver) { deliver(fieldOf(*former, wanted)); },
        [this](const DesignFieldPtr& field) {
            m_busy = false;
            adopt(field);
            request();
        });
}

void DesignFieldKeeper::adopt(DesignFieldPtr field)
{
    m_field = std::move(field);
    Q_EMIT changed();
}

} // namespace paretoscope::ui::plots
