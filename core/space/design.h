// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace paretoscope::space {

/// One value per parameter, all slots in one row (see Parameter for what a slot holds). Which slots belong to
/// which parameter is the Space's knowledge. Cheap to copy, hash and compare; inactive parameters hold
/// kInactive in every slot.
class Design
{
public:
    Design() = default;
    explicit Design(std::vector<double> row)
        : m_slots(std::move(row))
    { }

    /// All slots. Not called slots(), because Qt makes that word a macro.
    [[nodiscard]] std::span<const double> row() const { return m_slots; }
    [[nodiscard]] std::span<double> row() { return m_slots; }
    [[nodiscard]] bool empty() const { return m_slots.empty(); }

    friend bool operator==(const Design&, const Design&) = default;
    friend auto operator<=>(const Design& a, const Design& b) { return a.m_slots <=> b.m_slots; }

private:
    std::vector<double> m_slots;
};

struct DesignHash
{
    [[nodiscard]] std::size_t operator()(const Design& design) const noexcept;
};

} // namespace paretoscope::space
