// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lesson/lesson.h"
#include "core/study/study.h"

namespace paretoscope::lesson {

/// Something to show a class: one method, or two on one clock, with what to look for.
struct Scene
{
    std::string title;
    std::string text;               ///< what is seen, and a question to ask
    std::vector<LessonSetup> lanes; ///< one or two
};

/// The scenes that come with the program. Small enough that each is prepared within seconds.
[[nodiscard]] const std::vector<Scene>& scenes();
/// The first of them that is about a method or a mode of it ("pabo_literal" of "pabo"), else the first of
/// all. \param method  its name in studies
[[nodiscard]] std::size_t sceneForMethod(const std::string& method);

/// A study's own problem and method, as a scene. \param steps at most so many designs
[[nodiscard]] Scene sceneOfStudy(const study::Study& study, std::uint64_t steps);

} // namespace paretoscope::lesson
