// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace paretoscope::ui::look {

/// Reads "%n design(s)" as English does: "1 design", "3 designs". For a program without a translation file
/// for its own language; texts without a number stay as they are.
class EnglishPlurals : public QTranslator
{
public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }
    /// \returns null, which leaves the source text, where there is no number or no "(s)"
    [[nodiscard]] QString translate(const char* context, const char* sourceText, const char* disambiguation,
                                    int n) const override;
};

} // namespace paretoscope::ui::look
