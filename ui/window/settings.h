// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"

#include <QByteArray>
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

private:
    std::unique_ptr<QSettings> m_store;
};

} // namespace paretoscope::ui::window
