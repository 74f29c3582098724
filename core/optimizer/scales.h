// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/space.h"

#include <cstddef>
#include <vector>

namespace paretoscope::optimizer {

/// The places in [0, 1] of the parameters that are scales: reals by value (or logarithm, where the parameter
/// is logarithmic), integers and ordinals by rank. What moves along a line, differs or has a middle does so
/// in these places; a step of the same length means the same in every parameter. Ordinals gain from it as
/// much as reals (recombined by rank, they beat recombination by exchange on accelerator-like spaces).
class Scales
{
public:
    explicit Scales(const space::Space& space);

    [[nodiscard]] std::size_t size() const { return m_scales.size(); } ///< parameters, scales or not
    [[nodiscard]] bool isScale(std::size_t parameter) const { return m_scales[parameter].kind != Kind::None; }
    /// First slot of the parameter in a design's row.
    [[nodiscard]] std::size_t slot(std::size_t parameter) const { return m_scales[parameter].slot; }
    /// Where an active scale stands. \param slotValue one of the parameter's values
    [[nodiscard]] double place(std::size_t parameter, double slotValue) const;
    /// The value nearest to a place; places outside [0, 1] mean the end.
    [[nodiscard]] double valueAt(std::size_t parameter, double place) const;

private:
    enum class Kind { None, Linear, Logarithmic, Integer, Ordinal };
    struct Scale
    {
        Kind kind = Kind::None;
        std::size_t slot = 0;
        double low = 0.0, high = 1.0; ///< of a logarithmic one their logarithms; of an integer one the ends
        double last = 0.0;            ///< highest rank of a discrete one
        double lowest = 0.0, highest = 1.0; ///< values at the ends
        std::vector<double> values;         ///< of an ordinal one
    };
    std::vector<Scale> m_scales;
};

} // namespace paretoscope::optimizer
