// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/pin.h"
#include "ui/look/colours.h"

#include <QByteArray>
#include <QMap>
#include <QSettings>
#include <QStringList>

#include <memory>

namespace paretoscope::ui::window {

/// What the program remembers of itself (studies remember themselves in their sessions). Every key has its
/// name, its default and its checking here. A layout written by another version is ignored.
class Settings
{
public:
    static constexpr int kVersion = 1;
    static constexpr int kRecent = 8;
    static constexpr int kCommands = 200;

    explicit Settings(std::unique_ptr<QSettings> store);

    [[nodiscard]] look::Theme theme() const;
    void setTheme(look::Theme theme);
    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    [[nodiscard]] QByteArray docks() const;
    void setDocks(const QByteArray& docks);
    void forgetLayout();
    [[nodiscard]] QStringList recentFiles() const; ///< newest first, those that still exist
    void addRecentFile(const QString& file);

    /// Pins kept under a name, for any study that has their axes; by name.
    [[nodiscard]] QMap<QString, study::Pins> savedPins() const;
    void savePins(const QString& name, const study::Pins& pins); ///< none = forget the name
    /// The tour was seen, or sent away.
    [[nodiscard]] bool isTourDone() const;
    void setTourDone(bool done);
    /// Commands of studies that may run without a question, by CommandQuestion::keyOf(); the newest ones.
    [[nodiscard]] bool isCommandAllowed(const QString& key) const;
    void allowCommand(const QString& key);

private:
    std::unique_ptr<QSettings> m_store;
};

} // namespace paretoscope::ui::window
