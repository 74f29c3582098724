// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/simplex_lattice.h"

#include "core/pareto/reference_directions.h"

namespace paretoscope::optimizer {

std::vector<std::vector<double>> simplexLattice(std::size_t objectives, std::size_t most)
{
    const auto directions = pareto::dasDennisDirections(objectives, pareto::divisionsFor(objectives, most));
    std::vector<std::vector<double>> rows;
    if (directions)
        for (auto at = directions->begin(); at != directions->end();
             at += static_cast<std::ptrdiff_t>(objectives))
            rows.emplace_back(at, at + static_cast<std::ptrdiff_t>(objectives));
    return rows;
}

} // namespace paretoscope::optimizer
