// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/trainer.h"

#include "core/accuracy/binary_file.h"
#include "core/base/atomic_file.h"
#include "core/base/rng.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

namespace {

using nlohmann::json;

constexpr const char* kFormat = "paretoscope-training";
constexpr int kVersion = 1;

/// One number for the images and labels: other data, most surely another number.
std::uint64_t digest(const ImageSet& images)
{
    std::uint64_t sum = images.size();
    for (const std::uint8_t pixel : images.pixels)
        sum = (sum ^ pixel) * 0x100000001B3ULL; // FNV-1a (Fowler, Noll, Vo; from memory)
    for (const std::uint8_t label : images.labels)
        sum = (sum ^ label) * 0x100000001B3ULL;
    return scatter(sum);
}

std::string keyOf(const TrainingTask& task)
{
    return candidateKey(task.candidate) + "| " + std::to_string(digest(task.data->training)) + ' '
           + std::to_string(digest(task.data->validation)) + ' ' + std::to_string(task.seed);
}

json::binary_t bytesOf(const std::vector<float>& values)
{
    const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
    return json::binary_t(std::vector<std::uint8_t>(first, first + values.size() * sizeof(float)));
}

std::vector<float> floatsOf(const std::vector<std::uint8_t>& bytes)
{
    std::vector<float> values(bytes.size() / sizeof(float));
    std::copy_n(bytes.begin(), values.size() * sizeof(float), reinterpret_cast<std::uint8_t*>(values.data()));
    return values;
}

bool isRecord(const json& row, std::size_t place)
{
    return row.is_array() && row.size() == 4
           && std::all_of(row.begin(), row.end(), [](const json& cell) { return cell.is_number(); })
           && place < 1'000'000;
}

/// What a checkpoint holds, once its form has been checked.
struct Checkpoint
{
    std::string key;
    std::vector<EpochRecord> records;
    std::vector<float> state;
};

Result<Checkpoint> readCheckpoint(const std::filesystem::path& file)
{
    const auto bytes = readBinaryFile(file);
    if (!bytes)
        return bytes.error();
    const Error wrong{
        ErrorCode::InvalidInput, "is no checkpoint of a training, or a damaged one.", file.string(), {}};
    const json document = json::from_cbor(bytes.value(), true, false);
    if (!document.is_object() || document.value("format", json()) != kFormat
        || document.value("version", json()) != kVersion)
        return wrong;
    const json key = document.value("key", json()), records = document.value("records", json()),
               state = document.value("state", json());
    if (!key.is_string() || !records.is_array() || !state.is_binary()
        || state.get_binary().size() % sizeof(float) != 0)
        return wrong;
    Checkpoint checkpoint{key.get<std::string>(), {}, floatsOf(state.get_binary())};
    for (const json& row : records) {
        if (!isRecord(row, checkpoint.records.size()))
            return wrong;
        const int epoch = static_cast<int>(checkpoint.records.size()) + 1;
        checkpoint.records.push_back(
            {epoch, row[0].get<double>(), row[1].get<double>(), row[2].get<double>(), row[3].get<double>()});
    }
    return checkpoint;
}

} // namespace

bool EarlyStopping::isOver(const std::vector<EpochRecord>& records) const
{
    const auto tolerated = static_cast<std::size_t>(std::max(patience, 0));
    if (tolerated == 0 || records.size() <= tolerated)
        return false;
    const auto better = [](const EpochRecord& a, const EpochRecord& b) {
        return a.validationAccuracy < b.validationAccuracy;
    };
    const auto recent = records.end() - static_cast<std::ptrdiff_t>(tolerated);
    const double before = std::max_element(records.begin(), recent, better)->validationAccuracy;
    return std::max_element(recent, records.end(), better)->validationAccuracy < before + leastGain;
}

Trainer::Trainer(TrainingTask task, std::unique_ptr<TrainingEngine> engine)
    : m_task(std::move(task))
    , m_key(keyOf(m_task))
    , m_engine(std::move(engine))
{ }

Result<Trainer> Trainer::make(const Candidate& candidate, std::shared_ptr<const DataSet> data,
                              std::uint64_t seed)
{
    auto shapes = stepShapes(candidate);
    if (!shapes)
        return shapes.error();
    if (const Status status = data->validate(); !status)
        return status.error();
    if (data->training.shape != candidate.input || data->training.classes > candidate.classes)
        return Error{ErrorCode::InvalidInput,
                     "The network was made for images of another size or other classes.",
                     {},
                     {}};
    TrainingTask task{candidate, std::move(shapes).value(), std::move(data), seed};
    auto engine = makeTrainingEngine(task);
    if (!engine)
        return engine.error();
    return Trainer(std::move(task), std::move(engine).value());
}

Result<EpochRecord> Trainer::trainEpoch(const std::stop_token& stop)
{
    auto record = m_engine->learn(static_cast<int>(m_records.size()) + 1, stop);
    if (record)
        m_records.push_back(record.value());
    return record;
}

Status Trainer::trainUntil(int epochs, const EarlyStopping& early, const std::stop_token& stop,
                           const std::function<void(const EpochRecord&)>& onEpoch)
{
    while (static_cast<int>(m_records.size()) < epochs && !early.isOver(m_records)) {
        const auto record = trainEpoch(stop);
        if (!record)
            return record.error();
        if (onEpoch)
            onEpoch(record.value());
    }
    return success();
}

Status Trainer::saveCheckpoint(const std::filesystem::path& file) const
{
    json records = json::array();
    for (const EpochRecord& record : m_records)
        records.push_back({record.loss, record.trainingAccuracy, record.validationAccuracy, record.cpu_s});
    const json document{{"format", kFormat},
                        {"version", kVersion},
                        {"key", m_key},
                        {"records", records},
                        {"state", json::binary(bytesOf(m_engine->state()))}};
    const std::vector<std::uint8_t> bytes = json::to_cbor(document);
    return writeFileAtomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Status Trainer::loadCheckpoint(const std::filesystem::path& file)
{
    auto read = readCheckpoint(file);
    if (!read)
        return read.error();
    if (read->key != m_key)
        return Error{ErrorCode::InvalidInput,
                     "is a checkpoint of another network, data set or seed.",
                     file.string(),
                     {}};
    if (Status status = m_engine->restore(read->state); !status)
        return Error{ErrorCode::InvalidInput, status.error().what, file.string(), {}};
    m_records = std::move(read.value().records);
    return success();
}

} // namespace paretoscope::accuracy
