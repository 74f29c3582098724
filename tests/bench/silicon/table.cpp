// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/silicon/table.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace paretoscope::silicon {

namespace {

constexpr std::size_t kLargestFile_bytes = 256U << 20U;

std::vector<std::string> fields(std::string_view line)
{
    std::vector<std::string> list;
    while (true) {
        const std::size_t comma = line.find(',');
        list.emplace_back(line.substr(0, comma));
        if (comma == std::string_view::npos)
            return list;
        line.remove_prefix(comma + 1);
    }
}

} // namespace

Result<Table> Table::read(const std::filesystem::path& file)
{
    if (!std::filesystem::is_regular_file(file))
        return Error{ErrorCode::NotFound, "there is no such file.", file.string(), {}};
    gzFile stream = gzopen(file.c_str(), "rb"); // reads what is not packed as it is
    if (stream == nullptr)
        return Error{ErrorCode::Io, "cannot be opened.", file.string(), {}};
    std::string text;
    std::array<char, 1U << 16U> part{};
    int got = 0;
    while ((got = gzread(stream, part.data(), static_cast<unsigned>(part.size()))) > 0
           && text.size() < kLargestFile_bytes)
        text.append(part.data(), static_cast<std::size_t>(got));
    const bool whole = gzclose(stream) == Z_OK && got == 0;
    if (!whole)
        return Error{ErrorCode::Io, "is damaged, or unpacks to more than 256 MB.", file.string(), {}};
    return parse(text, file.string());
}

Result<Table> Table::parse(std::string_view text, const std::string& origin)
{
    Table table;
    table.m_origin = origin;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::size_t end = text.find('\n');
        std::string_view row = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!row.empty() && row.back() == '\r')
            row.remove_suffix(1);
        if (line == 1) {
            table.m_header = fields(row);
            continue;
        }
        table.m_rows.push_back(fields(row));
        if (table.m_rows.back().size() != table.m_header.size())
            return Error{ErrorCode::InvalidInput,
                         "has " + std::to_string(table.m_rows.back().size()) + " fields; the header has "
                             + std::to_string(table.m_header.size()) + ".",
                         origin + ":" + std::to_string(line),
                         {}};
    }
    return table;
}

Result<std::size_t> Table::column(const std::string& name) const
{
    const auto found = std::find(m_header.begin(), m_header.end(), name);
    if (found == m_header.end())
        return Error{ErrorCode::InvalidInput, "has no column \"" + name + "\".", m_origin, {}};
    return static_cast<std::size_t>(found - m_header.begin());
}

Result<double> Table::number(std::size_t row, std::size_t column) const
{
    const std::string& field = text(row, column);
    double value = 0.0;
    const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (problem != std::errc() || end != field.data() + field.size() || !std::isfinite(value))
        return Error{ErrorCode::InvalidInput,
                     "holds \"" + field + "\" in column \"" + m_header[column] + "\"; a number is expected.",
                     m_origin + ":" + std::to_string(row + 2),
                     {}};
    return value;
}

Result<std::vector<double>> Table::numbers(std::size_t row, const std::vector<std::string>& columns) const
{
    std::vector<double> values;
    for (const std::string& name : columns) {
        const Result<std::size_t> at = column(name);
        if (!at)
            return at.error();
        const Result<double> value = number(row, *at);
        if (!value)
            return value.error();
        values.push_back(*value);
    }
    return values;
}

} // namespace paretoscope::silicon
