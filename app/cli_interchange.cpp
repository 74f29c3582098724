// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_interchange.h"

#include "app/cli_commands.h"
#include "app/cli_mapping_text.h"
#include "core/base/atomic_file.h"
#include "core/base/json_reader.h"
#include "core/cost/spatial/evaluate.h"
#include "core/cost/spatial/map_constraints_json.h"
#include "core/cost/spatial/mapper.h"
#include "core/problem/spatial_problem.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

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
    std::string architecture, problem;
    std::string mapping;     ///< empty: sought
    std::string constraints; ///< file to write them to
    std::int64_t evaluations = 2'000;
    std::uint64_t seed = 1;
};

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
    const Result<std::string> written = writeTimeloopFiles(*text, options.folder);
    if (!written)
        return written.error();
    return print(*written + reportText(mapped->report, true));
}

constexpr const char* kNoEnergies = "The architecture's document has no energy table (ERT), so energies are "
                                    "unknown.\n";

Result<int> evaluateTimeloop(const ImportOptions& options)
{
    const auto read = interchange::readTimeloopFiles(
        {options.architecture, options.problem, options.mapping});
    if (!read)
        return read.error();
    const auto outcome = cost::spatial::evaluate(read->operation, read->architecture, read->mapping,
                                                 {.ragged = false}); // as the documents are meant
    if (const auto* illegal = std::get_if<cost::spatial::Illegal>(&outcome))
        return Error{ErrorCode::InvalidInput, "cannot run: " + illegal->message, options.mapping, {}};
    return print(reportText(std::get<cost::LayerReport>(outcome), read->energiesGiven)
                 + (read->energiesGiven ? "" : kNoEnergies));
}

/// Without a mapping, the best one under the documents' constraints is sought: for the energy-delay product,
/// or for delay where energies are unknown.
Result<int> searchTimeloop(const ImportOptions& options)
{
    const auto read = interchange::readTimeloopQuestionFiles({options.architecture, options.problem, {}});
    if (!read)
        return read.error();
    if (!options.constraints.empty()) {
        const auto document = cost::spatial::mapConstraintsToJson(read->constraints);
        if (Status status = writeFileAtomically(options.constraints, document.dump(2) + '\n'); !status)
            return status.error();
    }
    cost::spatial::MapperOptions mapper;
    mapper.evaluations = options.evaluations;
    mapper.seed = options.seed;
    mapper.constraints = read->constraints;
    if (!read->energiesGiven)
        mapper.objective = cost::spatial::MappingObjective::Delay;
    const auto found = searchMapping(read->operation, read->architecture, mapper);
    if (!found.best)
        return Error{ErrorCode::InvalidInput,
                     "No legal mapping was found: " + found.example,
                     options.architecture,
                     {}};
    return print(reportText(found.report, read->energiesGiven) + (read->energiesGiven ? "" : kNoEnergies)
                 + nestText(read->operation, read->architecture, *found.best, found.report));
}

Result<int> importTimeloop(const ImportOptions& options)
{
    return options.mapping.empty() ? searchTimeloop(options) : evaluateTimeloop(options);
}

} // namespace

Result<std::string> writeTimeloopFiles(const interchange::TimeloopText& text,
                                       const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorCode::Io, "cannot be created: " + problem.message() + '.', folder.string(), {}};
    std::string written;
    for (const auto& [name, content] :
         {std::pair{"arch.yaml", &text.architecture}, std::pair{"problem.yaml", &text.problem},
          std::pair{"mapping.yaml", &text.mapping}}) {
        if (Status status = writeFileAtomically(folder / name, *content); !status)
            return status.error();
        written += (folder / name).string() + '\n';
    }
    return written;
}

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
    CLI::App* const read = app.add_subcommand("import-timeloop",
                                              "Evaluate a mapping given as Timeloop 4 YAML, or search one");
    read->add_option("--architecture", in->architecture, "YAML file with \"architecture\"")->required();
    read->add_option("--problem", in->problem, "YAML file with \"problem\"")->required();
    CLI::Option* const given = read->add_option("--mapping", in->mapping,
                                                "YAML file with \"mapping\"; without it, one is sought");
    read->add_option("--evaluations", in->evaluations, "Legal mappings to evaluate in the search")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}))
        ->excludes(given)
        ->capture_default_str();
    read->add_option("--seed", in->seed, "Same seed, same mapping")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000}))
        ->excludes(given)
        ->capture_default_str();
    read->add_option("--constraints-out", in->constraints, "File for the documents' constraints (JSON)")
        ->excludes(given);
    read->callback([in, &chosen] { chosen = [in] { return importTimeloop(*in); }; });
}

} // namespace paretoscope::cli
