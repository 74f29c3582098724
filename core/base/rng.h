// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace paretoscope {

/// SplitMix64's finaliser: a bijection that scatters nearby integers (Steele, Lea, Flood 2014).
[[nodiscard]] constexpr std::uint64_t scatter(std::uint64_t x) noexcept
{
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

/// xoshiro256** (Blackman, Vigna 2018) with numbered streams. The standard library's distributions differ
/// between implementations, so the few that we need live here: same seed and stream, same numbers, on every
/// machine. Satisfies UniformRandomBitGenerator. Not thread-safe; give each task a stream of its own.
class Rng
{
public:
    using result_type = std::uint64_t;

    /// \param seed    the study's seed
    /// \param stream  a number that names the consumer (a trial, a layer), so that no result depends on
    ///                which thread asked first
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) noexcept
    {
        std::uint64_t x = scatter(seed) ^ scatter(~stream);
        for (std::uint64_t& word : m_state)
            word = x = scatter(x);
    }

    static constexpr result_type min() noexcept { return 0; }
    static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

    result_type operator()() noexcept
    {
        const std::uint64_t result = rotateLeft(m_state[1] * 5, 7) * 9;
        const std::uint64_t t = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= t;
        m_state[3] = rotateLeft(m_state[3], 45);
        return result;
    }

    /// Uniform in [0, 1), 53 random bits.
    [[nodiscard]] double uniform() noexcept { return static_cast<double>((*this)() >> 11U) * 0x1.0p-53; }
    [[nodiscard]] double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }

    /// Uniform in {0, ..., n-1}; n >= 1. Lemire's multiply-shift with rejection: no bias.
    [[nodiscard]] std::uint64_t below(std::uint64_t n) noexcept
    {
        __extension__ using Wide = unsigned __int128;
        Wide product = static_cast<Wide>((*this)()) * n;
        if (static_cast<std::uint64_t>(product) < n) {
            const std::uint64_t threshold = (0 - n) % n;
            while (static_cast<std::uint64_t>(product) < threshold)
                product = static_cast<Wide>((*this)()) * n;
        }
        return static_cast<std::uint64_t>(product >> 64U);
    }

    [[nodiscard]] bool chance(double probability) noexcept { return uniform() < probability; }

private:
    static constexpr std::uint64_t rotateLeft(std::uint64_t x, unsigned k) noexcept
    {
        return (x << k) | (x >> (64U - k));
    }
    std::uint64_t m_state[4]{};
};

} // namespace paretoscope
