// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/parameter_support.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretoscope::space {

namespace {

constexpr std::size_t kMostFactors = 16;
constexpr std::uint64_t kMostExponent = 53; // of 2, in n <= 2^53

/// C(n, r) by the multiplicative formula; every partial product is itself a binomial, so nothing is lost.
/// The largest needed, C(68, 15), has 50 bits, and times 68 still fits.
std::uint64_t binomial(std::uint64_t n, std::uint64_t r)
{
    r = std::min(r, n - r);
    std::uint64_t result = 1;
    for (std::uint64_t i = 1; i <= r; ++i)
        result = result * (n - r + i) / i;
    return result;
}

/// Ways to hand `balls` equal balls to `boxes` boxes: stars and bars.
std::uint64_t compositions(std::uint64_t balls, std::size_t boxes)
{
    if (boxes == 0)
        return balls == 0 ? 1 : 0;
    return binomial(balls + boxes - 1, boxes - 1);
}

struct Prime
{
    std::uint64_t base = 2;
    std::uint64_t exponent = 1;
    std::uint64_t ways = 1; ///< to share the exponent among the factors
};

std::vector<Prime> primesOf(std::uint64_t n, std::size_t factors)
{
    std::vector<Prime> primes;
    const auto divideOut = [&](std::uint64_t base) {
        std::uint64_t exponent = 0;
        for (; n % base == 0; n /= base)
            ++exponent;
        if (exponent > 0)
            primes.push_back({base, exponent, compositions(exponent, factors)});
    };
    divideOut(2);
    for (std::uint64_t base = 3; base * base <= n; base += 2)
        divideOut(base);
    if (n > 1)
        divideOut(n);
    return primes;
}

/// Ordered ways to write n as a product of k factors: tilings. The exponents of each prime of n are shared
/// out among the factors independently, so the values are a product of sets of compositions; a rank is a
/// number in that mixed radix, its digits the ranks of the compositions (first factor's share most
/// significant).
class FactorizationParameter final : public Parameter
{
public:
    FactorizationParameter(ParameterName name, std::uint64_t n, std::size_t factors)
        : Parameter(std::move(name.name), std::move(name.label), std::move(name.unit),
                    std::move(name.condition))
        , m_n(n)
        , m_factors(factors)
        , m_primes(primesOf(n, factors))
    {
        for (const Prime& prime : m_primes)
            m_ways *= static_cast<double>(prime.ways);
    }

    [[nodiscard]] ParameterKind kind() const override { return ParameterKind::Factorization; }
    [[nodiscard]] std::size_t width() const override { return m_factors; }

    void sample(Rng& rng, std::span<double> value) const override
    {
        std::fill(value.begin(), value.end(), 1.0);
        for (const Prime& prime : m_primes)
            share(prime, rng.below(prime.ways), value);
    }

    [[nodiscard]] std::optional<std::uint64_t> count() const override
    {
        if (m_ways > static_cast<double>(kMostCounted))
            return {};
        return static_cast<std::uint64_t>(m_ways);
    }

    void at(std::uint64_t index, std::span<double> value) const override
    {
        std::fill(value.begin(), value.end(), 1.0);
        for (const Prime& prime : m_primes) {
            share(prime, index % prime.ways, value);
            index /= prime.ways;
        }
    }

    void mutate(Rng& rng, double reach, std::span<double> value) const override;
    [[nodiscard]] std::vector<double> neighbours(std::span<const double> value) const override;

    [[nodiscard]] std::size_t featureCount() const override { return m_factors; }

    void features(std::span<const double> value, std::span<double> out) const override
    {
        const double whole = m_n > 1 ? std::log2(static_cast<double>(m_n)) : 1.0;
        for (std::size_t i = 0; i < m_factors; ++i)
            out[i] = std::log2(value[i]) / whole;
    }

    [[nodiscard]] std::string print(std::span<const double> value) const override
    {
        std::string text;
        for (const double factor : value)
            text += (text.empty() ? "" : "x") + std::to_string(static_cast<std::int64_t>(factor));
        return text;
    }

    [[nodiscard]] Result<std::vector<double>> parse(const std::string& text) const override;
    [[nodiscard]] bool contains(std::span<const double> value) const override;
    [[nodiscard]] double axisPosition(std::span<const double> value) const override;
    [[nodiscard]] Extent axisExtent() const override { return paddedExtent(0.0, m_ways - 1.0); }

private:
    void share(const Prime& prime, std::uint64_t rank, std::span<double> value) const;
    void movePrime(Rng& rng, std::span<double> value) const;

    std::uint64_t m_n;
    std::size_t m_factors;
    std::vector<Prime> m_primes;
    double m_ways = 1.0; ///< exact below 2^53
};

/// Multiplies the factors by the prime's powers of its rank-th composition (lexicographic).
void FactorizationParameter::share(const Prime& prime, std::uint64_t rank, std::span<double> value) const
{
    std::uint64_t left = prime.exponent;
    for (std::size_t i = 0; i < m_factors; ++i) {
        std::uint64_t power = i + 1 == m_factors ? left : 0;
        if (i + 1 < m_factors) {
            for (;; ++power) {
                const std::uint64_t below = compositions(left - power, m_factors - i - 1);
                if (rank < below)
                    break;
                rank -= below;
            }
        }
        left -= power;
        for (; power > 0; --power)
            value[i] *= static_cast<double>(prime.base);
    }
}

void FactorizationParameter::movePrime(Rng& rng, std::span<double> value) const
{
    // A prime of n, each as often as it occurs, and one of the factors that hold it.
    std::uint64_t total = 0;
    for (const Prime& prime : m_primes)
        total += prime.exponent;
    std::uint64_t drawn = rng.below(total);
    for (const Prime& prime : m_primes) {
        if (drawn >= prime.exponent) {
            drawn -= prime.exponent;
            continue;
        }
        const auto base = static_cast<double>(prime.base);
        std::size_t from = 0;
        for (; from < m_factors; ++from) {
            std::uint64_t held = 0;
            for (double rest = value[from]; std::fmod(rest, base) == 0.0; rest /= base)
                ++held;
            if (drawn < held)
                break;
            drawn -= held;
        }
        if (from == m_factors) // not a value of ours
            return;
        std::size_t to = rng.below(m_factors - 1);
        to += to >= from ? 1 : 0;
        value[from] /= base;
        value[to] *= base;
        return;
    }
}

void FactorizationParameter::mutate(Rng& rng, double reach, std::span<double> value) const
{
    if (m_factors < 2 || m_primes.empty() || !contains(value))
        return;
    double total = 0.0;
    for (const Prime& prime : m_primes)
        total += static_cast<double>(prime.exponent);
    const auto most = static_cast<std::uint64_t>(std::max(1.0, std::clamp(reach, 0.0, 1.0) * total));
    const std::vector<double> before(value.begin(), value.end());
    for (std::uint64_t moves = 1 + rng.below(most); moves > 0; --moves)
        movePrime(rng, value);
    if (std::equal(before.begin(), before.end(), value.begin())) // moves that undid each other
        movePrime(rng, value);
}

std::vector<double> FactorizationParameter::neighbours(std::span<const double> value) const
{
    std::vector<double> near;
    for (const Prime& prime : m_primes) {
        const auto base = static_cast<double>(prime.base);
        for (std::size_t from = 0; from < m_factors; ++from) {
            if (std::fmod(value[from], base) != 0.0)
                continue;
            for (std::size_t to = 0; to < m_factors; ++to) {
                if (to == from)
                    continue;
                const std::size_t first = near.size();
                near.insert(near.end(), value.begin(), value.end());
                near[first + from] /= base;
                near[first + to] *= base;
            }
        }
    }
    return near;
}

Result<std::vector<double>> FactorizationParameter::parse(const std::string& text) const
{
    std::vector<double> value;
    std::size_t begin = 0;
    while (begin <= text.size() && value.size() <= m_factors) {
        const std::size_t end = std::min(text.find('x', begin), text.size());
        value.push_back(parseNumber(text.substr(begin, end - begin)).value_or(0.0));
        begin = end + 1;
    }
    if (!contains(value)) {
        return refusal(name(), "\"" + text.substr(0, 40) + "\" is none of its values; allowed are "
                                   + std::to_string(m_factors)
                                   + " whole factors joined by \"x\" with the product " + std::to_string(m_n)
                                   + ".");
    }
    return value;
}

bool FactorizationParameter::contains(std::span<const double> value) const
{
    if (value.size() != m_factors)
        return false;
    std::uint64_t left = m_n;
    for (const double factor : value) {
        if (!(factor >= 1.0) || factor > static_cast<double>(m_n) || std::trunc(factor) != factor)
            return false;
        const auto whole = static_cast<std::uint64_t>(factor);
        if (left % whole != 0)
            return false;
        left /= whole;
    }
    return left == 1;
}

double FactorizationParameter::axisPosition(std::span<const double> value) const
{
    double position = 0.0;
    double weight = 1.0;
    for (const Prime& prime : m_primes) {
        std::uint64_t rank = 0;
        std::uint64_t left = prime.exponent;
        const auto base = static_cast<double>(prime.base);
        for (std::size_t i = 0; i + 1 < m_factors; ++i) {
            for (double rest = value[i]; left > 0 && std::fmod(rest, base) == 0.0; rest /= base) {
                rank += compositions(left, m_factors - i - 1);
                --left;
            }
        }
        position += weight * static_cast<double>(rank);
        weight *= static_cast<double>(prime.ways);
    }
    return position;
}

} // namespace

Result<ParameterPtr> makeFactorization(ParameterName name, std::int64_t n, std::size_t factors)
{
    if (const Status named = complete(name); !named)
        return named.error();
    static_assert(kMostCounted == std::uint64_t{1} << kMostExponent);
    if (n < 1 || n > static_cast<std::int64_t>(kMostCounted))
        return refusal(name.name,
                       "n is " + std::to_string(n) + "; whole numbers from 1 to 2^53 are allowed.");
    if (factors < 1 || factors > kMostFactors) {
        return refusal(name.name,
                       "the number of factors is " + std::to_string(factors) + "; 1 to 16 are allowed.");
    }
    return ParameterPtr(
        std::make_shared<FactorizationParameter>(std::move(name), static_cast<std::uint64_t>(n), factors));
}

} // namespace paretoscope::space
