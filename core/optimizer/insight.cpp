// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/insight.h"

#include "core/optimizer/acquisition.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Index;

namespace {

Error refused(ErrorCode code, std::string what)
{
    return {code, std::move(what), "insight", {}};
}

std::vector<const OutcomeModel*> readyModels(const OutcomeModels& models)
{
    std::vector<const OutcomeModel*> ready;
    for (const std::vector<OutcomeModel>* some : {&models.objectives(), &models.restrictions()})
        for (const OutcomeModel& model : *some)
            if (model.ready())
                ready.push_back(&model);
    return ready;
}

/// Median and some deviations either way, taken back to the outcome's own units. Bends keep the order, so
/// medians and quantiles pass through them.
void addBelief(const OutcomeModel& model, const surrogate::Prediction& prediction, double deviations,
               std::vector<double>& median, std::vector<double>& low, std::vector<double>& high)
{
    for (Index i = 0; i < prediction.mean.size(); ++i) {
        const double deviation = deviations * std::sqrt(prediction.variance(i));
        median.push_back(model.fromModel(prediction.mean(i)));
        low.push_back(model.fromModel(prediction.mean(i) - deviation));
        high.push_back(model.fromModel(prediction.mean(i) + deviation));
    }
}

/// The parameter that a hyper-parameter belongs to; the kernel names them "... of NAME".
std::optional<std::size_t> parameterNamed(const space::Space& space, const std::string& label)
{
    const std::size_t place = label.rfind(" of ");
    return place == std::string::npos ? std::nullopt : space.indexOf(label.substr(place + 4));
}

} // namespace

std::string nameOf(const Outcome& outcome)
{
    const std::string number = " " + std::to_string(outcome.index + 1);
    switch (outcome.kind) {
    case Outcome::Kind::Objective:
        return "objective" + number;
    case Outcome::Kind::Constraint:
        return "constraint" + number;
    case Outcome::Kind::Metric:
        return "metric" + number;
    case Outcome::Kind::Feasible:
        return "feasibility";
    }
    return {};
}

std::vector<Importance> importances(const OutcomeModels& models, const space::Space& space)
{
    std::vector<Importance> all;
    for (const OutcomeModel* model : readyModels(models)) {
        Importance importance{nameOf(model->outcome()), std::vector<double>(space.size(), 0.0),
                              std::vector<double>(space.size(), std::nan("")), 0.0};
        const std::vector<double>& hyper = model->model().fit().hyper;
        const auto parameters = model->model().kernel().hyperParameters();
        double total = 0.0;
        for (std::size_t h = 0; h < parameters.size(); ++h) {
            const auto index = parameterNamed(space, parameters[h].name);
            const bool isLength = parameters[h].name.starts_with("length scale");
            if (!index || !(isLength || parameters[h].name.starts_with("rate")))
                continue;
            const double value = std::exp(hyper[h]);
            const double weight = isLength ? 1.0 / value : value;
            importance.shares[*index] += weight;
            total += weight;
            double& length = importance.lengthScales[*index];
            if (isLength) // of several columns the shortest counts
                length = std::isnan(length) ? value : std::min(length, value);
        }
        for (double& share : importance.shares)
            share /= std::max(total, 1e-300);
        importance.noiseShare = std::exp(hyper.back());
        all.push_back(std::move(importance));
    }
    return all;
}

Result<CrossValidation> crossValidation(const OutcomeModels& models, std::size_t outcome)
{
    const auto ready = readyModels(models);
    if (outcome >= ready.size())
        return refused(ErrorCode::NotFound, "there is no model number " + std::to_string(outcome) + "; "
                                                + std::to_string(ready.size()) + " are there.");
    const OutcomeModel& model = *ready[outcome];
    const surrogate::Prediction left = model.model().leaveOneOut();
    const surrogate::Vector values = model.model().values();
    CrossValidation result;
    result.outcome = nameOf(model.outcome());
    for (Index i = 0; i < values.size(); ++i)
        result.measured.push_back(model.fromModel(values(i)));
    addBelief(model, left, 1.0, result.predicted, result.low, result.high);
    const double spread = (values.array() - values.mean()).square().sum();
    const double missed = (values - left.mean).squaredNorm();
    result.determination = spread > 0.0 ? 1.0 - missed / spread : 0.0;
    Index covered = 0;
    for (Index i = 0; i < values.size(); ++i)
        covered += std::abs(values(i) - left.mean(i)) <= 2.0 * std::sqrt(left.variance(i)) ? 1 : 0;
    result.covered = static_cast<double>(covered) / static_cast<double>(values.size());
    return result;
}

Result<std::vector<space::Design>> designsAlong(const space::Space& space, const space::Design& centre,
                                                std::size_t parameter, std::size_t steps)
{
    if (parameter >= space.size() || centre.row().size() != space.slotCount())
        return refused(ErrorCode::InvalidInput, "the design or the parameter is none of this space's.");
    if (!space.isActive(centre, parameter))
        return refused(ErrorCode::InvalidInput,
                       space.parameter(parameter).name() + " is inactive in this design.");
    const space::Parameter& along = space.parameter(parameter);
    const std::uint64_t most = std::clamp<std::uint64_t>(steps, 2, 10'000);
    const auto count = along.count();
    const std::uint64_t places = count ? std::min(*count, most) : most;
    if (!count && along.kind() != space::ParameterKind::Real)
        return refused(ErrorCode::InvalidInput, along.name() + " has too many values to lay out in a row.");
    std::vector<space::Design> designs;
    const surrogate::FeatureMap features(space);
    for (std::uint64_t i = 0; i < places; ++i) {
        space::Design design = centre;
        if (count) {
            const std::uint64_t rank = places > 1 ? i * (*count - 1) / (places - 1) : 0;
            along.at(rank, space.value(design, parameter));
        } else {
            for (const Index column : features.realColumns())
                if (features.parameterOf(column) == parameter)
                    features.setReal(design, column,
                                     static_cast<double>(i) / static_cast<double>(places - 1));
        }
        space.activate(design);
        designs.push_back(std::move(design));
    }
    return designs;
}

Beliefs beliefsOf(const OutcomeModels& models, std::span<const space::Design> designs, double deviations)
{
    Beliefs found;
    const surrogate::Matrix rows = models.features().encode(designs);
    for (const OutcomeModel* model : readyModels(models)) {
        OutcomeBelief belief;
        belief.outcome = nameOf(model->outcome());
        addBelief(*model, model->model().predict(rows), deviations, belief.median, belief.low, belief.high);
        found.outcomes.push_back(std::move(belief));
    }
    const surrogate::Vector feasible = Acquisition(models).logFeasibility(rows);
    for (Index i = 0; i < feasible.size(); ++i)
        found.feasibility.push_back(std::exp(feasible(i)));
    return found;
}

Slice sliceOf(const OutcomeModels& models, const space::Space& space, std::size_t parameter,
              std::vector<space::Design> designs, double deviations)
{
    Slice slice;
    slice.parameter = parameter;
    slice.designs = std::move(designs);
    for (const space::Design& design : slice.designs)
        slice.positions.push_back(space.parameter(parameter).axisPosition(space.value(design, parameter)));
    Beliefs found = beliefsOf(models, slice.designs, deviations);
    slice.beliefs = std::move(found.outcomes);
    slice.feasibility = std::move(found.feasibility);
    return slice;
}

} // namespace paretoscope::optimizer
