// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_record.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::accuracy {

namespace {

constexpr double kRecordVersion = 1.0;
constexpr double kMostRecordedEpochs = 1'000'000.0;
constexpr std::size_t kPerEpoch = 4;

/// Takes numbers one after the other; once one is wrong, all are.
class Numbers
{
public:
    explicit Numbers(std::span<const double> numbers)
        : m_rest(numbers)
    { }

    double number(double least, double most)
    {
        const bool ok = m_good && !m_rest.empty() && m_rest.front() >= least && m_rest.front() <= most;
        m_good = ok;
        if (!ok)
            return least;
        const double value = m_rest.front();
        m_rest = m_rest.subspan(1);
        return value;
    }
    int whole(double least, double most)
    {
        const double value = number(least, most);
        m_good = m_good && value == std::floor(value);
        return static_cast<int>(value);
    }
    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] bool isGoodToTheEnd() const { return m_good && m_rest.empty(); }
    [[nodiscard]] std::size_t left() const { return m_rest.size(); }

private:
    std::span<const double> m_rest;
    bool m_good = true;
};

} // namespace

std::vector<double> toRecord(const TrainingCurve& curve)
{
    std::vector<double> record{kRecordVersion, static_cast<double>(curve.state),
                               static_cast<double>(curve.plannedEpochs),
                               static_cast<double>(curve.rungs.size())};
    record.insert(record.end(), curve.rungs.begin(), curve.rungs.end());
    for (const EpochRecord& epoch : curve.epochs)
        record.insert(record.end(),
                      {epoch.loss, epoch.trainingAccuracy, epoch.validationAccuracy, epoch.cpu_s});
    return record;
}

std::optional<TrainingCurve> fromRecord(std::span<const double> record)
{
    Numbers numbers(record);
    TrainingCurve curve;
    (void)numbers.number(kRecordVersion, kRecordVersion);
    const int state = numbers.whole(static_cast<double>(TrainingState::Finished),
                                    static_cast<double>(TrainingState::Outranked));
    curve.state = static_cast<TrainingState>(state);
    curve.plannedEpochs = numbers.whole(1.0, kMostRecordedEpochs);
    const int rungs = numbers.whole(0.0, curve.plannedEpochs);
    for (int i = 0; i < rungs && numbers.isGood(); ++i)
        curve.rungs.push_back(numbers.whole(1.0, curve.plannedEpochs));
    if (!numbers.isGood() || numbers.left() % kPerEpoch != 0
        || numbers.left() / kPerEpoch > static_cast<std::size_t>(curve.plannedEpochs))
        return std::nullopt;
    constexpr double kLarge = 1e30;
    while (numbers.left() > 0 && numbers.isGood()) {
        EpochRecord epoch;
        epoch.epoch = static_cast<int>(curve.epochs.size()) + 1;
        epoch.loss = numbers.number(0.0, kLarge);
        epoch.trainingAccuracy = numbers.number(0.0, 1.0);
        epoch.validationAccuracy = numbers.number(0.0, 1.0);
        epoch.cpu_s = numbers.number(0.0, kLarge);
        curve.epochs.push_back(epoch);
    }
    if (!numbers.isGoodToTheEnd())
        return std::nullopt;
    return curve;
}

} // namespace paretoscope::accuracy
