// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/problem/explanation.h"

#include <algorithm>
#include <cctype>

namespace paretoscope::problem {

namespace {

std::string loopLine(const NestLoop& loop)
{
    std::string index = loop.dimension;
    std::transform(index.begin(), index.end(), index.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string line = loop.kind == NestLoop::Kind::Temporal ? "for " : "parallel for ";
    line += index + " in 0.." + std::to_string(loop.bound) + raggedMark(loop);
    if (loop.kind != NestLoop::Kind::Temporal)
        line += loop.kind == NestLoop::Kind::SpatialX ? " along columns" : " along rows";
    return loop.meaning.empty() ? line : line + "   # " + loop.meaning;
}

} // namespace

std::string raggedMark(const NestLoop& loop)
{
    std::string mark;
    if (loop.lastBound > 0 && loop.lastBound < loop.bound)
        mark = "at the end 0.." + std::to_string(loop.lastBound);
    if (loop.lastTile < loop.tile)
        mark += (mark.empty() ? "last tile " : ", last tile ") + std::to_string(loop.lastTile) + " of "
                + std::to_string(loop.tile);
    return mark.empty() ? mark : " (" + mark + ")";
}

std::string printNest(const std::vector<NestLevel>& nest)
{
    constexpr std::size_t kIndent = 2;
    std::string text;
    std::size_t depth = 0;
    for (const NestLevel& level : nest) {
        text += std::string(depth * kIndent, ' ') + "[" + level.memory + "]";
        for (const NestLevel::Resident& resident : level.residents)
            text += " " + resident.tensor;
        text += '\n';
        for (const NestLoop& loop : level.loops)
            text += std::string(kIndent * ++depth, ' ') + loopLine(loop) + '\n';
    }
    return text + std::string((depth + 1) * kIndent, ' ') + "multiply-accumulate\n";
}

} // namespace paretoscope::problem
