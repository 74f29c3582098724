// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is cited here is cited from memory, evidence B.

#include "core/base/rng.h"
#include "core/optimizer/scales.h"
#include "core/space/space.h"

#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// The moves of evolutionary search over mixed spaces. Every move treats a parameter by its kind: what is a
/// scale (see Scales) is moved by its place, permutations by order crossover, everything else is taken from
/// one parent or another. Moves may leave conditional parameters wrongly active or without a value;
/// Space::activate repairs that. Thread-safe.
class Variation
{
public:
    explicit Variation(const space::Space& space);
    [[nodiscard]] const Scales& scales() const { return m_scales; }

    /// A child that takes after `a`, and in half of the parameters also from `b`: simulated binary crossover
    /// (Deb, Agrawal 1995) for scales, order crossover (Davis 1985) for permutations, uniform crossover
    /// (Syswerda 1989) for the rest.
    /// \param distributionIndex  eta_c of simulated binary crossover: the larger, the closer to the parents
    [[nodiscard]] space::Design crossed(const space::Design& a, const space::Design& b,
                                        double distributionIndex, Rng& rng) const;

    /// Parameter::mutate on each active parameter with probability `rate` / their number. The reach is drawn
    /// log-uniformly from 0.001 to 1 (our choice: most steps small, some across the range, as in polynomial
    /// mutation).
    void mutate(space::Design& design, double rate, Rng& rng) const;
    /// The same, but never nothing: one parameter at least.
    void mutateSome(space::Design& design, double rate, Rng& rng) const;

    /// Sets one scale to one of its ends, where optima of constrained designs often lie; another kind of
    /// parameter mutates.
    void pushToEnd(space::Design& design, Rng& rng) const;

    /// Differential evolution (Storn, Price 1997): a + factor * (b - c) in each scale with probability
    /// `rate`, in one at least; what is no scale then comes from b.
    [[nodiscard]] space::Design differing(const space::Design& a, const space::Design& b,
                                          const space::Design& c, double factor, double rate, Rng& rng) const;

    /// The point a + t * (b - a) of all scales; what is no scale comes from b with probability |t|.
    [[nodiscard]] space::Design onLine(const space::Design& a, const space::Design& b, double t,
                                       Rng& rng) const;

    /// A draw from the normal distribution that the parents' places estimate, around `centre`: unlike moves
    /// along single parameters it follows a valley in any direction. What is no scale comes from any parent.
    /// \param width  1 = the parents' own spread
    [[nodiscard]] space::Design scattered(const space::Design& centre,
                                          std::span<const space::Design* const> parents, double width,
                                          Rng& rng) const;

private:
    [[nodiscard]] bool active(const space::Design& design, std::size_t parameter) const
    {
        return design.row()[m_scales.slot(parameter)] != space::kInactive;
    }
    void inherit(std::size_t parameter, space::Design& child, const space::Design& from, Rng& rng) const;

    space::Space m_space;
    Scales m_scales;
};

} // namespace paretoscope::optimizer
