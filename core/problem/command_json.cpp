// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/command_problem.h"

#include "core/space/space_json.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>
#include <utility>

namespace paretoscope::problem {

namespace {

constexpr std::size_t kMostWords = 256;
constexpr std::size_t kMostMetrics = 64;

bool isIdentifier(const std::string& name)
{
    const auto isPart = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    return !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0
           && std::all_of(name.begin(), name.end(), isPart);
}

std::string labelFor(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!name.empty())
        name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
}

Metric metricFrom(JsonReader& item)
{
    Metric metric;
    metric.name = item.string("name");
    metric.label = item.string("label", labelFor(metric.name));
    metric.unit = item.string("unit", "");
    metric.better = item.choice("better", {"less", "more"}, "less") == "more" ? Direction::Maximize
                                                                              : Direction::Minimize;
    metric.scale = item.choice("scale", {"linear", "log"}, "linear") == "log" ? Scale::Logarithmic
                                                                              : Scale::Linear;
    metric.help = item.string("help", "As the study's command says.");
    if (!isIdentifier(metric.name))
        item.fail("name", "is \"" + metric.name + "\"; letters, digits and _ are allowed, a letter first.");
    return metric;
}

Command commandFrom(JsonReader& description)
{
    Command command;
    command.words = description.strings("command");
    std::error_code ignored;
    command.folder = std::filesystem::absolute(description.string("folder", "."), ignored).lexically_normal();
    if (!command.folder.has_filename() && command.folder.has_relative_path())
        command.folder = command.folder.parent_path(); // without the slash at its end
    if (description.failed())
        return command;
    const bool isBroken = std::any_of(command.words.begin(), command.words.end(),
                                      [](const auto& word) { return word.find('\0') != std::string::npos; });
    if (command.words.empty() || command.words.front().empty())
        description.fail("command",
                         "names no program; a list like [\"./evaluate.py\", \"--fast\"] is expected.");
    else if (command.words.size() > kMostWords || isBroken)
        description.fail("command", "has more than " + std::to_string(kMostWords)
                                        + " words, or one that no program can be given.");
    return command;
}

} // namespace

Result<std::shared_ptr<const Problem>> commandProblemFromJson(JsonReader& study, JsonReader& description)
{
    CommandQuestion question;
    question.name = study.string("name");
    question.command = commandFrom(description);
    question.timeout_s = description.number("timeout_s", {1e-3, 1e7}, question.timeout_s);
    question.processes = static_cast<std::size_t>(description.integer("processes", 1, 1024, 0));
    question.isNoisy = description.boolean("noisy", false);
    for (JsonReader& item : description.objects("metrics"))
        question.metrics.push_back(metricFrom(item));
    if (!study.failed() && (question.metrics.empty() || question.metrics.size() > kMostMetrics))
        description.fail("metrics", "names " + std::to_string(question.metrics.size())
                                        + " metrics; from 1 to " + std::to_string(kMostMetrics)
                                        + " are allowed.");
    question.objectives = study.strings("objectives");
    question.limits = readLimits(study);
    auto chosen = space::spaceFromJson(study);
    if (study.failed())
        return study.finish().error();
    if (!chosen)
        return chosen.error();
    question.space = std::move(chosen.value().space);
    if (!chosen.value().sets.empty())
        study.fail("parameters", "say what they \"set\", but a command is given all of them by their names.");
    if (study.failed())
        return study.finish().error();
    return makeCommandProblem(std::move(question));
}

} // namespace paretoscope::problem
