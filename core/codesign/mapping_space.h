// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/codesign/layer_shape.h"
#include "core/codesign/machine_space.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace paretoscope::codesign {

/// Where a factor of a dimension runs, from the inside out.
enum Slot : std::uint8_t { kLocal, kAcrossX, kAcrossY, kBuffer, kMemory };
inline constexpr std::size_t kSlots = 5;
/// The levels that have loops in time, by their place in TiledMapping::order.
enum OrderLevel : std::uint8_t { kLocalOrder, kBufferOrder, kMemoryOrder };
inline constexpr std::size_t kOrders = 3;

/// A mapping as the paper's inner search varies it (S1-S9, from memory): five factors of each dimension and
/// three loop orders.
struct TiledMapping
{
    std::array<std::array<std::int32_t, kSlots>, kDims> factor{};
    std::array<std::array<std::uint8_t, kDims>, kOrders> order{}; ///< dimensions, outermost first

    [[nodiscard]] Sizes localTile() const;   ///< in a PE
    [[nodiscard]] Sizes spatialTile() const; ///< of the whole array at a time
    [[nodiscard]] Sizes bufferTile() const;  ///< in the global buffer
    [[nodiscard]] std::int64_t usedColumns() const;
    [[nodiscard]] std::int64_t usedRows() const;
    friend bool operator==(const TiledMapping&, const TiledMapping&) = default;
};

/// A number that names the mapping, to tell those met before.
[[nodiscard]] std::uint64_t fingerprint(const TiledMapping& mapping);

/// The known constraints on mappings, in the order in which they are tested.
enum class Rule : std::uint8_t {
    None,
    Array,        ///< factors along an axis multiply to more than its PEs
    Dataflow,     ///< R is not all inside a PE, or S not all along the rows, on a machine that asks for it
    Scratchpads,  ///< a local tile does not fit
    GlobalBuffer, ///< the buffer's tiles of inputs and outputs do not fit
};
inline constexpr std::size_t kRules = 4; ///< without None
[[nodiscard]] const char* ruleName(Rule rule);

/// The first rule that the mapping breaks. Loop orders never matter.
[[nodiscard]] Rule brokenRule(const TiledMapping& mapping, const LayerShape& layer, const Machine& machine);

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
