// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyst.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretoscope::analysis {

using surrogate::Index;
using surrogate::Matrix;

namespace {

/// Correlations below this are of designs that say little about the slice (our choice).
constexpr double kNear = 0.7;

/// Designs that are asked about at a time, so that giving up takes milliseconds.
constexpr std::size_t kChunk = 64;

Error noOutcome(std::size_t outcome)
{
    return {
        ErrorCode::NotFound, "there is no outcome number " + std::to_string(outcome) + ".", "analysis", {}};
}

void append(Response& to, const Response& part)
{
    const auto join = [](auto& all, const auto& more) { all.insert(all.end(), more.begin(), more.end()); };
    join(to.median, part.median);
    join(to.low, part.low);
    join(to.high, part.high);
    join(to.feasibility, part.feasibility);
    join(to.logImprovement, part.logImprovement);
    join(to.legal, part.legal);
}

} // namespace

std::vector<double> Response::logGain() const
{
    std::vector<double> gain;
    for (std::size_t i = 0; i < logImprovement.size(); ++i)
        gain.push_back(feasibility[i] > 0.0 ? logImprovement[i] - std::log(feasibility[i]) : std::nan(""));
    return gain;
}

std::vector<double> relativeToBest(const std::vector<double>& logarithms)
{
    double best = -INFINITY;
    for (const double value : logarithms)
        best = std::isfinite(value) ? std::max(best, value) : best;
    std::vector<double> shares;
    for (const double value : logarithms)
        shares.push_back(std::isnan(value) || std::isinf(best) ? std::nan("") : std::exp(value - best));
    return shares;
}

/// Fills in everything but designs and positions.
void Analyst::answer(Response& response, std::size_t outcome) const
{
    optimizer::Slice slice = optimizer::sliceOf(m_search->models(), m_problem->space(), 0, response.designs,
                                                kBandDeviations);
    optimizer::Slice::Belief& belief = slice.beliefs[outcome];
    response.median = std::move(belief.median);
    response.low = std::move(belief.low);
    response.high = std::move(belief.high);
    if (signOf(m_outcomes[outcome]) < 0.0) {
        std::swap(response.low, response.high);
        for (std::vector<double>* values : {&response.median, &response.low, &response.high})
            for (double& value : *values)
                value = -value;
    }
    response.feasibility = std::move(slice.feasibility);
    response.logImprovement = m_search->acquisitionAt(response.designs);
    for (const space::Design& design : response.designs)
        response.legal.push_back(m_problem->space().satisfiesConstraints(design));
}

Result<Response> Analyst::along(const space::Design& centre, std::size_t parameter, std::size_t outcome,
                                std::size_t steps) const
{
    if (outcome >= m_outcomes.size())
        return noOutcome(outcome);
    auto designs = optimizer::designsAlong(m_problem->space(), centre, parameter, steps);
    if (!designs)
        return designs.error();
    Response response;
    response.designs = std::move(designs).value();
    for (const space::Design& design : response.designs)
        response.positions.push_back(m_problem->space().parameter(parameter).axisPosition(
            m_problem->space().value(design, parameter)));
    answer(response, outcome);
    return response;
}

Result<ResponseMap> Analyst::over(const space::Design& centre, std::size_t first, std::size_t second,
                                  std::size_t outcome, std::size_t steps,
                                  const std::function<bool()>& goOn) const
{
    const space::Space& space = m_problem->space();
    if (outcome >= m_outcomes.size())
        return noOutcome(outcome);
    if (first == second)
        return Error{ErrorCode::InvalidInput, "a map needs two different parameters.", "analysis", {}};
    const auto rows = optimizer::designsAlong(space, centre, second, steps);
    if (!rows)
        return rows.error();
    const auto columns = optimizer::designsAlong(space, centre, first, steps);
    if (!columns)
        return columns.error();
    ResponseMap map;
    for (const space::Design& design : *columns)
        map.first.push_back(space.parameter(first).axisPosition(space.value(design, first)));
    for (const space::Design& design : *rows)
        map.second.push_back(space.parameter(second).axisPosition(space.value(design, second)));
    for (const space::Design& row : *rows) {
        for (const space::Design& column : *columns) {
            space::Design design = row;
            if (space.isActive(design, first)) {
                const auto from = space.value(column, first);
                std::copy(from.begin(), from.end(), space.value(design, first).begin());
                space.activate(design);
            }
            map.at.designs.push_back(std::move(design));
        }
    }
    for (std::size_t from = 0; from < map.at.designs.size(); from += kChunk) {
        if (!goOn())
            return Error{ErrorCode::Cancelled, "given up.", "analysis", {}};
        Response part;
        const std::size_t to = std::min(from + kChunk, map.at.designs.size());
        part.designs.assign(map.at.designs.begin() + static_cast<std::ptrdiff_t>(from),
                            map.at.designs.begin() + static_cast<std::ptrdiff_t>(to));
        answer(part, outcome);
        append(map.at, part);
    }
    for (std::size_t i = 0; i < map.at.designs.size(); ++i)
        if (!space.isActive(map.at.designs[i], first) || !space.isActive(map.at.designs[i], second))
            for (std::vector<double>* values :
                 {&map.at.median, &map.at.low, &map.at.high, &map.at.feasibility, &map.at.logImprovement})
                (*values)[i] = std::nan("");
    return map;
}

double Analyst::measured(const optimizer::Observation& seen, const OutcomeFacts& outcome) const
{
    if (outcome.kind == OutcomeFacts::Kind::Objective && outcome.index < seen.objectives.size())
        return signOf(outcome) * seen.objectives[outcome.index];
    if (outcome.kind == OutcomeFacts::Kind::Limit && outcome.index < seen.constraints.size())
        return seen.constraints[outcome.index];
    return std::nan("");
}

std::vector<NearTrial> Analyst::near(const space::Design& centre, std::span<const std::size_t> freed,
                                     std::size_t outcome, std::size_t most) const
{
    const space::Space& space = m_problem->space();
    if (outcome >= m_outcomes.size() || centre.row().size() != space.slotCount() || m_known.empty())
        return {};
    const surrogate::FeatureMap& features = m_search->models().features();
    const surrogate::GaussianProcess& model = m_models[outcome]->model();
    // Moved onto the slice along the other parameters' distance alone.
    const Matrix middle = features.encode(centre);
    Matrix rows = m_rows;
    for (Index column = 0; column < rows.cols(); ++column)
        if (std::find(freed.begin(), freed.end(), features.parameterOf(column)) != freed.end())
            rows.col(column).setConstant(middle(0, column));
    const std::span<const double> hyper(model.fit().hyper.data(), model.kernel().hyperCount());
    const double own = model.kernel().diagonal(hyper, middle)(0);
    const Matrix correlation = surrogate::covariance(model.kernel(), hyper, rows, middle) / own;
    std::vector<NearTrial> nearest;
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        NearTrial trial{m_known[i].id,
                        {},
                        measured(m_known[i].seen, m_outcomes[outcome]),
                        correlation(static_cast<Index>(i), 0)};
        if (!(trial.closeness >= kNear) || !std::isfinite(trial.value))
            continue;
        const space::Design& design = m_known[i].seen.design;
        for (const std::size_t parameter : freed)
            trial.positions.push_back(
                space.isActive(design, parameter)
                    ? space.parameter(parameter).axisPosition(space.value(design, parameter))
                    : std::nan(""));
        nearest.push_back(std::move(trial));
    }
    const auto closer = [](const NearTrial& a, const NearTrial& b) {
        return a.closeness != b.closeness ? a.closeness > b.closeness : a.id < b.id;
    };
    std::sort(nearest.begin(), nearest.end(), closer);
    nearest.resize(std::min(nearest.size(), most));
    return nearest;
}

} // namespace paretoscope::analysis
