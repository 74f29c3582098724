// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/portfolio.h"

#include <algorithm>
#include <cmath>

namespace paretoscope::optimizer {

namespace {

// All our choice, found by trial on the problems of tests/bench.
constexpr std::size_t kReserve = 24;
constexpr std::size_t kEnoughElites = 12;
constexpr double kForgetting = 0.98;    // a gain counts half after 34 blind trials
constexpr std::uint64_t kSettled = 500; // trials before the main colony is challenged
constexpr std::size_t kLife = 400;      // trials of a challenger
constexpr double kFirstShare = 0.15;    // of the trials go to challengers,
constexpr double kLeastShare = 0.03;    // and half as many after one that was not
constexpr double kWorth = 0.5;          // worth this many times as much as the main colony's own trials
constexpr double kRecent = 0.01;        // weight of the newest gain of the main colony
constexpr double kJump = 0.5;           // of the children mutate besides; of those that fill a front
constexpr double kFillJump = 0.25;      // fewer do, for they are spoilt by it
// Streams of random numbers that belong to a trial's number, not to its design.
constexpr std::uint64_t kBlindStream = 0x626c696e64ULL;
constexpr std::uint64_t kChallengeStream = 0x6368616c6cULL;

} // namespace

Portfolio::Portfolio(const SearchProblem& problem, std::uint64_t seed, PortfolioOptions options)
    : PopulationSearch(problem, seed)
    , m_options(options)
    , m_reference(problem.reference)
    , m_initial(std::clamp<std::size_t>(2 * problem.space.size(), 10, 40))
    , m_main{{problem.objectives, problem.reference, options.elites}, {}, 0}
    , m_challenger{{problem.objectives, problem.reference, options.elites}, {}, 0}
{
    m_gains.fill(1.0);
    m_uses.fill(1.0);
    m_share = kFirstShare;
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
        const double bound = (*m_reference)[j];
        excess += std::max(0.0, (objectives[j] - bound) / (bound != 0.0 ? std::abs(bound) : 1.0));
    }
    return excess / (1.0 + excess);
}

/// Among equals in the reserve those that came first stay: what is feasible but dominated stays as varied as
/// the first random designs were, which gives differences their reach. \returns the gain, see Elites::insert;
/// without elites, what is nearest to counting gains most
double Portfolio::place(Colony& colony, std::size_t row) const
{
    ++colony.members;
    if (m_shortfalls[row] == 0.0) {
        const double gain = colony.elites.insert(row, history().objectives(row));
        if (gain > 0.0)
            return gain;
    }
    auto& reserve = colony.reserve;
    const auto nearer = [&](std::size_t a, std::size_t b) {
        if (m_shortfalls[a] != m_shortfalls[b] || history().objectiveCount() > 1)
            return m_shortfalls[a] < m_shortfalls[b];
        return history().objectives(a)[0] < history().objectives(b)[0];
    };
    const auto at = std::upper_bound(reserve.begin(), reserve.end(), row, nearer);
    const auto rank = static_cast<std::size_t>(at - reserve.begin());
    reserve.insert(at, row);
    if (reserve.size() > kReserve)
        reserve.pop_back();
    if (colony.elites.size() > 0 || rank >= kReserve)
        return 0.0;
    return rank == 0 ? 1.0 : 0.3;
}

/// Another challenger follows; fewer, where the last one did not earn its trials.
void Portfolio::retire()
{
    m_challenger.elites.clear();
    m_challenger.reserve.clear();
    m_challenger.members = 0;
    if (m_challengerGain < kWorth * m_mainGain * static_cast<double>(kLife))
        m_share = std::max(kLeastShare, 0.5 * m_share);
    m_challengerGain = 0.0;
}

void Portfolio::learnt(std::size_t row)
{
    m_shortfalls.push_back(shortfall(row));
    const double gain = place(m_main, row);
    const std::uint64_t id = history().id(row);
    if (isChallenge(id)) {
        if (m_challenger.members >= kLife)
            retire();
        m_challengerGain += gain;
        place(m_challenger, row);
        return;
    }
    m_mainGain = (1.0 - kRecent) * m_mainGain + kRecent * gain;
    if (const auto move = blindMove(id); move && row >= m_initial) {
        m_gains[*move] = kForgetting * m_gains[*move] + gain;
        m_uses[*move] = kForgetting * m_uses[*move] + 1.0;
    }
}

void Portfolio::askedAnew()
{
    for (Colony* colony : {&m_main, &m_challenger}) {
        colony->elites.clear();
        colony->reserve.clear();
        colony->members = 0;
    }
    m_shortfalls.clear();
    m_share = kFirstShare;
    m_challengerGain = 0.0;
    for (std::size_t row = 0; row < history().size(); ++row) {
        m_shortfalls.push_back(shortfall(row));
        place(m_main, row);
    }
}

bool Portfolio::isChallenge(std::uint64_t id) const
{
    return id >= kSettled && Rng(seed() ^ kChallengeStream, id).chance(m_share);
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
std::size_t Portfolio::parent(const Colony& colony, Rng& rng) const
{
    const std::size_t elites = colony.elites.size();
    const bool few = elites < kEnoughElites && !colony.reserve.empty();
    if (elites == 0 || (few && rng.below(kEnoughElites) >= elites + kEnoughElites / 2))
        return colony.reserve[std::min(rng.below(colony.reserve.size()), rng.below(colony.reserve.size()))];
    if (rng.chance(0.3))
        return colony.elites[colony.elites.roomy(rng)].row;
    std::size_t best = rng.below(elites);
    for (int i = 0; i < 2; ++i) {
        const std::size_t rival = rng.below(elites);
        if (colony.elites[rival].room > colony.elites[best].room)
            best = rival;
    }
    return colony.elites[best].row;
}

/// Any design worth learning from: an elite, or one of the reserve.
std::size_t Portfolio::other(const Colony& colony, Rng& rng) const
{
    const std::size_t elites = colony.elites.size();
    if (rng.chance(0.15) && !colony.elites.departed().empty())
        return colony.elites.departed()[rng.below(colony.elites.departed().size())];
    const std::size_t reserve = rng.chance(0.2) || elites < kEnoughElites ? colony.reserve.size() : 0;
    const std::size_t drawn = rng.below(elites + reserve);
    return drawn < elites ? colony.elites[drawn].row : colony.reserve[drawn - elites];
}

std::size_t Portfolio::mate(const Colony& colony, std::size_t parent, Rng& rng) const
{
    for (std::size_t i = 0; i < colony.elites.size(); ++i)
        if (colony.elites[i].row == parent)
            return colony.elites[colony.elites.neighbour(i, rng)].row;
    return other(colony, rng);
}

/// What a design improved on, where that is known; else one of the reserve, which is worse than any elite.
std::size_t Portfolio::worse(const Colony& colony, std::size_t row, Rng& rng) const
{
    for (std::size_t i = 0; i < colony.elites.size(); ++i)
        if (colony.elites[i].row == row && colony.elites[i].displaced)
            return *colony.elites[i].displaced;
    return colony.reserve.empty() ? row : colony.reserve[rng.below(colony.reserve.size())];
}

/// One value goes to its end, or a few come from another design: a good one or, for news, any ever told.
space::Design Portfolio::exchanged(const Colony& colony, const space::Design& first, Rng& rng) const
{
    space::Design child = first;
    if (rng.chance(0.3)) {
        variation().pushToEnd(child, rng);
        return child;
    }
    const std::size_t giver = rng.chance(0.3) ? rng.below(history().size()) : other(colony, rng);
    const double rate = 1.5 / static_cast<double>(space().size());
    return variation().differing(first, history().design(giver), first, 1.0, rate, rng);
}

space::Design Portfolio::scattered(const Colony& colony, std::size_t row, Rng& rng) const
{
    constexpr std::size_t kParents = 6;
    std::array<const space::Design*, kParents> parents{&history().design(row)};
    for (std::size_t i = 1; i < kParents; ++i)
        parents[i] = &history().design(mate(colony, row, rng));
    return variation().scattered(history().design(row), parents, 1.0, rng);
}

/// The widths of the steps are our choice; what matters is that between them the moves offer all of near and
/// far, one parameter and all, along the front and towards it.
space::Design Portfolio::moved(Move move, const Colony& colony, Rng& rng) const
{
    const std::size_t row = parent(colony, rng);
    const space::Design& first = history().design(row);
    const auto design = [&](std::size_t r) -> const space::Design& { return history().design(r); };
    space::Design child = first;
    switch (move) {
    case kCross:
        child = variation().crossed(first, design(other(colony, rng)), 15.0, rng);
        variation().mutate(child, 1.0, rng);
        return child;
    case kCrossNear:
        child = variation().crossed(first, design(mate(colony, row, rng)), 5.0, rng);
        variation().mutate(child, 0.5, rng);
        return child;
    case kDiffer: {
        const std::size_t plus = other(colony, rng);
        const std::size_t minus = other(colony, rng);
        const double factor = rng.uniform(0.2, 0.9);
        const double rate = rng.chance(0.5) ? 0.9 : 0.3;
        return variation().differing(first, design(plus), design(minus), factor, rate, rng);
    }
    case kFollow: {
        const std::size_t from = worse(colony, row, rng);
        return variation().onLine(first, design(from), -rng.uniform(0.1, 1.5), rng);
    }
    case kNudge:
        variation().mutateSome(child, 1.5, rng);
        return child;
    case kLine: {
        const std::size_t to = mate(colony, row, rng);
        return variation().onLine(first, design(to), rng.uniform(-0.5, 1.2), rng);
    }
    case kScatter:
        return scattered(colony, row, rng);
    case kExchange:
    case kMoves:
        break;
    }
    return exchanged(colony, first, rng);
}

space::Design Portfolio::bred(std::uint64_t id, Rng& rng) const
{
    const bool challenge = isChallenge(id);
    const Colony& colony = challenge ? m_challenger : m_main;
    if (challenge && (colony.members < m_initial || colony.members >= kLife))
        return space::Design(std::vector<double>(space().slotCount(), space::kInactive)); // drawn at random
    const auto blind = blindMove(id);
    const Move move = blind ? *blind : chosenMove(rng);
    space::Design child = moved(move, colony, rng);
    // Moves between designs lead nowhere new once these have settled in one valley, yet gain often, if
    // little, so what is learnt of the moves would never make it leave.
    const bool fills = colony.elites.size() > 0 && (move == kLine || move == kScatter);
    if (rng.chance(fills ? kFillJump : kJump))
        variation().mutateSome(child, 1.0, rng);
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
           .fallback = 100,
           .minimum = 10,
           .maximum = 2'000,
           .help = "Designs that breed, at most. Fewer converge faster; 100 did best on our problems, of 100 "
                   "to 400.",
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
