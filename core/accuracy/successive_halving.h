// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace paretoscope::accuracy {

struct HalvingOptions
{
    std::size_t candidates = 27; ///< at least 1
    int fewestEpochs = 1;        ///< of every candidate, at least 1
    int mostEpochs = 9;          ///< of those that stay to the end, at least fewestEpochs
    double keep = 3.0;           ///< one of so many is promoted, and trained so many times as long; above 1

    [[nodiscard]] Status validate() const;
};

/// Successive halving (Jamieson, Talwalkar 2016; as in Hyperband, Li et al. 2017; from memory): all
/// candidates are trained for a few epochs, the better part goes on for more, and so on, so that most of the
/// time goes to those that deserve it. Knows nothing of what training is. Not thread-safe; jobs of a rung may
/// run side by side, and results may come back in any order without changing who is promoted.
class SuccessiveHalving
{
public:
    /// \param options checked by validate()
    explicit SuccessiveHalving(const HalvingOptions& options);

    struct Job
    {
        std::size_t candidate = 0;
        int epochs = 1; ///< in all, those of earlier rungs included
    };
    /// The next candidate to train; absent while the rung waits for results, and when all is done.
    [[nodiscard]] std::optional<Job> next();
    /// \param error of the candidate after its epochs; not a number where its training failed, which is worse
    ///              than any number. Results nobody asked for are ignored.
    void tell(std::size_t candidate, double error);
    [[nodiscard]] bool isDone() const { return m_done; }

    struct Rung
    {
        int epochs = 1;
        std::vector<std::size_t> candidates; ///< best of the rung before first
        std::vector<double> errors;          ///< as told, NaN until then
    };
    /// Finished rungs and the one at work.
    [[nodiscard]] const std::vector<Rung>& rungs() const { return m_rungs; }
    /// Candidates of the last rung, the best first; of equals the one with the lower number.
    [[nodiscard]] std::vector<std::size_t> ranking() const;

private:
    void finishRung();

    HalvingOptions m_options;
    std::vector<Rung> m_rungs;
    std::vector<bool> m_told; ///< of the rung at work
    std::size_t m_given = 0;  ///< of the rung at work
    bool m_done = false;
};

} // namespace paretoscope::accuracy
