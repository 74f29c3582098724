// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/training_json.h"

#include "core/accuracy/cifar_files.h"
#include "core/accuracy/drawn_glyphs.h"
#include "core/accuracy/idx_files.h"
#include "core/problem/training_hardware.h"
#include "core/space/space_json.h"

namespace paretoscope::problem {

namespace {

using Data = std::shared_ptr<const accuracy::DataSet>;

Result<accuracy::DataSet> readFolder(const std::string& kind, const std::string& folder)
{
    return kind == "idx" ? accuracy::readIdxFolder(folder) : accuracy::readCifarFolder(folder);
}

accuracy::GlyphOptions glyphsFrom(JsonReader& data)
{
    accuracy::GlyphOptions options;
    options.trainingImages = static_cast<int>(data.integer("training", 16, 100'000, options.trainingImages));
    options.validationImages = static_cast<int>(
        data.integer("validation", 16, 100'000, options.validationImages));
    options.side = static_cast<int>(data.integer("side", 12, 64, options.side));
    options.noise = data.number("noise", {0.0, 1.0}, options.noise);
    options.clutter = static_cast<int>(data.integer("clutter", 0, 10, options.clutter));
    options.distortion = data.number("distortion", {0.0, 2.0}, options.distortion);
    options.seed = static_cast<std::uint64_t>(data.integer("seed", 0, 1'000'000'000, 1));
    return options;
}

accuracy::CrossbarWidths crossbarFrom(JsonReader& description)
{
    accuracy::CrossbarWidths widths;
    JsonReader crossbar = description.object("crossbar", true);
    const auto whole = [&](const char* key, int least, int most, int& value) {
        value = static_cast<int>(crossbar.integer(key, least, most, value));
    };
    whole("array_rows", 1, 1024, widths.arrayRows);
    whole("weight_bits", 2, 16, widths.weightBits);
    whole("activation_bits", 1, 16, widths.activationBits);
    whole("cell_bits", 1, 8, widths.cellBits);
    whole("converter_bits", 1, 16, widths.converterBits);
    widths.variation = crossbar.number("variation", {0.0, 1.0}, 0.0);
    widths.stuckLow = crossbar.number("stuck_low", {0.0, 0.5}, 0.0);
    widths.stuckHigh = crossbar.number("stuck_high", {0.0, 0.5}, 0.0);
    widths.seed = static_cast<std::uint64_t>(crossbar.integer("seed", 0, 1'000'000'000, 1));
    return widths;
}

void readHalving(JsonReader& description, TrainingQuestion& question)
{
    if (!description.has("halving"))
        return;
    JsonReader halving = description.object("halving");
    accuracy::HalvingOptions options;
    options.keep = halving.number("keep", {1.5, 1000.0}, options.keep);
    options.fewestEpochs = static_cast<int>(
        halving.integer("fewest_epochs", 1, question.epochs, options.fewestEpochs));
    question.halving = options;
}

Status readSpace(JsonReader& study, TrainingQuestion& question)
{
    const bool own = study.has("parameters");
    space::SpaceDescription chosen;
    if (own) {
        auto read = space::spaceFromJson(study);
        if (!read)
            return read.error();
        chosen = std::move(read).value();
    } else {
        chosen.space = defaultTrainingSpace(question.fixed.plan);
    }
    question.space = std::move(chosen.space);
    for (std::size_t i = 0; i < question.space.size(); ++i) {
        const std::string& name = question.space.parameter(i).name();
        const std::string& sets = chosen.sets[name];
        question.sets.push_back(sets.empty() ? name : sets);
    }
    return success();
}

} // namespace

Result<Data> dataSetFromJson(JsonReader& data)
{
    const std::string kind = data.choice("kind", {"glyphs", "idx", "cifar"}, "glyphs");
    if (kind == "glyphs") {
        const accuracy::GlyphOptions options = glyphsFrom(data);
        if (data.failed())
            return data.finish().error();
        auto drawn = accuracy::drawGlyphs(options);
        if (!drawn)
            return drawn.error();
        return std::make_shared<const accuracy::DataSet>(std::move(drawn).value());
    }
    const std::string folder = data.string("folder");
    constexpr std::int64_t kMost = 10'000'000;
    const auto training = static_cast<std::size_t>(data.integer("training", 1, kMost, kMost));
    const auto validation = static_cast<std::size_t>(data.integer("validation", 1, kMost, kMost));
    if (data.failed())
        return data.finish().error();
    auto read = readFolder(kind, folder);
    if (!read)
        return read.error();
    auto set = std::make_shared<accuracy::DataSet>(std::move(read).value());
    set->training = accuracy::firstImages(std::move(set->training), training);
    set->validation = accuracy::firstImages(std::move(set->validation), validation);
    return Data(std::move(set));
}

Result<std::shared_ptr<const Problem>> trainingProblemFromJson(JsonReader& study, JsonReader& description)
{
    TrainingQuestion question;
    question.name = study.string("name");
    question.epochs = static_cast<int>(description.integer("epochs", 1, 10'000, question.epochs));
    question.early.patience = static_cast<int>(
        description.integer("patience", 0, 10'000, question.early.patience));
    question.seed = static_cast<std::uint64_t>(description.integer("seed", 0, 1'000'000'000, 1));
    question.judgedImages = static_cast<std::size_t>(description.integer("judged_images", 1, 1'000'000, 500));
    question.fixed.crossbar = crossbarFrom(description);
    question.fixed.plan = description.choice("plan", {"plain", "cells"}, "plain") == "cells"
                              ? NetworkPlan::Cells
                              : NetworkPlan::Plain;
    readHalving(description, question);
    question.objectives = study.strings("objectives");
    question.limits = readLimits(study);
    if (description.has("architecture")) {
        const nlohmann::json& architecture = description.raw("architecture");
        const auto machine = hardware::CrossbarTemplate::fromJson(architecture,
                                                                  description.where("architecture"));
        if (!machine)
            return machine.error();
        auto hardware = crossbarHardware(*machine);
        if (!hardware)
            return hardware.error();
        question.hardware = std::move(hardware).value();
    }
    JsonReader data = description.object("data", true);
    auto set = dataSetFromJson(data);
    if (study.failed())
        return study.finish().error();
    if (!set)
        return set.error();
    question.data = std::move(set).value();
    if (const Status status = readSpace(study, question); !status)
        return status.error();
    return makeTrainingProblem(std::move(question));
}

} // namespace paretoscope::problem
