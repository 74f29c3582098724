// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/timeloop_architecture.h"

#include "core/interchange/timeloop_components.h"
#include "core/interchange/timeloop_energies.h"

#include <algorithm>
#include <set>

namespace paretoscope::interchange {

namespace {

using hardware::Residency;

constexpr std::int64_t kWidestMesh = 1 << 20;
constexpr std::size_t kMostNodes = 256;

std::string names(const std::vector<std::string>& list)
{
    std::string text;
    for (const std::string& name : list)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// Walks the nodes from outside in, multiplying meshes, and collects the machine.
class Hierarchy
{
public:
    Hierarchy(MachineDocument& document, const std::vector<std::string>& tensors)
        : m_document(document)
        , m_tensors(tensors)
    { }

    void read(YamlReader& architecture)
    {
        checkVersion(architecture);
        walk(architecture.at("nodes"));
        if (architecture.failed())
            return;
        if (m_macName.empty())
            architecture.fail("ends without arithmetic; the last node must be a component whose class "
                              "contains mac or compute.");
        if (m_document.machine.levels.empty())
            architecture.fail("has no memory level.");
    }

    /// Residency constraints: what a level must keep or bypass.
    void prescribe(YamlReader& place, const Directive& directive)
    {
        const auto level = std::find_if(m_document.machine.levels.begin(), m_document.machine.levels.end(),
                                        [&](const auto& l) { return l.name == directive.target; });
        if (level == m_document.machine.levels.end()) {
            place.fail("says what \"" + directive.target + "\" stores, which is no memory level.");
            return;
        }
        for (const std::string& tensor : directive.keep)
            prescribe(place, *level, tensor, Residency::Keeps);
        for (const std::string& tensor : directive.bypass)
            prescribe(place, *level, tensor, Residency::Bypasses);
    }

    [[nodiscard]] const std::string& macName() const { return m_macName; }

private:
    void walk(YamlReader nodes)
    {
        for (YamlReader& node : nodes.items()) {
            if (node.failed())
                return;
            if (++m_nodes > kMostNodes)
                node.fail("is one node too many; " + std::to_string(kMostNodes) + " are read.");
            else if (!m_macName.empty() && node.tag() != "!Nothing")
                node.fail("comes after the arithmetic, which must be the last node.");
            else if (node.tag() == "!Container")
                readContainer(node);
            else if (node.tag() == "!Component")
                readComponent(node);
            else if (node.tag() == "!Hierarchical")
                walk(node.at("nodes"));
            else if (node.tag() == "!Parallel")
                readParallel(node);
            else if (node.tag() != "!Nothing")
                node.fail(node.tag().empty()
                              ? "has no tag; !Component, !Container, !Parallel or !Hierarchical is expected."
                              : "is a " + node.tag() + ", which is not understood.",
                          ErrorCode::Unsupported);
        }
    }

    std::string readName(YamlReader& node)
    {
        YamlReader place = node.at("name");
        const std::string name = place.text();
        if (!place.failed() && (name.empty() || name.find_first_of(".[") != std::string::npos))
            place.fail("is \"" + name + "\"; a name without dots and brackets is expected.");
        if (!m_names.insert(name).second)
            place.fail("is the second node named \"" + name + "\".");
        return name;
    }

    /// Copies of this node and all after it, in every copy of what is above.
    void readSpatial(YamlReader& node, const std::string& name)
    {
        auto spatial = node.find("spatial");
        if (!spatial)
            return;
        FanOut fanOut{name, m_document.machine.levels.size(), 1, 1};
        const auto side = [&](const char* key, std::int64_t& mesh, std::int64_t& own) {
            auto value = spatial->find(key);
            const std::int64_t copies = value ? value->integer(1, kWidestMesh) : 1;
            if (copies > kWidestMesh / mesh)
                value->fail("makes more than " + std::to_string(kWidestMesh) + " copies on one side.");
            else
                mesh *= copies;
            own = copies;
        };
        side("meshX", m_meshX, fanOut.meshX);
        side("meshY", m_meshY, fanOut.meshY);
        m_document.fanOuts.push_back(std::move(fanOut));
    }

    void readConstraints(YamlReader& node, const std::string& name)
    {
        auto constraints = node.find("constraints");
        if (!constraints)
            return;
        for (Directive& directive : readNodeConstraints(*constraints, name)) {
            if (directive.kind == Directive::Kind::Residency)
                prescribe(*constraints, directive);
            else
                m_document.constraints.push_back(std::move(directive));
        }
    }

    void readContainer(YamlReader& node)
    {
        const std::string name = readName(node);
        readSpatial(node, name);
        // The first container gives the machine its name (our reading: v4 has no other place for one).
        if (m_document.machine.name.empty())
            m_document.machine.name = name;
        if (auto attributes = node.find("attributes")) {
            readClock(*attributes, m_document.machine.clock_Hz);
            passEstimatorAttributes(*attributes);
        }
        readConstraints(node, name);
    }

    void readComponent(YamlReader& node)
    {
        const std::string name = readName(node);
        YamlReader classPlace = node.at("class");
        const std::string className = classPlace.text();
        if (auto enabled = node.find("enabled"))
            if (!enabled->boolean())
                enabled->fail("is switched off; leave the component out instead.", ErrorCode::Unsupported);
        node.pass("required_actions"); // which energies Accelergy shall look up
        readSpatial(node, name);
        static const YamlNode kNoAttributes{YamlNode::Kind::Map, 0, {}, {}, {}, {}};
        auto attributes = node.find("attributes");
        const YamlReader given = attributes ? *attributes : YamlReader(kNoAttributes, {});
        switch (componentKind(className)) {
        case ComponentKind::Storage:
            m_document.machine.levels.push_back(readStorage(given, name, className));
            m_document.machine.levels.back().meshX = m_meshX;
            m_document.machine.levels.back().meshY = m_meshY;
            break;
        case ComponentKind::Compute:
            m_macName = name;
            m_document.machine.mac_bits = readMacBits(given);
            m_document.machine.macMeshX = m_meshX;
            m_document.machine.macMeshY = m_meshY;
            break;
        case ComponentKind::Unknown:
            classPlace.fail("is \"" + className + "\", a class that is not understood.",
                            ErrorCode::Unsupported);
            break;
        }
        readConstraints(node, name);
    }

    /// Branches side by side become levels below each other. It comes to the same, because every tensor
    /// passes through one branch only and a bypassed level costs nothing.
    void readParallel(YamlReader& node)
    {
        const std::size_t first = m_document.machine.levels.size();
        const std::size_t fanOuts = m_document.fanOuts.size();
        for (YamlReader& branch : node.at("nodes").items()) {
            if (branch.tag() == "!Nothing")
                continue;
            if (branch.tag() != "!Component")
                branch.fail("is a branch of !Parallel that is no !Component, which is not understood.",
                            ErrorCode::Unsupported);
            else
                readComponent(branch);
            if (branch.failed())
                return;
        }
        if (!m_macName.empty() || m_document.fanOuts.size() != fanOuts)
            node.fail("has a branch with arithmetic or a fan-out, which is not understood.",
                      ErrorCode::Unsupported);
        for (const std::string& tensor : m_tensors)
            giveToOneBranch(node, first, tensor);
    }

    void giveToOneBranch(YamlReader& node, std::size_t first, const std::string& tensor)
    {
        auto& levels = m_document.machine.levels;
        int keepers = 0;
        for (std::size_t l = first; l < levels.size(); ++l) {
            auto& rules = levels[l].residency;
            const auto rule = std::find_if(rules.begin(), rules.end(),
                                           [&](const auto& entry) { return entry.first == tensor; });
            if (rule == rules.end())
                rules.emplace_back(tensor, Residency::Bypasses);
            else if (rule->second == Residency::Keeps)
                ++keepers;
        }
        if (keepers != 1)
            node.fail("has " + std::to_string(keepers) + " branches that keep " + tensor
                      + "; exactly one is expected.");
    }

    void prescribe(YamlReader& place, hardware::MemoryLevel& level, const std::string& tensor, Residency rule)
    {
        if (std::find(m_tensors.begin(), m_tensors.end(), tensor) == m_tensors.end()) {
            place.fail("names the data space \"" + tensor + "\"; the problem has " + names(m_tensors) + '.');
            return;
        }
        const auto known = std::find_if(level.residency.begin(), level.residency.end(),
                                        [&](const auto& entry) { return entry.first == tensor; });
        if (known == level.residency.end())
            level.residency.emplace_back(tensor, rule);
        else if (known->second != rule)
            place.fail("lets " + level.name + " both keep and bypass " + tensor + '.');
    }

    MachineDocument& m_document;
    const std::vector<std::string>& m_tensors;
    std::set<std::string> m_names;
    std::string m_macName;
    std::int64_t m_meshX = 1, m_meshY = 1;
    std::size_t m_nodes = 0;
};

/// Values for use in expressions, which are not evaluated; of them only the clock has a meaning of its own.
void readVariables(YamlReader variables, double& clock_Hz)
{
    checkVersion(variables);
    readClock(variables, clock_Hz);
    passEstimatorAttributes(variables);
}

} // namespace

MachineDocument readArchitecture(YamlReader& document, const std::vector<std::string>& tensors)
{
    MachineDocument result;
    if (auto variables = document.find("variables"))
        readVariables(*variables, result.machine.clock_Hz);
    Hierarchy hierarchy(result, tensors);
    YamlReader architecture = document.at("architecture");
    hierarchy.read(architecture);
    if (auto constraints = document.find("constraints"))
        for (Directive& directive : readConstraintList(*constraints)) {
            if (directive.kind == Directive::Kind::Residency)
                hierarchy.prescribe(*constraints, directive);
            else
                result.constraints.push_back(std::move(directive));
        }
    if (document.failed())
        return result;
    if (auto energies = document.find("ERT")) {
        readEnergies(*energies, result.machine, hierarchy.macName());
        result.energiesGiven = true;
    }
    if (auto areas = document.find("ART"))
        readAreas(*areas, result.machine, hierarchy.macName());
    if (document.failed())
        return result;
    if (const Status status = result.machine.validate(); !status)
        architecture.fail("describes no machine: " + status.error().what);
    return result;
}

} // namespace paretoscope::interchange
