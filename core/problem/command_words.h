// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

/// What other programs write, made fit to be shown: they may write anything.
namespace paretoscope::problem {

/// Any bytes as text: UTF-8 without control characters (tabs and line ends stay) or the colours of a
/// terminal.
[[nodiscard]] std::string readableText(const std::string& bytes);
/// At most `most` bytes of a text's beginning; "..." where something is left out. Keeps characters whole.
[[nodiscard]] std::string beginningOf(const std::string& text, std::size_t most);
/// The last line that is not blank, readable and cut to fit into a sentence.
[[nodiscard]] std::string lastLineOf(const std::string& bytes);

} // namespace paretoscope::problem
