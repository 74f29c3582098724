// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/spatial/reference_cases.h"

#include "core/base/json_reader.h"
#include "core/cost/spatial/mapping_json.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace paretoscope::cost::spatial {

namespace {

using nlohmann::json;

constexpr double kPicojoule_J = 1e-12;
constexpr std::int64_t kMostWords = std::int64_t{1} << 53U;
constexpr std::int64_t kLargestMesh = 1 << 20U;

template <class T> using Named = std::map<std::string, T>;

double energy(JsonReader& reader, const char* key)
{
    return reader.number(key, kNotNegative) * kPicojoule_J;
}

std::int64_t count(JsonReader& reader, const char* key)
{
    return reader.integer(key, 0, kMostWords);
}

/// Calls `read` with a reader for every member of an object of objects, whose names are data.
template <class Read> void forEachMember(JsonReader& parent, const char* key, Read read)
{
    JsonReader members = parent.object(key);
    if (parent.failed())
        return;
    const json& names = parent.raw(key);
    for (const auto& [name, value] : names.items()) {
        JsonReader member = members.object(name);
        if (parent.failed())
            return;
        read(name, member);
    }
}

void readMesh(JsonReader& reader, std::int64_t& x, std::int64_t& y)
{
    const std::vector<double> mesh = reader.numbers("mesh", {1.0, static_cast<double>(kLargestMesh)});
    if (mesh.size() != 2 || mesh[0] != std::floor(mesh[0]) || mesh[1] != std::floor(mesh[1])) {
        reader.fail("mesh", "must be two whole numbers, columns and rows.");
        return;
    }
    x = static_cast<std::int64_t>(mesh[0]);
    y = static_cast<std::int64_t>(mesh[1]);
}

/// A number, or null for "unlimited".
std::optional<double> limit(JsonReader& reader, const char* key)
{
    if (!reader.raw(key).is_null())
        return reader.number(key, kPositive);
    if (!reader.has(key))
        reader.fail(key, "is missing; a number or null is expected.");
    return {};
}

hardware::MemoryLevel readMemoryLevel(JsonReader& reader)
{
    hardware::MemoryLevel level;
    level.name = reader.string("name");
    const std::string kind = reader.choice("kind", {"dram", "sram", "register_file"});
    level.kind = kind == "dram"   ? hardware::MemoryKind::Dram
                 : kind == "sram" ? hardware::MemoryKind::Sram
                                  : hardware::MemoryKind::RegisterFile;
    if (!reader.raw("capacity_words").is_null())
        level.capacity_words = reader.integer("capacity_words", 0, kMostWords);
    readMesh(reader, level.meshX, level.meshY);
    level.word_bits = reader.integer("word_bits", 1, 1024);
    level.block_words = reader.integer("block_words", 1, 1 << 20U);
    level.multipleBuffering = reader.integer("multiple_buffering", 1, 1024);
    level.read_wordsPerCycle = limit(reader, "read_words_per_cycle");
    level.write_wordsPerCycle = limit(reader, "write_words_per_cycle");
    JsonReader energies = reader.object("energy_pj");
    level.energy = {energy(energies, "read"), energy(energies, "fill"), energy(energies, "update"),
                    energy(energies, "leak")};
    return level;
}

Named<hardware::SpatialArchitecture> readArchitectures(JsonReader& document)
{
    Named<hardware::SpatialArchitecture> architectures;
    forEachMember(document, "architectures", [&](const std::string& name, JsonReader& reader) {
        hardware::SpatialArchitecture architecture;
        architecture.name = name;
        for (JsonReader& level : reader.objects("levels"))
            architecture.levels.push_back(readMemoryLevel(level));
        if (architecture.levels.empty())
            reader.fail("levels", "is empty; at least one memory level is expected.");
        JsonReader mac = reader.object("mac");
        (void)mac.string("name");
        readMesh(mac, architecture.macMeshX, architecture.macMeshY);
        architecture.mac_bits = mac.integer("word_bits", 1, 1024);
        architecture.macEnergy_J = energy(mac, "energy_pj");
        architectures.emplace(name, std::move(architecture));
    });
    return architectures;
}

std::optional<std::size_t> find(const std::vector<workload::Dimension>& dimensions, const std::string& name)
{
    for (std::size_t d = 0; d < dimensions.size(); ++d)
        if (dimensions[d].name == name)
            return d;
    return {};
}

/// An axis is a list of {"dim", "coef"} inside a list, so it is read as raw JSON.
workload::Axis readAxis(JsonReader& tensor, const json& terms,
                        const std::vector<workload::Dimension>& dimensions)
{
    workload::Axis axis;
    const json wrapped = {{"axis", terms}};
    JsonReader reader(wrapped, tensor.where("axes"));
    for (JsonReader& term : reader.objects("axis")) {
        const std::string name = term.string("dim");
        const auto dimension = find(dimensions, name);
        if (!dimension && !term.failed())
            term.fail("dim", "is \"" + name + "\", which is no dimension of this problem.");
        axis.push_back({dimension.value_or(0), term.integer("coef", 1, 1 << 20U)});
    }
    if (const Status status = reader.finish(); !status)
        tensor.fail("axes", status.error().text());
    return axis;
}

Named<workload::Operation> readProblems(JsonReader& document)
{
    Named<workload::Operation> problems;
    forEachMember(document, "problems", [&](const std::string& name, JsonReader& reader) {
        workload::Operation operation;
        JsonReader sizes = reader.object("dims");
        for (const auto& [dimension, size] : reader.raw("dims").items())
            operation.dimensions.push_back({dimension, sizes.integer(dimension, 1, kMostWords)});
        for (JsonReader& item : reader.objects("tensors")) {
            workload::Tensor tensor;
            tensor.name = item.string("name");
            tensor.role = item.choice("role", {"input", "output"}) == "output" ? workload::TensorRole::Output
                                                                               : workload::TensorRole::Input;
            const json& axes = item.raw("axes");
            if (!axes.is_array())
                item.fail("axes", "must be a list of axes.");
            else
                for (const json& axis : axes)
                    tensor.axes.push_back(readAxis(item, axis, operation.dimensions));
            operation.tensors.push_back(std::move(tensor));
        }
        if (const Status status = operation.validate(); !status && !reader.failed())
            reader.fail({}, status.error().what);
        problems.emplace(name, std::move(operation));
    });
    return problems;
}

LevelReport readLevelReport(JsonReader& reader)
{
    LevelReport level;
    level.level = reader.string("name");
    level.cycles = count(reader, "cycles");
    level.throttle = reader.number("throttle", {0.0, 1.0});
    level.leakage_J = energy(reader, "leak_pj");
    level.energy_J = energy(reader, "energy_pj");
    (void)reader.raw("network_below"); // informational, carries no energy
    forEachMember(reader, "tensors", [&](const std::string& name, JsonReader& item) {
        level.tensors.push_back({name, count(item, "tile_words"), count(item, "instances"),
                                 count(item, "reads"), count(item, "fills"), count(item, "updates"),
                                 count(item, "partition_words"), count(item, "temporal_reductions"),
                                 energy(item, "energy_pj")});
    });
    return level;
}

ReferenceExpectation readExpectation(JsonReader reader)
{
    ReferenceExpectation expected;
    if (reader.choice("status", {"ok", "illegal"}) == "illegal") {
        const std::vector<std::string> reasons{"capacity", "fanout", "factor_product", "no_storage"};
        const std::string reason = reader.choice("reason", reasons);
        const auto index = std::find(reasons.begin(), reasons.end(), reason) - reasons.begin();
        Illegal illegal{static_cast<IllegalReason>(index), {}, reader.string("message")};
        if (!reader.raw("level").is_null())
            illegal.level = reader.string("level");
        expected.illegal = std::move(illegal);
        return expected;
    }
    LayerReport report;
    report.cycles = count(reader, "cycles");
    report.computeCycles = count(reader, "compute_cycles");
    report.utilization = reader.number("utilization", kNotNegative);
    report.macs = count(reader, "macs");
    (void)count(reader, "mac_instances_used");
    report.macEnergy_J = energy(reader, "mac_energy_pj");
    report.energy_J = energy(reader, "energy_pj");
    (void)energy(reader, "edp_pj_cycles");
    for (JsonReader& level : reader.objects("levels"))
        report.levels.push_back(readLevelReport(level));
    expected.report = std::move(report);
    return expected;
}

/// The member called `key`'s value, or a failure that names what was asked for.
template <class T> const T* named(JsonReader& reader, const char* key, const Named<T>& all)
{
    const std::string name = reader.string(key);
    const auto found = all.find(name);
    if (found == all.end())
        reader.fail(key, "is \"" + name + "\", which this file does not describe.");
    return found == all.end() ? nullptr : &found->second;
}

void readProvenance(JsonReader& document, const char* format)
{
    (void)document.choice("format", {format});
    (void)document.integer("format_version", 1, 1);
    for (const char* key : {"reference_tool", "reference_commit", "reference_commit_date", "set"})
        (void)document.string(key, "");
}

/// Keeps the largest deviation and says what it was.
class Comparison
{
public:
    explicit Comparison(CaseResult& result)
        : m_result(result)
    { }
    void equal(const std::string& what, std::int64_t ours, std::int64_t theirs)
    {
        add(what, static_cast<double>(ours), static_cast<double>(theirs), 0.0);
    }
    void close(const std::string& what, double ours, double theirs)
    {
        add(what, ours, theirs, kReferenceTolerance);
    }
    void differ(const std::string& what)
    {
        m_result.agrees = false;
        m_result.worstDeviation = 1.0;
        m_result.worst = what;
    }

private:
    void add(const std::string& what, double ours, double theirs, double tolerance)
    {
        const double deviation = relativeDeviation(ours, theirs);
        record(m_result, what, ours, theirs, deviation, deviation <= tolerance);
    }
    CaseResult& m_result;
};

void compareLevel(Comparison& compare, const LevelReport& ours, const LevelReport& theirs,
                  const std::string& at)
{
    compare.equal(at + " cycles", ours.cycles, theirs.cycles);
    compare.close(at + " throttle", ours.throttle, theirs.throttle);
    compare.close(at + " leakage", ours.leakage_J, theirs.leakage_J);
    compare.close(at + " energy", ours.energy_J, theirs.energy_J);
    if (ours.tensors.size() != theirs.tensors.size())
        compare.differ(at + " keeps another number of tensors");
    for (const TensorAccesses& mine : ours.tensors) {
        const auto other = std::find_if(theirs.tensors.begin(), theirs.tensors.end(),
                                        [&](const TensorAccesses& t) { return t.tensor == mine.tensor; });
        if (other == theirs.tensors.end()) {
            compare.differ(at + " keeps " + mine.tensor + ", in the reference it does not");
            continue;
        }
        const std::string where = at + " " + mine.tensor;
        compare.equal(where + " tile", mine.tile_words, other->tile_words);
        compare.equal(where + " instances", mine.instances, other->instances);
        compare.equal(where + " reads", mine.reads, other->reads);
        compare.equal(where + " fills", mine.fills, other->fills);
        compare.equal(where + " updates", mine.updates, other->updates);
        compare.equal(where + " partition", mine.partition_words, other->partition_words);
        compare.equal(where + " temporal reductions", mine.temporalReductions, other->temporalReductions);
        compare.close(where + " energy", mine.energy_J, other->energy_J);
    }
}

void compareOutcome(Comparison& compare, const std::variant<LayerReport, Illegal>& outcome,
                    const ReferenceExpectation& expected, const std::string& at)
{
    const auto* ours = std::get_if<LayerReport>(&outcome);
    if ((ours != nullptr) != expected.report.has_value()) {
        compare.differ(ours != nullptr
                           ? at + "accepted, but the reference refuses it: " + expected.illegal->message
                           : at + "refused: " + std::get<Illegal>(outcome).message);
        return;
    }
    if (ours == nullptr)
        return;
    const LayerReport& theirs = *expected.report;
    compare.equal(at + "cycles", ours->cycles, theirs.cycles);
    compare.equal(at + "compute cycles", ours->computeCycles, theirs.computeCycles);
    compare.equal(at + "macs", ours->macs, theirs.macs);
    compare.close(at + "utilization", ours->utilization, theirs.utilization);
    compare.close(at + "MAC energy", ours->macEnergy_J, theirs.macEnergy_J);
    compare.close(at + "energy", ours->energy_J, theirs.energy_J);
    if (ours->levels.size() != theirs.levels.size()) {
        compare.differ(at + "another number of levels");
        return;
    }
    for (std::size_t l = 0; l < theirs.levels.size(); ++l)
        compareLevel(compare, ours->levels[l], theirs.levels[l], at + ours->levels[l].level);
}

/// Residency as the reference's search was told: `tensors_by_role` lists the storable ones as letters of
/// "wio"; a fixed level holds exactly those, another may leave any of them out.
void applyStorable(JsonReader& reader, hardware::SpatialArchitecture& architecture,
                   const workload::Operation& operation)
{
    for (hardware::MemoryLevel& level : architecture.levels) {
        JsonReader rule = reader.object(level.name);
        const std::string roles = rule.string("tensors_by_role");
        const bool fixed = rule.boolean("fixed");
        for (const workload::Tensor& tensor : operation.tensors) {
            const bool output = tensor.role == workload::TensorRole::Output;
            const bool weights = tensor.name == "W" || tensor.name == "B";
            const bool storable = roles.find(output ? 'o' : weights ? 'w' : 'i') != std::string::npos;
            level.residency.emplace_back(tensor.name, !storable ? hardware::Residency::Bypasses
                                                      : fixed   ? hardware::Residency::Keeps
                                                                : hardware::Residency::Free);
        }
    }
}

} // namespace

Result<std::vector<ReferenceCase>> readReferenceCases(const std::filesystem::path& file)
{
    const Result<json> text = readJsonFile(file);
    if (!text)
        return text.error();
    JsonReader document(*text, file.string());
    readProvenance(document, "spatial-accelerator-model-reference");
    const auto architectures = readArchitectures(document);
    const auto problems = readProblems(document);
    std::vector<ReferenceCase> cases;
    for (JsonReader& reader : document.objects("cases")) {
        if (document.failed())
            break;
        ReferenceCase item;
        item.id = reader.string("id");
        const auto* architecture = named(reader, "architecture", architectures);
        const auto* problem = named(reader, "problem", problems);
        if (architecture == nullptr || problem == nullptr)
            break;
        item.architecture = *architecture;
        item.operation = *problem;
        JsonReader mapping = reader.object("mapping");
        item.mapping = readMapping(mapping, item.operation);
        item.expected = readExpectation(reader.object("expected"));
        if (reader.has("expected_without_peer_forwarding"))
            item.withoutForwarding = readExpectation(reader.object("expected_without_peer_forwarding"));
        cases.push_back(std::move(item));
    }
    if (const Status status = document.finish(); !status)
        return status.error();
    return cases;
}

CaseResult checkCase(const ReferenceCase& reference)
{
    CaseResult result;
    result.id = reference.id;
    result.agrees = true;
    result.legal = reference.expected.report.has_value();
    Comparison compare(result);
    compareOutcome(
        compare, evaluate(reference.operation, reference.architecture, reference.mapping, {.ragged = false}),
        reference.expected, {});
    if (reference.withoutForwarding)
        compareOutcome(compare,
                       evaluate(reference.operation, reference.architecture, reference.mapping,
                                {.peerForwarding = false, .ragged = false}),
                       *reference.withoutForwarding, "without forwarding: ");
    return result;
}

Result<std::vector<CaseResult>> checkReferenceFile(const std::filesystem::path& file)
{
    return checkCases(readReferenceCases(file), checkCase);
}

Result<std::vector<SearchReference>> readSearchReference(const std::filesystem::path& file)
{
    const Result<json> text = readJsonFile(file);
    if (!text)
        return text.error();
    JsonReader document(*text, file.string());
    readProvenance(document, "spatial-accelerator-mapper-reference");
    (void)document.string("objective");
    (void)document.raw("role_names");
    const auto architectures = readArchitectures(document);
    const auto problems = readProblems(document);
    JsonReader storable = document.object("storable");
    (void)document.raw("runs");
    std::vector<SearchReference> references;
    for (const auto& [name, architecture] : architectures) {
        JsonReader rules = storable.object(name);
        for (const auto& [layer, problem] : problems) {
            SearchReference reference{layer, architecture, problem, 0.0};
            applyStorable(rules, reference.architecture, problem);
            references.push_back(std::move(reference));
        }
    }
    for (const json& run : document.raw("runs")) {
        const auto edp = run.find("best_edp_pj_cycles");
        if (edp == run.end() || !edp->is_number() || !run.contains("architecture") || !run.contains("layer"))
            continue;
        const double found = edp->get<double>() * kPicojoule_J;
        for (SearchReference& reference : references)
            if (run["architecture"] == reference.architecture.name && run["layer"] == reference.layer
                && (reference.bestEdp_JCycles == 0.0 || found < reference.bestEdp_JCycles))
                reference.bestEdp_JCycles = found;
    }
    if (const Status status = document.finish(); !status)
        return status.error();
    std::erase_if(references, [](const SearchReference& r) { return r.bestEdp_JCycles == 0.0; });
    return references;
}

} // namespace paretoscope::cost::spatial
