// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/incumbents.h"

#include "core/pareto/front_archive.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

using surrogate::Index;
using surrogate::Matrix;
using surrogate::NoiselessDraws;

/// How many rows the search goes out from, at most (our choice).
constexpr std::size_t kMostParents = 30;

/// Some designs by their features: those told that may be on a front, then those pending.
struct Rows
{
    std::vector<std::size_t> told; ///< indices into OutcomeModels::told()
    std::vector<Eigen::RowVectorXd> features;
};

/// The draws of one outcome, and where in them each of the rows stands.
struct DrawnOutcome
{
    NoiselessDraws draws;
    std::vector<Index> places;
};

/// A model knows most rows itself; the others are drawn beside.
std::optional<DrawnOutcome> drawnAt(const surrogate::GaussianProcess& model, const Rows& rows,
                                    std::size_t count, Rng& rng)
{
    std::vector<Index> places;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < rows.features.size(); ++i) {
        Index place = 0;
        while (place < model.size() && model.points().row(place) != rows.features[i])
            ++place;
        if (place == model.size()) {
            place += static_cast<Index>(others.size());
            others.push_back(i);
        }
        places.push_back(place);
    }
    Matrix more(static_cast<Index>(others.size()), model.points().cols());
    for (std::size_t i = 0; i < others.size(); ++i)
        more.row(static_cast<Index>(i)) = rows.features[others[i]];
    auto draws = NoiselessDraws::make(model, more, static_cast<Index>(count), rng);
    if (!draws)
        return {};
    return DrawnOutcome{std::move(draws).value(), std::move(places)};
}

bool isNoisy(const surrogate::GaussianProcess& model)
{
    return std::exp(model.fit().hyper.back()) > 2.0 * NoiselessDraws::kNoNoise;
}

/// A told design that may be on the front: measured, within the pins, and, where a restriction is exact,
/// known to keep it. Noisy restrictions are drawn.
bool mayCount(const OutcomeModels& models, const Observation& seen)
{
    if (models.isFeasible(seen))
        return true;
    if (!models.isMeasured(seen) || !models.isWithinPins(seen.design))
        return false;
    bool known = false; // which restriction it breaks
    for (const OutcomeModel& restriction : models.restrictions()) {
        const auto value = models.valueOf(restriction.outcome(), seen);
        if (!value || *value <= 0.0)
            continue;
        if (restriction.outcome().kind == Outcome::Kind::Feasible || !restriction.ready()
            || !isNoisy(restriction.model()))
            return false;
        known = true;
    }
    return known;
}

Rows rowsOf(const OutcomeModels& models, std::span<const space::Design> pending)
{
    Rows rows;
    const std::vector<Observation>& told = models.told();
    for (std::size_t i = 0; i < told.size(); ++i)
        if (mayCount(models, told[i])) {
            rows.told.push_back(i);
            rows.features.push_back(models.features().encode(told[i].design));
        }
    for (const space::Design& design : pending)
        rows.features.push_back(models.features().encode(design));
    return rows;
}

/// One entry per row and draw, whether every restriction holds there.
std::optional<std::vector<std::vector<bool>>> drawnFeasibility(const OutcomeModels& models, const Rows& rows,
                                                               std::size_t count, Rng& rng)
{
    std::vector<std::vector<bool>> holds(rows.features.size(), std::vector<bool>(count, true));
    for (const OutcomeModel& restriction : models.restrictions()) {
        const bool anyPending = rows.features.size() > rows.told.size();
        if (!restriction.ready() || (!isNoisy(restriction.model()) && !anyPending))
            continue;
        const bool exact = restriction.outcome().kind == Outcome::Kind::Feasible
                           || !isNoisy(restriction.model());
        const auto drawn = drawnAt(restriction.model(), rows, count, rng);
        if (!drawn)
            return {};
        for (std::size_t i = exact ? rows.told.size() : 0; i < rows.features.size(); ++i)
            for (std::size_t s = 0; s < count; ++s)
                if (drawn->draws.values()(drawn->places[i], static_cast<Index>(s)) > 0.0)
                    holds[i][s] = false;
    }
    return holds;
}

/// The rows that are on most fronts, at most kMostParents.
std::vector<std::size_t> likeliest(const std::vector<std::size_t>& told,
                                   const std::vector<std::size_t>& often)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < told.size(); ++i)
        if (often[i] > 0)
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return often[a] > often[b]; });
    order.resize(std::min(order.size(), kMostParents));
    for (std::size_t& i : order)
        i = told[i];
    return order;
}

} // namespace

Incumbents observedFront(const OutcomeModels& models, const std::vector<std::vector<double>>& believed)
{
    Incumbents incumbents;
    incumbents.rows = models.front();
    std::vector<double>& points = incumbents.fronts.emplace_back();
    for (const std::size_t row : incumbents.rows) {
        const std::vector<double>& objectives = models.told()[row].objectives;
        points.insert(points.end(), objectives.begin(), objectives.end());
    }
    for (const std::vector<double>& point : believed)
        points.insert(points.end(), point.begin(), point.end());
    return incumbents;
}

std::optional<Incumbents> possibleFronts(const OutcomeModels& models, std::span<const space::Design> pending,
                                         std::size_t count, Rng& rng)
{
    const Rows rows = rowsOf(models, pending);
    const std::size_t k = models.objectives().size();
    Incumbents incumbents;
    std::vector<std::vector<Index>> places;
    for (const OutcomeModel& objective : models.objectives()) {
        auto drawn = drawnAt(objective.model(), rows, count, rng);
        if (!drawn)
            return {};
        incumbents.draws.push_back(std::move(drawn->draws));
        places.push_back(std::move(drawn->places));
    }
    const auto holds = drawnFeasibility(models, rows, count, rng);
    if (!holds)
        return {};
    std::vector<std::size_t> often(rows.told.size(), 0);
    std::vector<double> point(k);
    for (std::size_t s = 0; s < count; ++s) {
        pareto::FrontArchive front(k);
        for (std::size_t i = 0; i < rows.features.size(); ++i) {
            if (!(*holds)[i][s])
                continue;
            for (std::size_t j = 0; j < k; ++j)
                point[j] = models.objectives()[j].fromModel(
                    incumbents.draws[j].values()(places[j][i], static_cast<Index>(s)));
            front.insert(i, point);
        }
        incumbents.fronts.emplace_back(front.points().begin(), front.points().end());
        for (const std::uint64_t id : front.ids())
            if (id < rows.told.size())
                ++often[id];
    }
    incumbents.rows = likeliest(rows.told, often);
    return incumbents;
}

} // namespace paretoscope::optimizer
