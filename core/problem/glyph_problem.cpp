// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/glyph_problem.h"

#include "core/cost/crossbar/lite.h"
#include "core/problem/conditions.h"
#include "core/problem/glyph_explanation.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace paretoscope::problem {

namespace {

enum MetricIndex : std::size_t { kError, kEnergy, kArea, kLatency };

/// One parameter: its name, its values, and where it stands in the hardware of reference.
struct Row
{
    std::string name;
    std::string label;
    std::vector<double> values;
    double reference = 0.0;
};

constexpr std::size_t kSoftware = 4; ///< parameters of the network, which stand first

/// The space (our choice: small enough to train on a laptop, with a conflict on either side).
const std::vector<Row>& rows()
{
    static const std::vector<Row> kRows{
        {"hidden_1", "First hidden width", {8, 16, 24, 32, 48, 64, 96, 128}, 64},
        {"hidden_2", "Second hidden width", {0, 16, 32, 64}, 0},
        {"learning_rate", "Learning rate", {0.003, 0.01, 0.03, 0.1, 0.3}, 0.1},
        {"dropout", "Dropout", {0, 0.1, 0.25, 0.5}, 0.1},
        {"crossbar_size", "Array side", {32, 64, 128, 256}, 128},
        {"weight_bits", "Weight bits", {2, 3, 4, 5, 6, 8}, 8},
        {"activation_bits", "Activation bits", {1, 2, 3, 4, 6, 8}, 8},
        {"cell_bits", "Bits per cell", {1, 2, 4}, 2},
        {"adc_bits", "ADC bits", {3, 4, 5, 6, 7, 8}, 8},
    };
    return kRows;
}

Result<space::Space> glyphSpace()
{
    std::vector<space::ParameterPtr> parameters;
    for (const Row& row : rows()) {
        auto parameter = space::makeOrdinal({row.name, row.label, {}, {}}, row.values);
        if (!parameter)
            return parameter.error();
        parameters.push_back(std::move(parameter).value());
    }
    return space::Space::make(std::move(parameters));
}

GlyphDesign partsOf(const space::Design& design, double cellNoise)
{
    const auto at = [&](std::size_t i) { return static_cast<int>(design.row()[i]); };
    return {at(0), at(1), design.row()[2], design.row()[3], {at(4), at(5), at(6), at(7), at(8), cellNoise}};
}

class GlyphProblem final : public Problem, public Conditional
{
public:
    GlyphProblem(std::string name, space::Space space, Judgement judgement, double cellNoise)
        : m_name(std::move(name))
        , m_space(std::move(space))
        , m_judgement(std::move(judgement))
        , m_cellNoise(cellNoise)
        , m_networks(std::make_shared<GlyphNetworks>())
    { }

    [[nodiscard]] const std::string& name() const override { return m_name; }
    [[nodiscard]] const space::Space& space() const override { return m_space; }
    [[nodiscard]] const std::vector<Metric>& metrics() const override { return glyphMetrics(); }
    [[nodiscard]] const std::vector<Objective>& objectives() const override { return m_judgement.objectives; }
    [[nodiscard]] const std::vector<MetricConstraint>& constraints() const override
    {
        return m_judgement.constraints;
    }

    [[nodiscard]] Outcome evaluate(const space::Design& design, const std::stop_token& stop) const override
    {
        const auto began = std::chrono::steady_clock::now();
        Outcome outcome;
        outcome.metrics = freeMetrics(design);
        const std::optional<double> error = m_networks->error(partsOf(design, m_cellNoise), stop);
        if (!error) {
            outcome.metrics.assign(outcome.metrics.size(), std::nan(""));
            outcome.reason = "stopped";
            return outcome;
        }
        outcome.metrics[kError] = *error;
        judge(m_judgement, glyphMetrics(), outcome);
        outcome.cost_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        return outcome;
    }

    [[nodiscard]] Result<Explanation> explain(const space::Design& design,
                                              const std::stop_token&) const override
    {
        if (const Status legal = m_space.check(design); !legal)
            return legal.error();
        return explainGlyphs(partsOf(design, m_cellNoise));
    }

    [[nodiscard]] Result<std::vector<CrossbarLayerView>> views(const space::Design& design,
                                                               const std::stop_token& stop) const
    {
        const auto sums = m_networks->sums(partsOf(design, m_cellNoise), stop);
        if (!sums)
            return Error{ErrorCode::Cancelled, "It was stopped.", {}, {}};
        if (sums->empty())
            return Error{ErrorCode::NotFound,
                         "The training has run away, so the network computes nothing.",
                         {},
                         "A smaller learning rate helps."};
        return glyphViews(partsOf(design, m_cellNoise), *sums);
    }

    [[nodiscard]] bool isFree(std::size_t metric) const override { return metric != kError; }
    [[nodiscard]] std::vector<double> freeMetrics(const space::Design& design) const override
    {
        const GlyphDesign parts = partsOf(design, m_cellNoise);
        const auto cost = cost::crossbar::liteCost(glyphLayers(parts), glyphCrossbar(parts));
        return {std::nan(""), cost.energy_J(), cost.area_mm2, cost.latency_s};
    }
    [[nodiscard]] std::vector<Condition> conditions() const override
    {
        Condition noise{"Cell noise",
                        "",
                        "Every cell of the crossbars is off by a normally distributed share, of this "
                        "deviation. The same cells for every value; the network is not trained anew.",
                        {0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5},
                        m_cellNoise};
        const auto place = std::lower_bound(noise.values.begin(), noise.values.end(), m_cellNoise);
        if (place == noise.values.end() || *place != m_cellNoise)
            noise.values.insert(place, m_cellNoise);
        return {std::move(noise)};
    }
    [[nodiscard]] std::shared_ptr<const Problem> under(const std::vector<double>& values) const override
    {
        auto other = std::make_shared<GlyphProblem>(*this);
        other->m_cellNoise = values.at(0);
        return other;
    }
    [[nodiscard]] std::optional<Codesign> codesign() const override
    {
        Codesign parts;
        std::vector<double> reference;
        for (std::size_t i = 0; i < rows().size(); ++i) {
            reference.push_back(rows()[i].reference);
            if (i < kSoftware)
                parts.software.push_back(i);
        }
        parts.reference = space::Design(std::move(reference));
        parts.quality = {kError};
        return parts;
    }

private:
    std::string m_name;
    space::Space m_space;
    Judgement m_judgement;
    double m_cellNoise;
    std::shared_ptr<GlyphNetworks> m_networks; ///< shared by the same problem under other conditions
};

} // namespace

std::optional<Result<std::vector<CrossbarLayerView>>>
glyphLayerViews(const Problem& problem, const space::Design& design, const std::stop_token& stop)
{
    const auto* glyphs = dynamic_cast<const GlyphProblem*>(&problem);
    return glyphs ? std::optional(glyphs->views(design, stop)) : std::nullopt;
}

const std::vector<Metric>& glyphMetrics()
{
    static const std::vector<Metric> kAll{
        {"error", "Error", "", Direction::Minimize, Scale::Linear,
         "Share of 500 pictures that the trained network reads wrongly when crossbars compute it. Networks "
         "are "
         "trained once each, and results are kept by design, so searches share them."},
        {"energy", "Energy", "J", Direction::Minimize, Scale::Logarithmic,
         "Energy to read one picture: crossbars, converters and memory, by a formula; costs no evaluation."},
        {"area", "Area", "mm²", Direction::Minimize, Scale::Logarithmic,
         "Silicon of all crossbars with their converters and registers; costs no evaluation."},
        {"latency", "Latency", "s", Direction::Minimize, Scale::Logarithmic,
         "Time to read one picture, layers one after the other; costs no evaluation."},
    };
    return kAll;
}

Result<std::shared_ptr<const Problem>> makeGlyphProblem(GlyphQuestion question)
{
    auto space = glyphSpace();
    if (!space)
        return space.error();
    if (!(question.cellNoise >= 0.0 && question.cellNoise <= 1.0))
        return Error{
            ErrorCode::InvalidInput, "The cell noise is a share; a number from 0 to 1 is expected.", {}, {}};
    auto judgement = judgementOf(glyphMetrics(), question.objectives, question.limits);
    if (!judgement)
        return judgement.error();
    return std::shared_ptr<const Problem>(
        std::make_shared<GlyphProblem>(std::move(question.name), std::move(space).value(),
                                       std::move(judgement).value(), question.cellNoise));
}

} // namespace paretoscope::problem
