// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/machine_space.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::codesign {

namespace {

// Positions of the parameters in machineSpace().
enum Place : std::size_t {
    kColumns,
    kInputs,
    kWeights,
    kBanks,
    kBankColumns,
    kBlock,
    kCluster,
    kFilterWidth,
    kFilterHeight
};

const std::vector<double> kPowers{1, 2, 4, 8, 16};

std::vector<double> divisorsOf(std::int32_t n)
{
    std::vector<double> divisors;
    for (std::int32_t d = 1; d <= n; ++d)
        if (n % d == 0)
            divisors.push_back(d);
    return divisors;
}

std::int32_t power(Rng& rng)
{
    return std::int32_t{1} << rng.below(kPowers.size());
}

void sampleScratchpads(Machine& machine, Rng& rng)
{
    // Three exponentials over their sum are uniform over all ways to share.
    double parts[3];
    double sum = 0.0;
    for (double& part : parts)
        sum += part = -std::log(1.0 - rng.uniform());
    const auto words = [&](double part) {
        return std::clamp(static_cast<std::int32_t>(part / sum * kLocalWords), 1, kLocalWords - 2);
    };
    machine.inputWords = words(parts[0]);
    machine.weightWords = std::min(words(parts[1]), kLocalWords - 1 - machine.inputWords);
    machine.outputWords = kLocalWords - machine.inputWords - machine.weightWords;
}

} // namespace

const std::vector<std::int32_t>& peBudgets()
{
    static const std::vector<std::int32_t> kBudgets{168, 256};
    return kBudgets;
}

Machine eyeriss(std::int32_t pes)
{
    Machine machine;
    if (pes == 256)
        machine.columns = machine.rows = 16;
    return machine;
}

space::Space machineSpace(std::int32_t pes)
{
    using namespace space;
    std::vector<ParameterPtr> parameters{
        *makeOrdinal({"pe_columns", "PE columns", "", {}}, divisorsOf(pes)),
        *makeInteger({"input_words", "Input scratchpad", "words", {}}, 1, kLocalWords - 2),
        *makeInteger({"weight_words", "Weight scratchpad", "words", {}}, 1, kLocalWords - 2),
        *makeOrdinal({"banks", "Buffer banks", "", {}}, kPowers),
        *makeOrdinal({"bank_columns", "Bank columns", "", {}}, kPowers),
        *makeOrdinal({"block_words", "Buffer block", "words", {}}, kPowers),
        *makeOrdinal({"cluster_blocks", "Blocks per row", "", {}}, kPowers),
        *makeCategorical({"filter_width", "Filter width", "", {}}, {"inside a PE", "tiled"}),
        *makeCategorical({"filter_height", "Filter height", "", {}}, {"across rows", "tiled"}),
    };
    Space space = std::move(Space::make(std::move(parameters)).value());
    const std::string all = std::to_string(pes);
    const std::pair<const char*, std::string> constraints[]{
        {"scratchpads_share_words", "input_words + weight_words <= " + std::to_string(kLocalWords - 1)},
        {"banks_form_a_grid", "mod(banks, bank_columns) == 0"},
        {"bank_columns_divide", "mod(pe_columns, bank_columns) == 0"},
        {"bank_rows_divide", "mod(" + all + " / pe_columns, banks / bank_columns) == 0"},
        {"widest_buffer_row", "block_words * cluster_blocks <= " + std::to_string(kWidestRow)},
    };
    for (const auto& [name, expression] : constraints)
        (void)space.constrain(name, expression); // fixed texts, tested
    return space;
}

Machine machineOf(const space::Space& space, const space::Design& design, std::int32_t pes)
{
    const auto at = [&](Place place) { return static_cast<std::int32_t>(space.value(design, place)[0]); };
    Machine machine;
    machine.columns = at(kColumns);
    machine.rows = pes / machine.columns;
    machine.inputWords = at(kInputs);
    machine.weightWords = at(kWeights);
    machine.outputWords = std::max(1, kLocalWords - machine.inputWords - machine.weightWords);
    machine.banks = at(kBanks);
    machine.bankColumns = at(kBankColumns);
    machine.bankRows = std::max(1, machine.banks / machine.bankColumns);
    machine.blockWords = at(kBlock);
    machine.clusterBlocks = at(kCluster);
    machine.filterWidthInside = at(kFilterWidth) == 0;
    machine.filterHeightAcross = at(kFilterHeight) == 0;
    return machine;
}

space::Design designOf(const space::Space& space, const Machine& machine)
{
    space::Design design(std::vector<double>(space.slotCount(), 0.0));
    const auto set = [&](Place place, double value) { space.value(design, place)[0] = value; };
    set(kColumns, machine.columns);
    set(kInputs, machine.inputWords);
    set(kWeights, machine.weightWords);
    set(kBanks, machine.banks);
    set(kBankColumns, machine.bankColumns);
    set(kBlock, machine.blockWords);
    set(kCluster, machine.clusterBlocks);
    set(kFilterWidth, machine.filterWidthInside ? 0 : 1);
    set(kFilterHeight, machine.filterHeightAcross ? 0 : 1);
    return design;
}

Machine sampleMachine(std::int32_t pes, Rng& rng)
{
    const std::vector<double> divisors = divisorsOf(pes);
    Machine machine;
    machine.columns = static_cast<std::int32_t>(divisors[rng.below(divisors.size())]);
    machine.rows = pes / machine.columns;
    sampleScratchpads(machine, rng);
    do {
        machine.banks = power(rng);
        do
            machine.bankColumns = power(rng);
        while (machine.bankColumns > machine.banks);
        machine.bankRows = machine.banks / machine.bankColumns;
    } while (machine.columns % machine.bankColumns != 0 || machine.rows % machine.bankRows != 0);
    do {
        machine.blockWords = power(rng);
        machine.clusterBlocks = power(rng);
    } while (machine.rowWords() > kWidestRow);
    machine.filterWidthInside = rng.chance(0.5);
    machine.filterHeightAcross = rng.chance(0.5);
    return machine;
}

std::array<double, kMachineFeatures> machineFeatures(const Machine& machine)
{
    return {std::log2(machine.columns),
            std::log2(machine.rows),
            std::log2(machine.inputWords),
            std::log2(machine.weightWords),
            std::log2(machine.outputWords),
            std::log2(machine.banks),
            std::log2(machine.bankColumns),
            std::log2(machine.bankRows),
            std::log2(machine.rowWords()),
            std::log2(static_cast<double>(machine.columns) / machine.bankColumns),
            std::log2(static_cast<double>(machine.rows) / machine.bankRows),
            machine.filterWidthInside ? 1.0 : 2.0,
            machine.filterHeightAcross ? 1.0 : 2.0};
}

const std::array<const char*, kMachineFeatures>& machineFeatureNames()
{
    static constexpr std::array<const char*, kMachineFeatures> kNames{
        "PE columns",     "PE rows",      "input words",  "weight words", "output words",
        "banks",          "bank columns", "bank rows",    "words a row",  "PE columns a bank",
        "PE rows a bank", "filter width", "filter height"};
    return kNames;
}

} // namespace paretoscope::codesign
