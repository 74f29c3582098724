// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/codesign/mapping_space.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::codesign {

/// What became of raw samples: how many passed each rule and all before it.
struct Funnel
{
    std::int64_t raw = 0, array = 0, dataflow = 0, scratchpads = 0, valid = 0;

    /// One more raw sample. \param broken  the first rule that it breaks
    void count(Rule broken);
    Funnel& operator+=(const Funnel& other);
    [[nodiscard]] double validShare() const
    {
        return raw > 0 ? static_cast<double>(valid) / static_cast<double>(raw) : 0.0;
    }
};

/// Raw samples by the set of rules that they break (bit 0: Array, ... bit 3: GlobalBuffer), from which
/// follows what a rule costs: how many more would pass without it.
struct FunnelSets
{
    std::array<std::int64_t, 1U << kRules> count{};

    /// \param enforced  bits of the rules that are to hold
    [[nodiscard]] std::int64_t passing(unsigned enforced) const;
    FunnelSets& operator+=(const FunnelSets& other);
};

/// Draws mappings of one layer on one machine: every prime factor of every dimension goes to one of the five
/// slots, uniformly, and then the three orders are drawn (our choice). Such a draw of a dimension's factors
/// is one look into a table of all factorizations with their probabilities, so a raw sample costs six draws
/// and no allocation; most are refused after the first two or three. Not thread-safe: it counts.
class MappingSampler
{
public:
    /// \param obeyDataflow  factors that the machine's dataflow prescribes are not drawn
    MappingSampler(const LayerShape& layer, const Machine& machine, bool obeyDataflow = true);

    /// The next valid mapping; absent after `giveUp` refusals in a row.
    [[nodiscard]] std::optional<TiledMapping> valid(Rng& rng, std::int64_t giveUp);
    /// A mapping that need not be valid.
    [[nodiscard]] TiledMapping raw(Rng& rng) const;

    [[nodiscard]] const Funnel& funnel() const { return m_funnel; }

private:
    using Factors = std::array<std::int32_t, kSlots>;
    /// Walker's method of aliases (Walker 1977): one draw and one comparison an outcome.
    struct Table
    {
        std::vector<Factors> outcomes;
        std::vector<std::uint32_t> keep;  ///< an outcome stays if 32 random bits are below this
        std::vector<std::uint32_t> alias; ///< what it is else

        [[nodiscard]] const Factors& draw(Rng& rng) const;
    };
    [[nodiscard]] static Table tableOf(std::int32_t size);
    [[nodiscard]] static Table tableOf(const Factors& only);
    [[nodiscard]] Rule drawFactors(Rng& rng, TiledMapping& mapping) const;
    static void drawOrders(Rng& rng, TiledMapping& mapping);

    LayerShape m_layer;
    Machine m_machine;
    std::array<Table, kDims> m_tables;
    std::array<std::uint8_t, kDims> m_sequence; ///< those first that most often break the first rule
    Funnel m_funnel;
};

/// \param obeyDataflow  as above
[[nodiscard]] FunnelSets sampleFunnel(const LayerShape& layer, const Machine& machine, std::int64_t samples,
                                      bool obeyDataflow, Rng& rng);

} // namespace paretoscope::codesign
