// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

#include <filesystem>

namespace paretoscope::study {

/// How to look for the answer to a question that has been asked before.
struct Search
{
    optimizer::MethodChoice method;
    std::uint64_t seed = 1;
    std::uint64_t evaluations = 2'000;
};

/// Whether the method can search the study's space with these options. \errors as optimizer::makeOptimizer
[[nodiscard]] Status checkSearch(const Study& study, const Search& search);

/// The same question, to be searched otherwise. Trials depend on how they were looked for, so this is another
/// study with a session of its own. Only options that differ from their defaults are written.
/// \errors InvalidInput: the study has no document; as studyFromDocument
[[nodiscard]] Result<Study> searchedAgain(const Study& study, const Search& search);

/// Writes the study's document as a file that people may keep, read and change. \errors Io
[[nodiscard]] Status writeStudy(const Study& study, const std::filesystem::path& file);

} // namespace paretoscope::study
