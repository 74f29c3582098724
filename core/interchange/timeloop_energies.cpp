// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_energies.h"

#include "core/interchange/timeloop_directives.h"

#include <map>
#include <optional>

namespace paretoscope::interchange {

namespace {

constexpr int kPicojoule = -12;
constexpr int kSquareMicrometreInSquareMillimetres = -6;

/// "system_top_level.buffer[1..16]" is about "buffer".
std::string componentName(const std::string& name)
{
    const std::string bare = name.substr(0, name.find('['));
    return bare.substr(bare.rfind('.') + 1); // npos + 1 is the start
}

/// The entry of each component, by name.
std::map<std::string, YamlReader> entries(YamlReader& table)
{
    checkVersion(table);
    std::map<std::string, YamlReader> all;
    for (YamlReader& entry : table.at("tables").items()) {
        const std::string name = componentName(entry.at("name").text());
        entry.pass("actions"); // networks and the like have entries too, which nothing here uses
        if (!all.emplace(name, entry).second)
            entry.fail("is the second entry of " + name + '.');
    }
    return all;
}

/// Energies by action, in J. The same action may stand there several times with other arguments, which
/// Timeloop's dense model does not use.
std::map<std::string, double> actions(YamlReader entry)
{
    std::map<std::string, double> energies;
    for (YamlReader& action : entry.at("actions").items()) {
        const std::string name = action.at("name").text();
        action.pass("arguments");
        if (!energies.emplace(name, action.at("energy").number(0.0, kPicojoule)).second)
            action.fail("is the second action " + name + " of this component.");
    }
    return energies;
}

double energyOf(YamlReader& place, const std::map<std::string, double>& energies, const char* action)
{
    const auto found = energies.find(action);
    if (found == energies.end())
        place.fail(std::string("has no action \"") + action + "\".");
    return found == energies.end() ? 0.0 : found->second;
}

double optionalEnergy(const std::map<std::string, double>& energies, const char* action, double otherwise)
{
    const auto found = energies.find(action);
    return found == energies.end() ? otherwise : found->second;
}

} // namespace

void readEnergies(YamlReader table, hardware::SpatialArchitecture& machine, const std::string& macName)
{
    auto all = entries(table);
    const auto entryOf = [&](const std::string& name) -> std::optional<YamlReader> {
        const auto found = all.find(name);
        if (found != all.end())
            return found->second;
        table.fail("has no entry of " + name + '.');
        return {};
    };
    for (hardware::MemoryLevel& level : machine.levels)
        if (auto entry = entryOf(level.name)) {
            const auto energies = actions(*entry);
            level.energy.read_J = energyOf(*entry, energies, "read");
            level.energy.fill_J = energyOf(*entry, energies, "write");
            level.energy.update_J = optionalEnergy(energies, "update", level.energy.fill_J);
            level.energy.leakage_JPerCycle = optionalEnergy(energies, "leak", 0.0);
        }
    if (auto entry = entryOf(macName)) {
        const auto energies = actions(*entry);
        machine.macEnergy_J = energyOf(*entry, energies, "compute");
        if (optionalEnergy(energies, "leak", 0.0) > 0.0)
            entry->fail("has a leakage, which is not understood for arithmetic.", ErrorCode::Unsupported);
    }
}

void readAreas(YamlReader table, hardware::SpatialArchitecture& machine, const std::string& macName)
{
    auto all = entries(table);
    for (auto& [name, entry] : all) {
        const double area_mm2 = entry.at("area").number(0.0, kSquareMicrometreInSquareMillimetres);
        if (name == macName)
            machine.macArea_mm2 = area_mm2;
        for (hardware::MemoryLevel& level : machine.levels)
            if (level.name == name)
                level.area_mm2 = area_mm2;
    }
}

} // namespace paretoscope::interchange
