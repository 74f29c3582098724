// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/elites.h"
#include "core/optimizer/method.h"
#include "core/optimizer/population_search.h"

#include <array>
#include <vector>

namespace paretoscope::optimizer {

struct PortfolioOptions
{
    std::size_t elites = 200;
    double exploration = 0.25; ///< share of the trials whose move is drawn blindly, and which are learnt from
};

/// A steady-state evolutionary search that keeps the best non-dominated designs, as SMS-EMOA does by
/// hypervolume, and shifts its trials among several ways to make a child towards those that pay.
///
/// No single way is the best one everywhere: simulated binary crossover and mutation converge where
/// parameters are separable, differences and steps along an improvement where a valley must be followed,
/// lines and scatter between neighbours where the front only has to be filled, and exchange of single values
/// where nothing is a scale. A share of the trials, chosen by their number alone, draws its move blindly;
/// what these gain tells how well each move does now, and the other trials draw moves in that proportion. (So
/// what has been learnt is a function of what was told: no record of who proposed what needs to be kept.)
///
/// While no design is feasible, or none better than the reference point everywhere, the least violated and
/// the nearest breed.
class Portfolio final : public PopulationSearch
{
public:
    Portfolio(const SearchProblem& problem, std::uint64_t seed, PortfolioOptions options);

    [[nodiscard]] std::string name() const override { return "portfolio"; }

private:
    enum Move { kCross, kCrossNear, kDiffer, kFollow, kNudge, kLine, kScatter, kExchange, kMoves };

    [[nodiscard]] bool breeds() const override { return history().size() >= m_initial; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;

    [[nodiscard]] double shortfall(std::size_t row) const;
    double place(std::size_t row);
    void keepReserve(std::size_t row);
    [[nodiscard]] std::optional<Move> blindMove(std::uint64_t id) const;
    [[nodiscard]] Move chosenMove(Rng& rng) const;
    [[nodiscard]] std::size_t parent(Rng& rng) const;
    [[nodiscard]] std::size_t mate(std::size_t parent, Rng& rng) const;
    [[nodiscard]] std::size_t other(Rng& rng) const;

    PortfolioOptions m_options;
    std::optional<std::vector<double>> m_reference;
    std::size_t m_initial;
    Elites m_elites;
    std::vector<std::size_t> m_reserve; ///< best first, of what is no elite and never was
    std::vector<double> m_shortfalls;   ///< one per row of the history
    std::array<double, kMoves> m_gains{};
    std::array<double, kMoves> m_uses{};
};

[[nodiscard]] Method portfolioMethod();

} // namespace paretoscope::optimizer
