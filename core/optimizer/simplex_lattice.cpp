// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizer/simplex_lattice.h"

namespace paretoscope::optimizer {

namespace {

void extend(std::vector<double>& row, std::size_t left, std::size_t parts, std::size_t objectives,
            std::vector<std::vector<double>>& rows)
{
    if (row.size() + 1 == objectives) {
        row.push_back(static_cast<double>(left) / static_cast<double>(parts));
        rows.push_back(row);
        row.pop_back();
        return;
    }
    for (std::size_t taken = 0; taken <= left; ++taken) {
        row.push_back(static_cast<double>(taken) / static_cast<double>(parts));
        extend(row, left - taken, parts, objectives, rows);
        row.pop_back();
    }
}

/// C(parts + objectives - 1, objectives - 1).
double latticeSize(std::size_t objectives, std::size_t parts)
{
    double size = 1.0;
    for (std::size_t i = 1; i < objectives; ++i)
        size = size * static_cast<double>(parts + i) / static_cast<double>(i);
    return size;
}

} // namespace

std::vector<std::vector<double>> simplexLattice(std::size_t objectives, std::size_t most)
{
    if (objectives == 1)
        return {{1.0}};
    std::size_t parts = 1;
    while (latticeSize(objectives, parts + 1) <= static_cast<double>(most))
        ++parts;
    std::vector<std::vector<double>> rows;
    std::vector<double> row;
    extend(row, parts, parts, objectives, rows);
    return rows;
}

} // namespace paretoscope::optimizer
