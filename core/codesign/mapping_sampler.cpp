// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codesign/mapping_sampler.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace paretoscope::codesign {

namespace {

/// Prime factors with their multiplicities.
std::vector<std::pair<std::int32_t, int>> primesOf(std::int32_t n)
{
    std::vector<std::pair<std::int32_t, int>> primes;
    for (std::int32_t p = 2; n > 1; ++p) {
        if (p > n / p)
            p = n;
        int times = 0;
        for (; n % p == 0; n /= p)
            ++times;
        if (times > 0)
            primes.emplace_back(p, times);
    }
    return primes;
}

struct Split
{
    std::array<std::int32_t, kSlots> factors{1, 1, 1, 1, 1};
    double ways = 1.0; ///< relative probability
};

/// Every way to share `times` equal primes among the slots, appended to what `outcome` is already.
void spread(std::int32_t prime, int times, std::size_t slot, const Split& outcome, std::vector<Split>& all)
{
    if (slot + 1 == kSlots) {
        Split last = outcome;
        for (int i = 1; i <= times; ++i) {
            last.factors[slot] *= prime;
            last.ways /= i;
        }
        all.push_back(last);
        return;
    }
    Split next = outcome;
    for (int here = 0; here <= times; ++here) {
        if (here > 0) { // multinomial: 1 / (here!), up to a constant
            next.factors[slot] *= prime;
            next.ways /= here;
        }
        spread(prime, times - here, slot + 1, next, all);
    }
}

} // namespace

void Funnel::count(Rule broken)
{
    ++raw;
    array += broken == Rule::None || broken > Rule::Array ? 1 : 0;
    dataflow += broken == Rule::None || broken > Rule::Dataflow ? 1 : 0;
    scratchpads += broken == Rule::None || broken > Rule::Scratchpads ? 1 : 0;
    valid += broken == Rule::None ? 1 : 0;
}

Funnel& Funnel::operator+=(const Funnel& other)
{
    raw += other.raw;
    array += other.array;
    dataflow += other.dataflow;
    scratchpads += other.scratchpads;
    valid += other.valid;
    return *this;
}

std::int64_t FunnelSets::passing(unsigned enforced) const
{
    std::int64_t sum = 0;
    for (unsigned broken = 0; broken < count.size(); ++broken)
        sum += (broken & enforced) == 0 ? count[broken] : 0;
    return sum;
}

FunnelSets& FunnelSets::operator+=(const FunnelSets& other)
{
    for (std::size_t broken = 0; broken < count.size(); ++broken)
        count[broken] += other.count[broken];
    return *this;
}

MappingSampler::MappingSampler(const LayerShape& layer, const Machine& machine, bool obeyDataflow)
    : m_layer(layer)
    , m_machine(machine)
    , m_sequence{}
{
    for (std::size_t d = 0; d < kDims; ++d) {
        const std::int32_t size = layer.size[d];
        if (d == kR && obeyDataflow && machine.filterWidthInside)
            m_tables[d] = tableOf(Factors{size, 1, 1, 1, 1});
        else if (d == kS && obeyDataflow && machine.filterHeightAcross)
            m_tables[d] = tableOf(Factors{1, 1, size, 1, 1});
        else
            m_tables[d] = tableOf(size);
    }
    std::iota(m_sequence.begin(), m_sequence.end(), std::uint8_t{0});
    std::stable_sort(m_sequence.begin(), m_sequence.end(),
                     [&](std::uint8_t a, std::uint8_t b) { return layer.size[a] > layer.size[b]; });
}

MappingSampler::Table MappingSampler::tableOf(const Factors& only)
{
    return {{only}, {~std::uint32_t{0}}, {0}};
}

MappingSampler::Table MappingSampler::tableOf(std::int32_t size)
{
    std::vector<Split> outcomes(1);
    for (const auto& [prime, times] : primesOf(size)) {
        std::vector<Split> more;
        for (const Split& outcome : outcomes)
            spread(prime, times, 0, outcome, more);
        outcomes = std::move(more);
    }
    const double sum = std::accumulate(outcomes.begin(), outcomes.end(), 0.0,
                                       [](double s, const Split& o) { return s + o.ways; });
    Table table;
    table.keep.assign(outcomes.size(), ~std::uint32_t{0});
    table.alias.assign(outcomes.size(), 0);
    std::vector<double> share;
    std::vector<std::uint32_t> poor, rich;
    for (std::uint32_t i = 0; i < outcomes.size(); ++i) {
        table.outcomes.push_back(outcomes[i].factors);
        share.push_back(outcomes[i].ways / sum * static_cast<double>(outcomes.size()));
        (share.back() < 1.0 ? poor : rich).push_back(i);
    }
    while (!poor.empty() && !rich.empty()) {
        const std::uint32_t low = poor.back();
        const std::uint32_t high = rich.back();
        poor.pop_back();
        table.keep[low] = static_cast<std::uint32_t>(std::min(share[low] * 0x1.0p32, 4294967295.0));
        table.alias[low] = high;
        share[high] -= 1.0 - share[low];
        if (share[high] < 1.0) {
            rich.pop_back();
            poor.push_back(high);
        }
    }
    for (const auto* rest : {&poor, &rich}) // what rounding left over
        for (const std::uint32_t i : *rest)
            table.alias[i] = i;
    return table;
}

const MappingSampler::Factors& MappingSampler::Table::draw(Rng& rng) const
{
    if (outcomes.size() == 1)
        return outcomes.front();
    const std::uint64_t bits = rng();
    const std::uint64_t place = ((bits >> 32U) * outcomes.size()) >> 32U;
    return outcomes[static_cast<std::uint32_t>(bits) < keep[place] ? place : alias[place]];
}

/// Stops at the first rule that is broken.
Rule MappingSampler::drawFactors(Rng& rng, TiledMapping& mapping) const
{
    std::int64_t columns = 1;
    std::int64_t rows = 1;
    for (const std::uint8_t d : m_sequence) {
        const Factors& factors = m_tables[d].draw(rng);
        columns *= factors[kAcrossX];
        rows *= factors[kAcrossY];
        if (columns > m_machine.columns || rows > m_machine.rows)
            return Rule::Array;
        mapping.factor[d] = factors;
    }
    if (!keepsDataflow(mapping, m_layer, m_machine))
        return Rule::Dataflow;
    if (!fitsScratchpads(mapping, m_layer, m_machine))
        return Rule::Scratchpads;
    return fitsBuffer(mapping, m_layer) ? Rule::None : Rule::GlobalBuffer;
}

void MappingSampler::drawOrders(Rng& rng, TiledMapping& mapping)
{
    for (auto& order : mapping.order) {
        std::iota(order.begin(), order.end(), std::uint8_t{0});
        for (std::size_t i = kDims - 1; i > 0; --i)
            std::swap(order[i], order[rng.below(i + 1)]);
    }
}

std::optional<TiledMapping> MappingSampler::valid(Rng& rng, std::int64_t giveUp)
{
    TiledMapping mapping;
    for (std::int64_t refused = 0; refused < giveUp; ++refused) {
        const Rule broken = drawFactors(rng, mapping);
        m_funnel.count(broken);
        if (broken != Rule::None)
            continue;
        drawOrders(rng, mapping);
        return mapping;
    }
    return {};
}

TiledMapping MappingSampler::raw(Rng& rng) const
{
    TiledMapping mapping;
    for (std::size_t d = 0; d < kDims; ++d)
        mapping.factor[d] = m_tables[d].draw(rng);
    drawOrders(rng, mapping);
    return mapping;
}

FunnelSets sampleFunnel(const LayerShape& layer, const Machine& machine, std::int64_t samples,
                        bool obeyDataflow, Rng& rng)
{
    const MappingSampler sampler(layer, machine, obeyDataflow);
    FunnelSets sets;
    for (std::int64_t i = 0; i < samples; ++i) {
        const TiledMapping mapping = sampler.raw(rng);
        const unsigned broken = (fitsArray(mapping, machine) ? 0U : 1U)
                                | (keepsDataflow(mapping, layer, machine) ? 0U : 2U)
                                | (fitsScratchpads(mapping, layer, machine) ? 0U : 4U)
                                | (fitsBuffer(mapping, layer) ? 0U : 8U);
        ++sets.count[broken];
    }
    return sets;
}

} // namespace paretoscope::codesign
