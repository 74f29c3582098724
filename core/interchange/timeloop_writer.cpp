// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_yaml.h"

#include "core/cost/spatial/nest.h"
#include "core/interchange/decimal.h"
#include "core/interchange/timeloop_constraints.h"
#include "core/interchange/timeloop_problem.h"
#include "core/interchange/yaml_text.h"

#include <algorithm>
#include <set>

namespace paretoscope::interchange {

namespace {

using cost::spatial::LevelMapping;
using cost::spatial::Loop;
using cost::spatial::Mapping;
using hardware::MemoryLevel;
using hardware::SpatialArchitecture;
using workload::Operation;

constexpr int kToPicojoule = 12;
constexpr int kToSquareMicrometre = 6;

Error cannotSay(const std::string& where, std::string what)
{
    return {ErrorCode::Unsupported, std::move(what), where, "Timeloop's format has no way to say it."};
}

/// A node that fans out, and the spatial loops directed at it.
struct FanOutNode
{
    std::string name;
    std::int64_t meshX = 1, meshY = 1;
    std::vector<Loop> x, y; ///< outermost first
};

bool names(const std::vector<Loop>& loops, std::size_t dimension)
{
    return std::any_of(loops.begin(), loops.end(),
                       [&](const Loop& loop) { return loop.dimension == dimension && loop.factor > 1; });
}

class Writer
{
public:
    Writer(const SpatialArchitecture& architecture, const Operation& operation, const Mapping& mapping,
           const cost::spatial::LayerConstraints& constraints)
        : m_architecture(architecture)
        , m_operation(operation)
        , m_mapping(mapping)
        , m_constraints(constraints)
    { }

    [[nodiscard]] Result<TimeloopText> write()
    {
        if (Status status = check(); !status)
            return status.error();
        m_machine = unused(identifier(m_architecture.name));
        m_mac = unused("MAC");
        planFanOuts();
        const auto constraints = constraintsText(m_constraints, m_operation, m_architecture, axisNodes());
        if (!constraints)
            return constraints.error();
        return TimeloopText{architectureText() + *constraints, problemText(m_operation), mappingText()};
    }

private:
    [[nodiscard]] Status check()
    {
        if (Status status = m_architecture.validate(); !status)
            return status.error();
        if (Status status = m_operation.validate(); !status)
            return status.error();
        if (m_mapping.levels.size() != m_architecture.levels.size())
            return Error{ErrorCode::InvalidInput,
                         "The mapping has " + std::to_string(m_mapping.levels.size())
                             + " levels, the machine " + std::to_string(m_architecture.levels.size()) + ".",
                         m_architecture.name,
                         {}};
        for (const MemoryLevel& level : m_architecture.levels)
            if (!isIdentifier(level.name) || !m_names.insert(level.name).second)
                return cannotSay(level.name, "This memory level needs a name of letters, digits and "
                                             "underscores that no other level has.");
        std::set<std::string> dimensions, tensors;
        for (const workload::Dimension& dimension : m_operation.dimensions)
            if (dimension.name.size() != 1 || !isIdentifier(dimension.name)
                || !dimensions.insert(dimension.name).second)
                return cannotSay(dimension.name,
                                 "This dimension needs a name of one letter that no other has.");
        for (const workload::Tensor& tensor : m_operation.tensors)
            if (!isIdentifier(tensor.name) || !tensors.insert(tensor.name).second)
                return cannotSay(tensor.name,
                                 "This tensor needs a name of letters, digits and underscores that "
                                 "no other has.");
        return checkMapping();
    }

    [[nodiscard]] Status checkMapping() const
    {
        for (std::size_t l = 0; l < m_mapping.levels.size(); ++l) {
            const LevelMapping& level = m_mapping.levels[l];
            const std::string& name = m_architecture.levels[l].name;
            if (level.keeps.size() != m_operation.tensors.size())
                return Error{
                    ErrorCode::InvalidInput, "The mapping is of a layer with other tensors.", name, {}};
            for (const auto* loops : {&level.temporal, &level.spatialX, &level.spatialY}) {
                std::set<std::size_t> seen;
                for (const Loop& loop : *loops) {
                    if (loop.dimension >= m_operation.dimensions.size() || loop.factor < 1)
                        return Error{ErrorCode::InvalidInput,
                                     "The mapping has a loop over no dimension of the layer.",
                                     name,
                                     {}};
                    if (loop.factor > 1 && !seen.insert(loop.dimension).second)
                        return cannotSay(name, "The mapping has two loops over "
                                                   + m_operation.dimensions[loop.dimension].name
                                                   + " in one place.");
                }
            }
        }
        return checkFactors();
    }

    /// Timeloop states a ragged factor together with its remainder; we write factors alone.
    [[nodiscard]] Status checkFactors() const
    {
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d) {
            const workload::Dimension& dimension = m_operation.dimensions[d];
            std::int64_t left = dimension.size;
            for (const LevelMapping& level : m_mapping.levels)
                for (const auto* loops : {&level.temporal, &level.spatialY, &level.spatialX})
                    for (const Loop& loop : *loops)
                        if (loop.dimension == d)
                            left = left % loop.factor == 0 ? left / loop.factor : 0;
            if (left != 1)
                return cannotSay(dimension.name,
                                 "The factors of this dimension do not multiply to its size, "
                                     + std::to_string(dimension.size)
                                     + ": a ragged mapping cannot be written, only perfect factors.");
        }
        return success();
    }

    static std::string identifier(std::string name)
    {
        for (char& c : name)
            if (!isIdentifier(std::string("_") + c))
                c = '_';
        return isIdentifier(name) ? name : "system" + name;
    }

    std::string unused(std::string name)
    {
        while (!m_names.insert(name).second)
            name += '_';
        return name;
    }

    /// One node fans out along both axes. Timeloop has one spatial loop a dimension there, so a dimension
    /// that runs along both axes needs two nodes, the rows outside as in our nest. So do constraints, to say
    /// which axis they mean.
    void planFanOuts()
    {
        const auto& levels = m_architecture.levels;
        std::int64_t meshX = 1, meshY = 1;
        for (std::size_t inner = 0; inner <= levels.size(); ++inner) {
            const bool macs = inner == levels.size();
            const std::int64_t innerX = macs ? m_architecture.macMeshX : levels[inner].meshX;
            const std::int64_t innerY = macs ? m_architecture.macMeshY : levels[inner].meshY;
            FanOutNode node{{}, innerX / meshX, innerY / meshY, {}, {}};
            if (inner > 0) {
                node.x = m_mapping.levels[inner - 1].spatialX;
                node.y = m_mapping.levels[inner - 1].spatialY;
            }
            const std::string name = macs ? m_mac : levels[inner].name;
            const bool twice = std::any_of(node.x.begin(), node.x.end(), [&](const Loop& loop) {
                return loop.factor > 1 && names(node.y, loop.dimension);
            });
            const bool told = inner > 0 && node.meshX > 1 && node.meshY > 1
                              && constrainsAxes(m_constraints.levels[inner - 1], m_operation);
            const bool both = twice || told;
            std::vector<FanOutNode>& nodes = m_fanOuts.emplace_back();
            if (both) {
                nodes.push_back({unused(name + "_rows"), 1, node.meshY, {}, node.y});
                nodes.push_back({unused(name + "_columns"), node.meshX, 1, node.x, {}});
            } else if (node.meshX > 1 || node.meshY > 1 || !node.x.empty() || !node.y.empty()) {
                node.name = unused(name + "_array");
                nodes.push_back(std::move(node));
            }
            meshX = innerX;
            meshY = innerY;
        }
    }

    /// The nodes that fan out along one axis, which are all that constraints speak of.
    [[nodiscard]] std::vector<AxisNode> axisNodes() const
    {
        std::vector<AxisNode> nodes;
        for (std::size_t inner = 1; inner < m_fanOuts.size(); ++inner)
            for (const FanOutNode& node : m_fanOuts[inner])
                if ((node.meshX > 1) != (node.meshY > 1))
                    nodes.push_back(
                        {node.name, inner - 1,
                         node.meshX > 1 ? cost::spatial::Where::Column : cost::spatial::Where::Row});
        return nodes;
    }

    [[nodiscard]] std::string architectureText() const
    {
        std::string text =
            "# A machine in the YAML of Timeloop 4, written by Paretoscope.\n"
            "# The figures under ERT (pJ an access of one block) and ART (um^2) are Paretoscope's\n"
            "# own. Without them, Timeloop takes Accelergy's estimates and other energies come out;\n"
            "# cycles and counts of accesses do not depend on them.\n";
        if (m_architecture.dataflow != "any" && isIdentifier(m_architecture.dataflow))
            text += "# The mapping was searched under the dataflow " + m_architecture.dataflow + ".\n";
        text += "architecture:\n  version: 0.4\n  nodes:\n  - !Container\n    name: " + word(m_machine)
                + "\n    attributes: {global_cycle_seconds: " + shiftedText(1.0 / m_architecture.clock_Hz)
                + "}\n";
        for (std::size_t l = 0; l < m_architecture.levels.size(); ++l)
            text += fanOutText(m_fanOuts[l]) + levelText(m_architecture.levels[l]);
        text += fanOutText(m_fanOuts.back());
        text += "  - !Component\n    name: " + word(m_mac)
                + "\n    class: intmac\n    attributes: {datawidth: "
                + std::to_string(m_architecture.mac_bits) + "}\n";
        return text + energyText() + areaText();
    }

    static std::string fanOutText(const std::vector<FanOutNode>& nodes)
    {
        std::string text;
        for (const FanOutNode& node : nodes)
            text += "  - !Container\n    name: " + node.name + "\n    spatial: {meshX: "
                    + std::to_string(node.meshX) + ", meshY: " + std::to_string(node.meshY) + "}\n";
        return text;
    }

    [[nodiscard]] std::string levelText(const MemoryLevel& level) const
    {
        const char* const className = level.kind == hardware::MemoryKind::Dram   ? "DRAM"
                                      : level.kind == hardware::MemoryKind::Sram ? "SRAM"
                                                                                 : "regfile";
        std::string text = "  - !Component\n    name: " + word(level.name) + "\n    class: " + className
                           + "\n    attributes:\n";
        const auto attribute = [&](const char* key, const std::string& value) {
            text += std::string("      ") + key + ": " + value + '\n';
        };
        if (level.capacity_words && *level.capacity_words % level.block_words == 0)
            attribute("depth", std::to_string(*level.capacity_words / level.block_words));
        else if (level.capacity_words)
            attribute("entries", std::to_string(*level.capacity_words));
        attribute("width", std::to_string(level.word_bits * level.block_words));
        attribute("datawidth", std::to_string(level.word_bits));
        attribute("block_size", std::to_string(level.block_words));
        if (level.multipleBuffering != 1)
            attribute("multiple_buffering", std::to_string(level.multipleBuffering));
        if (level.read_wordsPerCycle)
            attribute("read_bandwidth", shiftedText(*level.read_wordsPerCycle));
        if (level.write_wordsPerCycle)
            attribute("write_bandwidth", shiftedText(*level.write_wordsPerCycle));
        std::vector<std::string> keep, bypass;
        for (const workload::Tensor& tensor : m_operation.tensors) {
            const auto rule = cost::spatial::residency(level, tensor.name);
            if (rule != hardware::Residency::Free)
                (rule == hardware::Residency::Keeps ? keep : bypass).push_back(word(tensor.name));
        }
        if (!keep.empty() || !bypass.empty())
            text += "    constraints:\n      dataspace: {keep: " + list(keep) + ", bypass: " + list(bypass)
                    + "}\n";
        return text;
    }

    /// "machine_top_level.buffer[1..16]", as Accelergy names what Timeloop looks up.
    [[nodiscard]] std::string tableName(const std::string& name, std::int64_t instances) const
    {
        return '"' + m_machine + "_top_level." + name + "[1.." + std::to_string(instances) + "]\"";
    }

    [[nodiscard]] std::string energyText() const
    {
        const auto action = [](const char* name, double energy_J) {
            return std::string("    - {name: ") + name
                   + ", arguments: {}, energy: " + shiftedText(energy_J, kToPicojoule) + "}\n";
        };
        std::string text = "ERT:\n  version: '0.4'\n  tables:\n";
        for (const MemoryLevel& level : m_architecture.levels)
            text += "  - name: " + tableName(level.name, level.instances()) + "\n    actions:\n"
                    + action("read", level.energy.read_J) + action("write", level.energy.fill_J)
                    + action("update", level.energy.update_J)
                    + action("leak", level.energy.leakage_JPerCycle);
        return text + "  - name: " + tableName(m_mac, m_architecture.macs()) + "\n    actions:\n"
               + action("compute", m_architecture.macEnergy_J);
    }

    /// The front end hands an energy table on only beside an area table (v4_to_v3.py).
    [[nodiscard]] std::string areaText() const
    {
        std::string text = "ART:\n  version: '0.4'\n  tables:\n";
        const auto entry = [&](const std::string& name, std::int64_t instances, double area_mm2) {
            text += "  - {name: " + tableName(name, instances)
                    + ", area: " + shiftedText(area_mm2, kToSquareMicrometre) + "}\n";
        };
        for (const MemoryLevel& level : m_architecture.levels)
            entry(level.name, level.instances(), level.area_mm2);
        entry(m_mac, m_architecture.macs(), m_architecture.macArea_mm2);
        return text;
    }

    /// Factors and permutation of one nest, innermost first. Dimensions that do not iterate come first, where
    /// they make the split a number of at least 1 in all but the fullest nests: the front end drops zeros.
    [[nodiscard]] std::string nestText(const std::vector<Loop>& x, const std::vector<Loop>& y,
                                       bool spatial) const
    {
        std::vector<std::string> order, factors;
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d)
            if (!names(x, d) && !names(y, d))
                order.push_back(word(m_operation.dimensions[d].name));
        const auto append = [&](const std::vector<Loop>& loops) {
            for (auto loop = loops.rbegin(); loop != loops.rend(); ++loop)
                if (loop->factor > 1)
                    order.push_back(word(m_operation.dimensions[loop->dimension].name));
        };
        append(x);
        const std::size_t split = order.size();
        append(y);
        for (std::size_t d = 0; d < m_operation.dimensions.size(); ++d) {
            std::int64_t factor = 1;
            for (const auto* loops : {&x, &y})
                for (const Loop& loop : *loops)
                    factor *= loop.dimension == d ? loop.factor : 1;
            factors.push_back(m_operation.dimensions[d].name + '=' + std::to_string(factor));
        }
        return "  factors: " + list(factors) + "\n  permutation: " + list(order) + '\n'
               + (spatial ? "  split: " + std::to_string(split) + '\n' : "");
    }

    [[nodiscard]] std::string mappingText() const
    {
        std::string text = "# A mapping in the YAML of Timeloop 4, written by Paretoscope. Permutations are\n"
                           "# innermost first; of a spatial one the first `split` dimensions run along X.\n";
        if (std::any_of(m_fanOuts.begin(), m_fanOuts.end(),
                        [](const auto& nodes) { return nodes.size() > 1; }))
            text += "# Rows and columns fan out in two nodes where a dimension runs along both. Paretoscope "
                    "takes\n"
                    "# them as one array; words handed on between neighbours may be counted otherwise.\n";
        text += "mapping:\n";
        for (std::size_t l = 0; l < m_mapping.levels.size(); ++l) {
            const LevelMapping& level = m_mapping.levels[l];
            const std::string target = "- target: " + word(m_architecture.levels[l].name);
            std::vector<std::string> keep, bypass;
            for (std::size_t t = 0; t < level.keeps.size(); ++t)
                (level.keeps[t] ? keep : bypass).push_back(word(m_operation.tensors[t].name));
            text += target + "\n  type: dataspace\n  keep: " + list(keep) + "\n  bypass: " + list(bypass)
                    + '\n';
            text += target + "\n  type: temporal\n" + nestText(level.temporal, {}, false);
            for (const FanOutNode& node : m_fanOuts[l + 1])
                text += "- target: " + node.name + "\n  type: spatial\n" + nestText(node.x, node.y, true);
        }
        return text;
    }

    const SpatialArchitecture& m_architecture;
    const Operation& m_operation;
    const Mapping& m_mapping;
    const cost::spatial::LayerConstraints& m_constraints;
    std::set<std::string> m_names; ///< of nodes
    std::string m_machine, m_mac;
    std::vector<std::vector<FanOutNode>> m_fanOuts; ///< above each level, then above the MACs
};

} // namespace

Result<TimeloopText> writeTimeloop(const SpatialArchitecture& architecture, const Operation& operation,
                                   const Mapping& mapping, const cost::spatial::MapConstraints& constraints)
{
    // The dataflow is not written, so what it says of constraints does not matter.
    const auto resolved = constrainLayer(constraints, {}, operation, architecture);
    if (!resolved)
        return resolved.error();
    return Writer(architecture, operation, mapping, *resolved).write();
}

} // namespace paretoscope::interchange
