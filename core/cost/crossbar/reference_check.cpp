// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/crossbar/precision.h"
#include "core/cost/crossbar/reference_cases.h"
#include "core/hardware/crossbar_components.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace paretoscope::cost::crossbar {

namespace {

using Figures = std::map<std::string, double>;

constexpr double kPrinted = 1e-6; ///< files print seven digits
constexpr double kPercent = 100.0;

void addPower(Figures& figures, const PumaPowerCase& item)
{
    const auto add = [&](const std::string& part, const AreaAndPower& cost) {
        figures[part + "_area_mm2"] = cost.area_mm2;
        figures[part + "_leakage_mw"] = cost.leakage_W * 1e3;
        figures[part + "_peak_dynamic_mw"] = cost.peak_W * 1e3;
    };
    add("core", pumaCore(item.chip));
    add("tile", pumaTile(item.chip));
    const AreaAndPower node = pumaNode(item.chip, item.mappedTiles);
    figures["node_area_mm2_168_tiles"] = node.area_mm2;
    figures["node_leakage_mw_mapped_tiles"] = node.leakage_W * 1e3;
    figures["node_peak_mw_mapped_tiles"] = node.peak_W * 1e3;
}

void addProgram(Figures& figures, const PumaProgramCase& item, const Figures& expected)
{
    const PumaRun run = pumaRun(item.chip, item.program);
    const MvmCounts counts = pumaMvmCounts(item.chip);
    figures["mvm_count"] = run.mvms;
    figures["array_activations"] = run.mvms * counts.arrayActivations;
    figures["adc_conversions"] = run.mvms * counts.conversions;
    figures["dac_events"] = run.mvms * counts.dacEvents;
    figures["shift_add_events"] = run.mvms * counts.shiftAdds;
    figures["input_register_reads"] = run.mvms * counts.inputReads;
    figures["input_register_writes"] = run.mvms * counts.inputWrites;
    figures["output_register_accesses"] = run.mvms * counts.outputAccesses;
    figures["mvm_stage_cycles"] = pumaMvmCycles(item.chip);
    figures["register_file_accesses"] = run.registerFileAccesses;
    figures["edram_accesses"] = run.edramAccesses;
    figures["noc_active_cycles"] = run.nocCycles;
    figures["receive_buffer_accesses"] = run.receiveBufferAccesses;
    figures["cycles_1ghz"] = run.cycles;
    // How many packets leave the chip is where the run put its inputs and outputs, not the chip's doing.
    const auto packets = expected.find("offchip_packets");
    const double offChip_J = packets == expected.end() ? 0.0
                                                       : packets->second * hardware::puma::kOffChipPacket_J;
    figures["dynamic_energy_nj"] = (run.dynamic_J + offChip_J) * 1e9;
    figures["leakage_energy_nj"] = run.leakage_J * 1e9;
}

void addIsaac(Figures& figures, const IsaacCase& item)
{
    const IsaacChip& chip = item.chip;
    figures["mvm_ns"] = chip.mvm_s() * 1e9;
    figures["output_latency_cycles_100ns"] = hardware::isaac::kOutputCycles - 16.0
                                             + chip.mvm_s() / hardware::isaac::kCycle_s;
    figures["adc_bits_needed_without_encoding"] = isaacAdcBits(chip.size, chip.dacBits, chip.cellBits, false);
    figures["adc_bits_with_flipped_weights"] = isaacAdcBits(chip.size, chip.dacBits, chip.cellBits, true);
    figures["arrays_per_weight_columns"] = static_cast<double>(chip.arraysPerLogicalMatrix());
    figures["energy_per_adc_conversion_pj"] = chip.conversion_J() * 1e12;
    figures["array_energy_per_read_pj"] = chip.arrayRead_J() * 1e12;
    figures["tile_power_mw"] = chip.tilePower_W() * 1e3;
    figures["tile_area_mm2"] = chip.tileArea_mm2();
    figures["ima_power_mw"] = chip.imaPower_W() * 1e3;
    figures["ima_area_mm2"] = chip.imaArea_mm2();
    figures["adc_share_power_pct"] = kPercent * chip.adcPowerOfTile_W() / chip.tilePower_W();
    figures["adc_share_area_pct"] = kPercent * chip.adcAreaOfTile_mm2() / chip.tileArea_mm2();
    figures["edram_plus_bus_share_area_pct"] = kPercent * chip.bufferAndBusArea_mm2() / chip.tileArea_mm2();
    const auto tiles = static_cast<double>(chip.tiles);
    figures["chip_power_w"] = tiles * chip.tilePower_W() + item.link_W;
    figures["chip_area_mm2"] = tiles * chip.tileArea_mm2() + item.link_mm2;
    figures["peak_tops_16b"] = chip.peakOperationsPerSecond() * 1e-12;
    figures["arrays"] = static_cast<double>(chip.arrays());
    figures["adcs"] = static_cast<double>(chip.adcs());
}

void addMnsimLayer(Figures& figures, const std::string& at, const MnsimChip& chip, const MnsimLayer& layer)
{
    const MnsimPlacement placement = mnsimPlacement(chip, layer);
    const MnsimBusyTime time = mnsimBusyTime(chip, layer);
    const MnsimEnergy energy = mnsimEnergy(chip, layer);
    const MnsimArea area = mnsimTileArea(chip);
    const double tiles_um2 = static_cast<double>(placement.tiles) * 1e6;
    figures[at + "mx"] = static_cast<double>(placement.elementColumns);
    figures[at + "my"] = static_cast<double>(placement.elementRows);
    figures[at + "PEnum"] = static_cast<double>(placement.elements);
    figures[at + "tilenum"] = static_cast<double>(placement.tiles);
    figures[at + "max_row"] = static_cast<double>(placement.usedRows);
    figures[at + "max_column"] = static_cast<double>(placement.usedColumns);
    figures[at + "area_um2"] = tiles_um2 * area.sum();
    figures[at + "xbar_area_um2"] = tiles_um2 * area.arrays;
    figures[at + "adc_area_um2"] = tiles_um2 * area.adcs;
    figures[at + "dac_area_um2"] = tiles_um2 * area.dacs;
    figures[at + "digital_area_um2"] = tiles_um2 * area.digital;
    figures[at + "buf_area_um2"] = tiles_um2 * area.buffers;
    figures[at + "computing_latency_ns"] = time.computing_s() * 1e9;
    figures[at + "adc_latency_ns"] = time.adc_s * 1e9;
    figures[at + "dac_latency_ns"] = time.dac_s * 1e9;
    figures[at + "xbar_latency_ns"] = time.array_s * 1e9;
    figures[at + "digital_latency_ns"] = time.digital_s * 1e9;
    figures[at + "xbar_energy_nj"] = energy.array_J * 1e9;
    figures[at + "adc_energy_nj"] = energy.adc_J * 1e9;
    figures[at + "dac_energy_nj"] = energy.dac_J * 1e9;
}

void addMnsim(Figures& figures, const MnsimCase& item, const Figures& expected)
{
    std::vector<double> buffer_s;
    double tiles = 0.0;
    for (std::size_t i = 0; i < item.layers.size(); ++i) {
        const std::string at = "layers/" + std::to_string(i) + '/';
        addMnsimLayer(figures, at, item.chip, item.layers[i]);
        tiles += static_cast<double>(mnsimPlacement(item.chip, item.layers[i]).tiles);
        const auto buffer = expected.find(at + "buffer_latency_ns");
        if (buffer != expected.end())
            buffer_s.push_back(buffer->second * 1e-9);
    }
    // The file grants the buffers' times, which the reference makes dominate with one hard-coded constant.
    figures["network_pipelined_latency_ns"] = mnsimPipelined_s(item.chip, item.layers, buffer_s) * 1e9;
    figures["network_area_um2"] = tiles * mnsimTileArea(item.chip).sum() * 1e6;
}

void addSense(Figures& figures, const SenseCase& item)
{
    const SenseNetworkCost cost = senseNetwork(item.circuit, item.layers);
    for (std::size_t i = 0; i < cost.layers.size(); ++i) {
        const SenseCost& layer = cost.layers[i];
        const std::string at = "layers/" + std::to_string(i) + '/';
        figures[at + "tiles"] = static_cast<double>(layer.tiles);
        figures[at + "copies"] = static_cast<double>(layer.copies);
        figures[at + "memory_utilization"] = layer.memoryUtilization;
        figures[at + "latency_ns"] = layer.latency_s * 1e9;
        figures[at + "dynamic_energy_pj"] = layer.dynamic_J * 1e12;
    }
    figures["array_area_um2"] = cost.arrays_mm2 * 1e6;
    figures["adc_area_um2"] = cost.adcs_mm2 * 1e6;
    figures["chip_area_um2"] = cost.chip_mm2 * 1e6;
    figures["clock_ns"] = item.circuit.clock_s() * 1e9;
    figures["latency_ns"] = cost.latency_s * 1e9;
    figures["dynamic_energy_pj"] = cost.dynamic_J * 1e12;
}

/// The printed ratios follow from the printed totals; no layout is published from which to compute those.
void addNode(Figures& figures, const Figures& expected)
{
    const auto of = [&](const char* name) {
        const auto it = expected.find(name);
        return it == expected.end() ? std::nan("") : it->second;
    };
    figures["tops_per_mm2"] = of("peak_tops") / of("node_area_mm2");
    figures["tops_per_w"] = of("peak_tops") / of("node_power_w");
}

bool agree(double ours, double theirs, const Allowance& allowance)
{
    if (allowance.factor > 1.0)
        return ours <= theirs * allowance.factor && ours * allowance.factor >= theirs;
    return std::abs(ours - theirs)
           <= allowance.absolute + std::max(allowance.relative, kPrinted) * std::abs(theirs);
}

const std::string& wordsFor(const ReferenceCase& reference, const std::string& figure)
{
    static const std::string kNone;
    const std::size_t slash = figure.rfind('/');
    const bool ofLayer = slash != std::string::npos;
    auto words = reference.tolerance.find(ofLayer ? figure.substr(slash + 1) : figure);
    // A layer of the circuit simulator has no tolerance of its own, only its network has.
    if (ofLayer && std::holds_alternative<SenseCase>(reference.inputs)
        && (words == reference.tolerance.end() || words->first != "tiles"))
        return kNone;
    if (words == reference.tolerance.end())
        words = reference.tolerance.find("*");
    return words == reference.tolerance.end() ? kNone : words->second;
}

/// The more generous sentence for programs whose cores share a tile's memory.
std::optional<Allowance> allowanceFor(const ReferenceCase& reference, const std::string& figure)
{
    std::string words = wordsFor(reference, figure);
    const auto* program = std::get_if<PumaProgramCase>(&reference.inputs);
    const std::size_t several = words.find("; ");
    if (program != nullptr && several != std::string::npos
        && program->program.rowTiles * program->program.columnTiles > 1)
        words = words.substr(several + 2);
    return allowanceFrom(words);
}

/// Direction and size of the change between two cases of the same network.
void compareChange(CaseResult& result, const ReferenceCase& from, const ReferenceCase& to)
{
    constexpr double kFactor = 1.5;
    constexpr double kNoChange = 0.001; // less has no direction
    const Figures before = modelled(from);
    const Figures after = modelled(to);
    for (const char* figure : {"latency_ns", "dynamic_energy_pj", "chip_area_um2"}) {
        const auto a = from.expected.find(figure);
        const auto b = to.expected.find(figure);
        if (a == from.expected.end() || b == to.expected.end())
            continue;
        const double theirs = b->second / a->second;
        const double ours = after.at(figure) / before.at(figure);
        const bool sameDirection = (theirs - 1.0) * (ours - 1.0) >= 0.0 || std::abs(theirs - 1.0) < kNoChange;
        const bool near = agree(ours, theirs, {0.0, 0.0, kFactor});
        record(result, std::string(figure) + " over that of " + from.id, ours, theirs,
               relativeDeviation(ours, theirs), sameDirection && near);
    }
}

} // namespace

std::optional<Allowance> allowanceFrom(const std::string& words)
{
    if (words.rfind("exact", 0) == 0)
        return words.find("else informative") == std::string::npos ? std::optional<Allowance>(Allowance{})
                                                                   : std::nullopt;
    if (words.rfind("factor ", 0) == 0)
        return Allowance{0.0, 0.0, std::strtod(words.c_str() + 7, nullptr)};
    const auto stated = statedNumber(words);
    if (!stated || stated->rest.rfind('%', 0) != 0)
        return {};
    Allowance allowance{stated->value / kPercent};
    const std::string plus = "% + ";
    if (stated->rest.rfind(plus, 0) == 0)
        allowance.absolute = std::strtod(stated->rest.c_str() + plus.size(), nullptr);
    return allowance;
}

std::map<std::string, double> modelled(const ReferenceCase& reference)
{
    Figures figures;
    if (const auto* power = std::get_if<PumaPowerCase>(&reference.inputs))
        addPower(figures, *power);
    else if (const auto* program = std::get_if<PumaProgramCase>(&reference.inputs))
        addProgram(figures, *program, reference.expected);
    else if (const auto* isaac = std::get_if<IsaacCase>(&reference.inputs))
        addIsaac(figures, *isaac);
    else if (const auto* mnsim = std::get_if<MnsimCase>(&reference.inputs))
        addMnsim(figures, *mnsim, reference.expected);
    else if (const auto* sense = std::get_if<SenseCase>(&reference.inputs))
        addSense(figures, *sense);
    else
        addNode(figures, reference.expected);
    return figures;
}

CaseResult checkCase(const ReferenceCase& reference)
{
    CaseResult result;
    result.id = reference.id;
    result.agrees = true;
    const Figures ours = modelled(reference);
    for (const auto& [figure, theirs] : reference.expected) {
        const auto allowance = allowanceFor(reference, figure);
        const auto mine = ours.find(figure);
        if (allowance && mine != ours.end())
            record(result, figure, mine->second, theirs, relativeDeviation(mine->second, theirs),
                   agree(mine->second, theirs, *allowance));
        else if (allowance)
            result.unpredicted.push_back(figure + " follows from nothing that the case or the model holds.");
    }
    if (result.figures == 0) {
        result.agrees = false;
        result.worst = "the case has no figure that can be compared";
    }
    return result;
}

Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file)
{
    const auto cases = readReferenceCases(file);
    Result<std::vector<CaseResult>> results = checkCases(cases, checkCase);
    if (!results)
        return results;
    std::vector<CaseResult> checked = std::move(results).value();
    for (std::size_t i = 0; i < checked.size(); ++i) {
        const auto* later = std::get_if<SenseCase>(&(*cases)[i].inputs);
        for (std::size_t j = 0; later != nullptr && j < i; ++j) {
            const auto* earlier = std::get_if<SenseCase>(&(*cases)[j].inputs);
            if (earlier != nullptr && earlier->layers == later->layers)
                compareChange(checked[i], (*cases)[j], (*cases)[i]);
        }
    }
    return checked;
}

} // namespace paretoscope::cost::crossbar
