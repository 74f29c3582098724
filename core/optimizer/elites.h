// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace paretoscope::optimizer {

/// The mutually non-dominated designs that a search breeds from, each with the room it has: the hypervolume
/// that it alone dominates. When there are too many, the one with the least room goes. Remembers what went,
/// as something to differ from. Rows are numbers of a History. A function of the calls made, in their order.
class Elites
{
public:
    struct Elite
    {
        std::size_t row = 0;
        double room = 0.0;
        std::optional<std::size_t> displaced; ///< a row that it dominated when it came
    };

    /// \param reference  what bounds the room; without one, a tenth of the elites' range beyond their worst
    Elites(std::size_t objectives, std::optional<std::vector<double>> reference, std::size_t capacity);

    /// \returns the hypervolume gained, estimated by the rooms, in mean rooms of an elite and cut off at 20;
    /// 0 when the point does not enter
    double insert(std::size_t row, std::span<const double> objectives);
    void clear();

    [[nodiscard]] std::size_t size() const { return m_elites.size(); }
    [[nodiscard]] const Elite& operator[](std::size_t index) const { return m_elites[index]; }
    [[nodiscard]] std::span<const std::size_t> departed() const { return m_departed; } ///< the latest
    /// An elite drawn in proportion to its room, of which more than a tenth of all counts as a tenth.
    [[nodiscard]] std::size_t roomy(Rng& rng) const;
    /// An elite near another on the front, and not the same where there are two.
    [[nodiscard]] std::size_t neighbour(std::size_t index, Rng& rng) const;

private:
    [[nodiscard]] std::span<const double> point(std::size_t index) const
    {
        return {m_points.data() + index * m_objectives, m_objectives};
    }
    void remove(std::size_t index);
    void measure();
    [[nodiscard]] double roomOf(std::size_t index) const;
    [[nodiscard]] double distance(std::size_t a, std::size_t b) const;

    std::size_t m_objectives;
    std::optional<std::vector<double>> m_given;
    std::size_t m_capacity;
    std::vector<Elite> m_elites; ///< by first objective, then as they came
    std::vector<double> m_points;
    std::vector<std::size_t> m_departed;
    std::size_t m_nextDeparted = 0;
    std::vector<double> m_reference; ///< as of the last measurement
    std::vector<double> m_span;      ///< of each objective among the elites, for distances
    double m_allRoom = 0.0;
    std::size_t m_changes = 0; ///< since the room was measured
};

} // namespace paretoscope::optimizer
