// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/latin_hypercube.h"

#include "core/optimizer/shuffle.h"

namespace paretoscope::optimizer {

namespace {

constexpr std::uint64_t kBlock = 64; // our choice, where nobody says how many designs are meant

} // namespace

LatinHypercube::LatinHypercube(const SearchProblem& problem, std::uint64_t seed, std::uint64_t block)
    : PointSearch(problem, seed)
    , m_block(block)
{ }

/// Attempts that follow stay in the stratum.
void LatinHypercube::place(std::uint64_t id, std::uint64_t, Rng& rng, std::span<double> point) const
{
    for (std::size_t i = 0; i < point.size(); ++i) {
        const std::uint64_t key = scatter(seed() ^ scatter(id / m_block ^ scatter(i)));
        const auto stratum = static_cast<double>(shuffled(id % m_block, m_block, key));
        point[i] = (stratum + rng.uniform()) / static_cast<double>(m_block);
    }
}

Method latinHypercubeMethod()
{
    return {
        {"latin",
         "Latin hypercube",
         "Spreads designs so that in every block each parameter is met evenly (McKay, Beckman, Conover "
         "1979). Does not learn from results.",
         {{.name = "block",
           .label = "Block",
           .fallback = 0,
           .minimum = 0,
           .maximum = 1'000'000,
           .help = "Designs that together meet every parameter evenly; 0 is the number meant for the "
                   "initial design, else 64.",
           .whole = true}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            std::uint64_t block = options.count("block");
            if (block == 0)
                block = problem.initial > 0 ? problem.initial : kBlock;
            return std::unique_ptr<Optimizer>(std::make_unique<LatinHypercube>(problem, seed, block));
        }};
}

} // namespace paretoscope::optimizer
