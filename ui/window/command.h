// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>

namespace paretoscope::ui::window {

/// Something that can be asked for by name.
struct Command
{
    QString title;
    QString detail; ///< what it belongs to, or what it says of itself
    QKeySequence key;
    std::function<void()> run;
    bool enabled = true;
};

/// How well typed letters fit a text: they must be in it in order, whatever the case. Letters that start a
/// word or follow one another count more, and short texts more than long ones (our choice, tuned by hand).
/// \returns negative when they do not fit; 0 for nothing typed
[[nodiscard]] int fit(const QString& typed, const QString& text);

/// The commands that fit, best first; equal ones keep their order. Titles count, details half as much.
[[nodiscard]] QList<Command> fitting(const QString& typed, const QList<Command>& commands);

} // namespace paretoscope::ui::window
