// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/portfolio.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

constexpr std::size_t kReserve = 24;
constexpr std::size_t kEnoughElites = 12;
constexpr double kForgetting = 0.98; // a gain counts half after 34 blind trials
constexpr std::uint64_t kBlindStream = 0x706f7274666f6c69ULL;

} // namespace

Portfolio::Portfolio(const SearchProblem& problem, std::uint64_t seed, PortfolioOptions options)
    : PopulationSearch(problem, seed)
    , m_options(options)
    , m_reference(problem.reference)
    , m_initial(std::clamp<std::size_t>(2 * problem.space.size(), 10, 40))
    , m_elites(problem.objectives, problem.reference, options.elites)
{
    m_gains.fill(1.0);
    m_uses.fill(1.0);
}

/// How far a row is from counting: 0 for an answer; below 1 for one that is feasible but beyond the
/// reference; from 1 for one that is not feasible.
double Portfolio::shortfall(std::size_t row) const
{
    if (history().violation(row) > 0.0)
        return 1.0 + history().violation(row);
    if (!m_reference)
        return 0.0;
    double excess = 0.0;
    const auto objectives = history().objectives(row);
    for (std::size_t j = 0; j < objectives.size(); ++j) {
        const double scale = std::max(std::abs((*m_reference)[j]), 1e-12);
        excess += std::max(0.0, (objectives[j] - (*m_reference)[j]) / scale);
    }
    return excess / (1.0 + excess);
}

void Portfolio::keepReserve(std::size_t row)
{
    const auto worse = [&](std::size_t a, std::size_t b) { return m_shortfalls[a] < m_shortfalls[b]; };
    const auto at = std::upper_bound(m_reserve.begin(), m_reserve.end(), row, worse);
    m_reserve.insert(at, row);
    if (m_reserve.size() > kReserve)
        m_reserve.pop_back();
}

double Portfolio::place(std::size_t row)
{
    if (m_shortfalls[row] == 0.0) {
        const double gain = m_elites.insert(row, history().objectives(row));
        if (gain > 0.0)
            return gain;
    }
    const double worst = m_reserve.empty() ? INFINITY : m_shortfalls[m_reserve.back()];
    const double best = m_reserve.empty() ? INFINITY : m_shortfalls[m_reserve.front()];
    const bool entered = m_reserve.size() < kReserve || m_shortfalls[row] < worst;
    const bool leads = m_shortfalls[row] < best;
    keepReserve(row);
    if (m_elites.size() > 0)
        return 0.0;
    return leads ? 1.0 : (entered ? 0.3 : 0.0);
}

void Portfolio::learnt(std::size_t row)
{
    m_shortfalls.push_back(shortfall(row));
    const double gain = place(row);
    if (row < m_initial)
        return;
    if (const auto move = blindMove(history().id(row))) {
        m_gains[*move] = kForgetting * m_gains[*move] + gain;
        m_uses[*move] = kForgetting * m_uses[*move] + 1.0;
    }
}

void Portfolio::askedAnew()
{
    m_elites.clear();
    m_reserve.clear();
    m_shortfalls.clear();
    for (std::size_t row = 0; row < history().size(); ++row) {
        m_shortfalls.push_back(shortfall(row));
        place(row);
    }
}

/// Drawn from the trial's number alone, so that who tells the result can tell the move as well.
std::optional<Portfolio::Move> Portfolio::blindMove(std::uint64_t id) const
{
    Rng rng(seed() ^ kBlindStream, id);
    if (!rng.chance(m_options.exploration))
        return {};
    return static_cast<Move>(rng.below(kMoves));
}

Portfolio::Move Portfolio::chosenMove(Rng& rng) const
{
    std::array<double, kMoves> rates{};
    double sum = 0.0;
    for (std::size_t i = 0; i < kMoves; ++i)
        sum += rates[i] = m_gains[i] / m_uses[i];
    double drawn = rng.uniform() * sum;
    for (std::size_t i = 0; i + 1 < kMoves; ++i) {
        if (drawn < rates[i])
            return static_cast<Move>(i);
        drawn -= rates[i];
    }
    return static_cast<Move>(kMoves - 1);
}

/// Elites with room more often; while there are few, now and then one of the reserve.
std::size_t Portfolio::parent(Rng& rng) const
{
    const std::size_t elites = m_elites.size();
    const bool few = elites < kEnoughElites && !m_reserve.empty();
    if (elites == 0 || (few && rng.below(kEnoughElites) >= elites + kEnoughElites / 2))
        return m_reserve[std::min(rng.below(m_reserve.size()), rng.below(m_reserve.size()))];
    if (rng.chance(0.3))
        return m_elites[m_elites.roomy(rng)].row;
    std::size_t best = rng.below(elites);
    for (int i = 0; i < 2; ++i) {
        const std::size_t rival = rng.below(elites);
        if (m_elites[rival].room > m_elites[best].room)
            best = rival;
    }
    return m_elites[best].row;
}

/// Any design worth learning from: an elite, or one of the reserve.
std::size_t Portfolio::other(Rng& rng) const
{
    const std::size_t elites = m_elites.size();
    if (rng.chance(0.15) && !m_elites.departed().empty())
        return m_elites.departed()[rng.below(m_elites.departed().size())];
    const std::size_t reserve = rng.chance(0.2) || elites < kEnoughElites ? m_reserve.size() : 0;
    const std::size_t drawn = rng.below(elites + reserve);
    return drawn < elites ? m_elites[drawn].row : m_reserve[drawn - elites];
}

std::size_t Portfolio::mate(std::size_t parent, Rng& rng) const
{
    for (std::size_t i = 0; i < m_elites.size(); ++i)
        if (m_elites[i].row == parent)
            return m_elites[m_elites.neighbour(i, rng)].row;
    return other(rng);
}

space::Design Portfolio::bred(std::uint64_t id, Rng& rng) const
{
    const auto blind = blindMove(id);
    const Move move = blind ? *blind : chosenMove(rng);
    const std::size_t row = parent(rng);
    const space::Design& first = history().design(row);
    const auto design = [&](std::size_t r) -> const space::Design& { return history().design(r); };
    space::Design child = first;
    switch (move) {
    case kCross:
        child = variation().crossed(first, design(other(rng)), 15.0, rng);
        variation().mutate(child, 1.0, rng);
        break;
    case kCrossNear:
        child = variation().crossed(first, design(mate(row, rng)), 5.0, rng);
        variation().mutate(child, 0.5, rng);
        break;
    case kDiffer:
        child = variation().differing(first, design(other(rng)), design(other(rng)), rng.uniform(0.2, 0.9),
                                      rng.chance(0.5) ? 0.9 : 0.3, rng);
        break;
    case kFollow: {
        std::size_t worse = row;
        for (std::size_t i = 0; i < m_elites.size() && worse == row; ++i)
            if (m_elites[i].row == row && m_elites[i].displaced)
                worse = *m_elites[i].displaced;
        if (worse == row && !m_reserve.empty())
            worse = m_reserve[rng.below(m_reserve.size())];
        child = variation().onLine(first, design(worse), -rng.uniform(0.1, 1.5), rng);
        break;
    }
    case kNudge:
        variation().mutateSome(child, 1.5, rng);
        break;
    case kLine:
        child = variation().onLine(first, design(mate(row, rng)), rng.uniform(-0.5, 1.2), rng);
        break;
    case kScatter: {
        std::array<const space::Design*, 6> parents{&first};
        for (std::size_t i = 1; i < parents.size(); ++i)
            parents[i] = &design(mate(row, rng));
        child = variation().scattered(first, parents, 1.0, rng);
        break;
    }
    case kExchange:
    case kMoves:
        if (rng.chance(0.3))
            variation().pushToEnd(child, rng);
        else
            child = variation().differing(first, design(rng.chance(0.3) ? rng.below(history().size()) : other(rng)),
                                          first, 1.0, 1.5 / static_cast<double>(space().size()), rng);
        break;
    }
    return child;
}

Method portfolioMethod()
{
    return {
        {"portfolio",
         "Portfolio",
         "Keeps the designs that share the most hypervolume and shifts its trials among crossover, "
         "differences, steps along an improvement, local scatter and exchange towards what pays. Our own.",
         {{.name = "elites",
           .label = "Elites",
           .fallback = 200,
           .minimum = 10,
           .maximum = 2'000,
           .help = "Designs that breed, at most. More fill a front more finely and cost more time.",
           .whole = true},
          {.name = "exploration",
           .label = "Blind share",
           .fallback = 0.25,
           .minimum = 0.05,
           .maximum = 1.0,
           .help = "Share of the trials that try any move, whatever it gained before; what is learnt of the "
                   "moves is learnt from these."}}},
        [](const SearchProblem& problem, const ChosenOptions& options, std::uint64_t seed) -> Method::Made {
            PortfolioOptions chosen;
            chosen.elites = options.count("elites");
            chosen.exploration = options.number("exploration");
            return std::unique_ptr<Optimizer>(std::make_unique<Portfolio>(problem, seed, chosen));
        }};
}

} // namespace paretoscope::optimizer
