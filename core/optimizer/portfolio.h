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
    std::size_t elites = 100;
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
/// About half of the children mutate besides, by steps of any width: on many local fronts that is what finds
/// the next one.
///
/// A part of the trials founds a challenger: a second colony that starts from random designs, breeds by
/// itself for a while, and then makes way for the next. Whatever it finds enters the main colony too. That is
/// how the search gets out of a valley that its elites have settled in. Challengers become rarer when they
/// bring little.
///
/// While no design is feasible, or none better than the reference point everywhere, the least violated and
/// the nearest breed.
class Portfolio final : public PopulationSearch
{
public:
    Portfolio(const SearchProblem& problem, std::uint64_t seed, PortfolioOptions options);

    [[nodiscard]] std::string name() const override { return "portfolio"; }

private:
    enum Move {
        kCross,     ///< simulated binary crossover with any good design, and mutation
        kCrossNear, ///< the same with a neighbour on the front
        kDiffer,    ///< the difference of two good designs
        kFollow,    ///< farther in the direction of an improvement
        kNudge,     ///< mutation alone
        kLine,      ///< between two neighbours on the front, or a little beyond
        kScatter,   ///< a draw from the spread of some neighbours
        kExchange,  ///< single values of other designs, or the ends of scales
        kMoves
    };

    [[nodiscard]] bool breeds() const override { return history().size() >= m_initial; }
    [[nodiscard]] space::Design bred(std::uint64_t id, Rng& rng) const override;
    void learnt(std::size_t row) override;
    void askedAnew() override;

    /// What breeds together: elites, and the best of what never became one.
    struct Colony
    {
        Elites elites;
        std::vector<std::size_t> reserve; ///< best first
        std::size_t members = 0;          ///< placed since it was founded
    };
    [[nodiscard]] double shortfall(std::size_t row) const;
    double place(Colony& colony, std::size_t row) const;
    [[nodiscard]] bool isChallenge(std::uint64_t id) const;
    [[nodiscard]] std::optional<Move> blindMove(std::uint64_t id) const;
    [[nodiscard]] Move chosenMove(Rng& rng) const;
    [[nodiscard]] std::size_t parent(const Colony& colony, Rng& rng) const;
    [[nodiscard]] std::size_t mate(const Colony& colony, std::size_t parent, Rng& rng) const;
    [[nodiscard]] std::size_t other(const Colony& colony, Rng& rng) const;
    [[nodiscard]] std::size_t worse(const Colony& colony, std::size_t row, Rng& rng) const;
    [[nodiscard]] space::Design moved(Move move, const Colony& colony, Rng& rng) const;
    [[nodiscard]] space::Design exchanged(const Colony& colony, const space::Design& first, Rng& rng) const;
    [[nodiscard]] space::Design scattered(const Colony& colony, std::size_t row, Rng& rng) const;
    void retire();

    PortfolioOptions m_options;
    std::optional<std::vector<double>> m_reference;
    std::size_t m_initial;
    Colony m_main;
    Colony m_challenger;
    double m_share = 0.0;             ///< of the trials that go to the challenger
    double m_mainGain = 0.0;          ///< of a trial of the main colony, lately
    double m_challengerGain = 0.0;    ///< brought to the main colony by the present challenger
    std::vector<double> m_shortfalls; ///< one per row of the history
    std::array<double, kMoves> m_gains{};
    std::array<double, kMoves> m_uses{};
};

[[nodiscard]] Method portfolioMethod();

} // namespace paretoscope::optimizer
