// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/command.h"

#include <QAbstractListModel>

namespace paretoscope::ui::window {

/// The commands that fit what is typed, as rows.
class CommandList : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { DetailRole = Qt::UserRole, KeyRole };
    /// Commands made for what is typed, such as going to the design of that number; they stand last.
    using Extra = std::function<QList<Command>(const QString& typed)>;

    CommandList(QList<Command> commands, Extra extra, QObject* parent);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    void type(const QString& typed);
    [[nodiscard]] const Command* at(int row) const; ///< null outside

private:
    QList<Command> m_commands;
    Extra m_extra;
    QList<Command> m_shown;
};

} // namespace paretoscope::ui::window
