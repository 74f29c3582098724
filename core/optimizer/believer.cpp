// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/believer.h"

#include "core/optimizer/acquisition.h"

#include <cmath>

namespace paretoscope::optimizer {

using surrogate::Matrix;

Believer::Believer(OutcomeModels& models, const std::map<std::uint64_t, space::Design>& pending)
    : m_models(models)
{
    for (const OutcomeModel& model : m_models.objectives())
        m_knownObjective.push_back(model.model().size());
    for (const OutcomeModel& model : m_models.restrictions())
        m_knownRestriction.push_back(model.ready() ? model.model().size() : 0);
    for (const auto& [id, design] : pending) {
        const Eigen::RowVectorXd row = m_models.features().encode(design);
        const Matrix rows = row;
        const double likely = Acquisition(m_models).logFeasibility(rows)(0);
        std::vector<double> point;
        for (OutcomeModel& model : m_models.objectives()) {
            const double mean = model.model().predictMean(rows)(0);
            point.push_back(model.fromModel(mean));
            model.model().append(row, mean);
        }
        for (OutcomeModel& model : m_models.restrictions())
            if (model.ready())
                model.model().append(row, model.model().predictMean(rows)(0));
        if (likely > std::log(0.5))
            m_believed.push_back(std::move(point));
    }
}

Believer::~Believer()
{
    for (std::size_t i = 0; i < m_knownObjective.size(); ++i)
        m_models.objectives()[i].model().truncate(m_knownObjective[i]);
    for (std::size_t i = 0; i < m_knownRestriction.size(); ++i)
        if (m_models.restrictions()[i].ready())
            m_models.restrictions()[i].model().truncate(m_knownRestriction[i]);
}

void Believer::believe(std::size_t objective, const space::Design& design, double value)
{
    OutcomeModel& model = m_models.objectives()[objective];
    model.model().append(m_models.features().encode(design), model.toModel(value));
}

} // namespace paretoscope::optimizer
