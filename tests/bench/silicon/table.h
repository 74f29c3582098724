// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace paretoscope::silicon {

/// A table with a header, fields between commas, none of them quoted.
class Table
{
public:
    /// Reads a file, unpacked first where it is gzipped. Errors: NotFound, Io; InvalidInput with the line
    /// for a row that has another number of fields than the header.
    [[nodiscard]] static Result<Table> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<Table> parse(std::string_view text, const std::string& origin);

    [[nodiscard]] std::size_t rows() const { return m_rows.size(); }
    [[nodiscard]] const std::vector<std::string>& header() const { return m_header; }
    /// Index of a column. Errors: InvalidInput naming the file and the column that is missing.
    [[nodiscard]] Result<std::size_t> column(const std::string& name) const;
    [[nodiscard]] const std::string& text(std::size_t row, std::size_t column) const
    {
        return m_rows[row][column];
    }
    /// Errors: InvalidInput with file, line, column and what was found; only finite numbers are.
    [[nodiscard]] Result<double> number(std::size_t row, std::size_t column) const;
    /// Several columns of a row at once. Errors: as number() and column().
    [[nodiscard]] Result<std::vector<double>> numbers(std::size_t row,
                                                      const std::vector<std::string>& columns) const;

private:
    std::string m_origin;
    std::vector<std::string> m_header;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace paretoscope::silicon
