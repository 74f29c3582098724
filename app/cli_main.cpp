// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli_commands.h"
#include "app/cli_interchange.h"
#include "app/cli_map.h"
#include "app/cli_optimize.h"
#include "app/cli_race.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <iostream>

namespace {

namespace cli = paretoscope::cli;
using paretoscope::Error;
using paretoscope::ErrorCode;
using paretoscope::Result;

constexpr const char* kExamples = R"(Examples:
  paretoscope-cli validate study.json
  paretoscope-cli run study.json --session study.pscope --evaluations 5000
  paretoscope-cli front study.pscope --format csv > front.csv
  paretoscope-cli explain study.pscope --trial 1234
  paretoscope-cli race study.json --methods auto,nsga2,random --seeds 5 --evaluations 500 --out race.csv
  paretoscope-cli map --architecture machine.json --network resnet18 --layer conv1 --objective pareto

Exit codes: 0 ok, 2 bad input, 3 stopped by a signal, 4 failed.)";

int complain(std::string text, int code)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::cerr << "paretoscope-cli: " << text << '\n';
    return code;
}

int codeFor(const Error& error)
{
    const bool input = error.code == ErrorCode::InvalidInput || error.code == ErrorCode::NotFound
                       || error.code == ErrorCode::Unsupported;
    return input ? cli::kBadInput : cli::kFailed;
}

/// The commands and their options; `chosen` receives the one to perform.
void describe(CLI::App& app, cli::RunOptions& run, cli::OptimizeOptions& optimize, std::string& file,
              std::string& format, std::uint64_t& trial, std::function<Result<int>()>& chosen)
{
    app.set_version_flag("--version", "paretoscope-cli " PARETOSCOPE_VERSION);
    app.require_subcommand(1);
    app.footer(kExamples);

    CLI::App* const search = app.add_subcommand("run", "Run a study; continues where its session ends");
    search->add_option("study", run.study, "Study file (JSON)")->required();
    search->add_option("--session", run.session, "Session file to create or to continue")->required();
    search->add_option("--evaluations", run.evaluations, "Total number of designs to evaluate")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
    search->add_option("--seed", run.seed, "Seed instead of the study's; same seed, same trials")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000}));
    search->add_option("--workers", run.workers, "Worker threads; 0 is one per core")
        ->check(CLI::Range(0U, 1024U));
    search->add_option("--progress", run.progress, "What to print on stderr while it runs")
        ->check(CLI::IsMember({"text", "json", "none"}))
        ->capture_default_str();
    search->add_flag("--allow-command", run.allowCommand,
                     "Run the command that the study names, with your rights");
    search->callback([&] { chosen = [&run] { return cli::run(run); }; });

    CLI::App* const front = app.add_subcommand("front", "Print the Pareto front of a session");
    front->add_option("session", file, "Session file")->required();
    front->add_option("--format", format, "csv (default) or json")->check(CLI::IsMember({"csv", "json"}));
    front->callback([&] { chosen = [&] { return cli::front(file, format.empty() ? "csv" : format); }; });

    CLI::App* const curves = app.add_subcommand("curves",
                                                "Print what a session trained, epoch by epoch, as CSV");
    curves->add_option("session", file, "Session file")->required();
    curves->callback([&] { chosen = [&] { return cli::curves(file); }; });

    CLI::App* const explain = app.add_subcommand("explain", "Tell why a design is as good as it is");
    explain->add_option("session", file, "Session file")->required();
    explain->add_option("--trial", trial, "Number of the trial")->required();
    explain->add_option("--format", format, "text (default) or json")->check(CLI::IsMember({"text", "json"}));
    explain->callback([&] { chosen = [&] { return cli::explain(file, trial, format); }; });

    CLI::App* const validate = app.add_subcommand("validate", "Check a study file without running it");
    validate->add_option("study", file, "Study file (JSON)")->required();
    validate->callback([&] { chosen = [&] { return cli::validate(file); }; });

    CLI::App* const check = app.add_subcommand("check",
                                               "Compare the cost model with a file of reference results");
    check->add_option("file", file, "Reference file (JSON)")->required();
    check->callback([&] { chosen = [&] { return cli::check(file); }; });

    cli::addMappingCommands(app, chosen);
    cli::addRaceCommand(app, chosen);

    CLI::App* const external = app.add_subcommand(
        "optimize", "Propose designs to another program over stdin and stdout (external optimizer protocol)");
    external->add_option("--method", optimize.method, "Search method instead of the one that is asked for");
    external->add_flag("!--no-known", optimize.known, "Do not ask for known constraints before proposing");
    external->callback(
        [&] { chosen = [&optimize] { return cli::optimize(optimize, std::cin, std::cout); }; });

    cli::addInterchangeCommands(app, chosen);
}

} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is a failed write, not the end of a run
    try {
        CLI::App app("Paretoscope: explore neural networks and the machines that run them, together.");
        cli::RunOptions run;
        std::string file;
        std::string format;
        std::uint64_t trial = 0;
        std::function<Result<int>()> chosen;
        cli::OptimizeOptions optimize;
        describe(app, run, optimize, file, format, trial, chosen);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& wrong) {
            if (wrong.get_exit_code() == 0)
                return app.exit(wrong); // --help and --version
            return complain(std::string(wrong.what()) + " See paretoscope-cli --help.", cli::kBadInput);
        }
        const Result<int> code = chosen();
        return code ? code.value() : complain(code.error().text(), codeFor(code.error()));
    } catch (const std::exception& exception) {
        return complain(exception.what(), cli::kFailed);
    }
}
