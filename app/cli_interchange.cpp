// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_interchange.h"

#include "app/cli_commands.h"
#include "core/base/json_reader.h"
#include "core/cost/spatial/evaluate.h"
#include "core/interchange/timeloop_yaml.h"
#include "core/problem/spatial_problem.h"
#include "core/study/export.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace paretoscope::cli {

namespace {

struct ExportOptions
{
    std::string session;
    std::uint64_t trial = 0;
    std::string layer;
    std::string folder;
};

struct ImportOptions
{
    std::string architecture, problem, mapping;
};

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", 100.0 * share);
    return text;
}

/// What clipped tiles of a ragged mapping leave out.
std::string shortfallText(const cost::Shortfall& shortfall)
{
    if (shortfall.reads == 0 && shortfall.fills == 0 && shortfall.updates == 0)
        return {};
    return ", together less " + std::to_string(shortfall.reads) + " reads, " + std::to_string(shortfall.fills)
           + " fills, " + std::to_string(shortfall.updates) + " updates";
}

std::string raggedText(const cost::LayerReport& report)
{
    std::string text;
    for (const cost::RaggedDimension& each : report.ragged)
        text += (text.empty() ? "ragged: " : ", ") + each.dimension + " " + std::to_string(each.size)
                + " padded to " + std::to_string(each.padded);
    return text.empty() ? text
                        : text + "; " + percent(report.raggedIdle) + " of the used MACs' cycles idle\n";
}

/// Instances in use, and words of each of them.
std::string accessText(const cost::TensorAccesses& tensor)
{
    return "    " + tensor.tensor + ": " + std::to_string(tensor.instances) + " x ("
           + std::to_string(tensor.reads) + " reads, " + std::to_string(tensor.fills) + " fills, "
           + std::to_string(tensor.updates) + " updates)" + shortfallText(tensor.shortfall) + '\n';
}

/// Cycles, energy and accesses, with every digit: figures to hold against another tool's.
std::string reportText(const cost::LayerReport& report, bool energyKnown)
{
    const auto energy = [&](double energy_J) {
        return energyKnown ? study::exactNumber(energy_J) + " J" : std::string("unknown");
    };
    std::string text = "cycles " + std::to_string(report.cycles) + " (" + std::to_string(report.computeCycles)
                       + " of compute, bound by " + report.bound + ")\nutilization "
                       + percent(report.utilization) + " of the MACs\n" + raggedText(report) + "energy "
                       + energy(report.energy_J) + "\n  MACs: " + std::to_string(report.macs) + ", energy "
                       + energy(report.macEnergy_J) + '\n';
    for (const cost::LevelReport& level : report.levels) {
        text += "  " + level.level + ": energy " + energy(level.energy_J) + '\n';
        for (const cost::TensorAccesses& tensor : level.tensors)
            text += accessText(tensor);
    }
    return text;
}

Result<int> exportTimeloop(const ExportOptions& options)
{
    const Result<OpenedTrial> opened = openTrial(options.session, options.trial);
    if (!opened)
        return opened.error();
    const auto mapped = problem::mapLayer(*opened->session->study().problem, opened->trial.design,
                                          options.layer);
    if (!mapped)
        return mapped.error();
    const auto text = interchange::writeTimeloop(mapped->machine, mapped->layer.operation, mapped->mapping);
    if (!text)
        return text.error();
    const std::filesystem::path folder = options.folder;
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorCode::Io, "cannot be created: " + problem.message() + '.', options.folder, {}};
    std::string written;
    for (const auto& [name, content] :
         {std::pair{"arch.yaml", &text->architecture}, std::pair{"problem.yaml", &text->problem},
          std::pair{"mapping.yaml", &text->mapping}}) {
        if (Status status = writeFileAtomically(folder / name, *content); !status)
            return status.error();
        written += (folder / name).string() + '\n';
    }
    return print(written + reportText(mapped->report, true));
}

Result<int> importTimeloop(const ImportOptions& options)
{
    const auto read = interchange::readTimeloopFiles(
        {options.architecture, options.problem, options.mapping});
    if (!read)
        return read.error();
    const auto outcome = cost::spatial::evaluate(read->operation, read->architecture, read->mapping,
                                                 {.ragged = false}); // as the documents are meant
    if (const auto* illegal = std::get_if<cost::spatial::Illegal>(&outcome))
        return Error{ErrorCode::InvalidInput, "cannot run: " + illegal->message, options.mapping, {}};
    std::string text = reportText(std::get<cost::LayerReport>(outcome), read->energiesGiven);
    if (!read->energiesGiven)
        text += "The architecture's document has no energy table (ERT), so energies are unknown.\n";
    return print(text);
}

} // namespace

void addInterchangeCommands(CLI::App& app, std::function<Result<int>()>& chosen)
{
    const auto out = std::make_shared<ExportOptions>();
    CLI::App* const write = app.add_subcommand(
        "export-timeloop", "Write a design's best mapping of one layer as Timeloop 4 YAML");
    write->add_option("session", out->session, "Session file")->required();
    write->add_option("--trial", out->trial, "Number of the trial")->required();
    write->add_option("--layer", out->layer, "Name of the layer")->required();
    write->add_option("--out", out->folder, "Folder for arch.yaml, problem.yaml and mapping.yaml")
        ->required();
    write->callback([out, &chosen] { chosen = [out] { return exportTimeloop(*out); }; });

    const auto in = std::make_shared<ImportOptions>();
    CLI::App* const read = app.add_subcommand(
        "import-timeloop", "Evaluate a machine, layer and mapping given as Timeloop 4 YAML");
    read->add_option("--architecture", in->architecture, "YAML file with \"architecture\"")->required();
    read->add_option("--problem", in->problem, "YAML file with \"problem\"")->required();
    read->add_option("--mapping", in->mapping, "YAML file with \"mapping\"")->required();
    read->callback([in, &chosen] { chosen = [in] { return importTimeloop(*in); }; });
}

} // namespace paretoscope::cli
