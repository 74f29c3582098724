// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_sample.h"

#include "core/base/rng.h"

#include <algorithm>
#include <unordered_set>

namespace paretoscope::analysis {

namespace {

/// The first `count` places become a random choice among all, in random order (Fisher, Yates).
void shuffleFirst(std::vector<std::uint64_t>& ids, std::size_t count, Rng& rng)
{
    for (std::size_t i = 0; i < std::min(count, ids.size()); ++i)
        std::swap(ids[i], ids[i + rng.below(ids.size() - i)]);
}

} // namespace

TrialSample sampleTrials(const study::Snapshot& snapshot, std::size_t few, std::size_t most,
                         std::uint64_t seed)
{
    Rng rng(seed);
    const std::size_t front = std::min(snapshot.front.size(), few / 2);
    std::unordered_set<std::uint64_t> taken;
    TrialSample sample;
    for (std::size_t i = 0; i < front; ++i) {
        const std::uint64_t id = snapshot.front[i * snapshot.front.size() / front];
        if (id < snapshot.trials.size() && taken.insert(id).second)
            sample.ids.push_back(id);
    }
    std::vector<std::uint64_t> rest;
    for (std::uint64_t id = 0; id < snapshot.trials.size(); ++id) {
        if (snapshot.trials[id].outcome.verdict == problem::Verdict::Failed)
            continue;
        ++sample.of;
        if (!taken.contains(id))
            rest.push_back(id);
    }
    const std::size_t more = std::min(rest.size(), std::max(most, few) - sample.ids.size());
    shuffleFirst(rest, more, rng);
    sample.ids.insert(sample.ids.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(more));
    // The front must not come first: whoever learns from the first few would take it for all there is.
    std::vector<std::uint64_t> first(sample.ids.begin(),
                                     sample.ids.begin()
                                         + static_cast<std::ptrdiff_t>(std::min(few, sample.ids.size())));
    shuffleFirst(first, first.size(), rng);
    std::copy(first.begin(), first.end(), sample.ids.begin());
    return sample;
}

} // namespace paretoscope::analysis
