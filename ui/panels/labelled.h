// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

namespace paretoscope::ui::panels {

/// A label whose look the style sheet decides by its role; wraps where the text is long.
[[nodiscard]] QLabel* labelled(const QString& text, const char* role, QWidget* parent);
/// A heading of a part of a panel, in muted capitals.
[[nodiscard]] QLabel* sectionTitle(const QString& text, QWidget* parent);

} // namespace paretoscope::ui::panels
