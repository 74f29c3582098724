// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QString>

#include <functional>
#include <vector>

namespace paretoscope::ui::window {

/// Where a view stands at first: a tab in the middle, or a dock that people may move.
enum class Place { Centre, Left, Right, Bottom };

/// A view as the window knows it.
struct ViewKind
{
    QString name; ///< never changes: layouts and commands remember it
    QString title;
    Place place = Place::Bottom;
    bool open = true;   ///< in the default layout; tabs always are
    bool alone = false; ///< a tab that has nothing to do with the docks, which go aside while it is in front
    std::function<QWidget*(session::StudyDocument& document, QWidget* parent)> make;
    std::function<bool(const session::StudyDocument& document)>
        fits; ///< empty = every study has what it shows
};

/// Every view there is, in the order of tabs and menus. A new one adds its line in the .cpp and nothing
/// elsewhere.
[[nodiscard]] const std::vector<ViewKind>& viewCatalogue();

/// Whether a study has what a view shows; where it has not, the view is nowhere in the window.
[[nodiscard]] bool suits(const ViewKind& kind, const session::StudyDocument& document);

// Views that the window itself speaks to.
[[nodiscard]] QString frontName();
[[nodiscard]] QString teachName();
[[nodiscard]] QString comparisonName();
[[nodiscard]] QString inspectorName();
[[nodiscard]] QString studyName();
[[nodiscard]] QString tableName();

} // namespace paretoscope::ui::window
