// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_list.h"

namespace paretoscope::ui::window {

CommandList::CommandList(QList<Command> commands, Extra extra, QObject* parent)
    : QAbstractListModel(parent)
    , m_commands(std::move(commands))
    , m_extra(std::move(extra))
    , m_shown(m_commands)
{ }

int CommandList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

const Command* CommandList::at(int row) const
{
    return row < 0 || row >= m_shown.size() ? nullptr : &m_shown[row];
}

QVariant CommandList::data(const QModelIndex& index, int role) const
{
    const Command* command = at(index.row());
    if (command == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return command->title;
    case DetailRole:
        return command->detail;
    case KeyRole:
        return command->key.toString(QKeySequence::NativeText);
    case Qt::AccessibleTextRole: {
        QString said = command->title + QStringLiteral(", ") + command->detail;
        if (!command->key.isEmpty())
            said += QStringLiteral(", ") + command->key.toString(QKeySequence::NativeText);
        return command->enabled ? said : tr("%1, not available now").arg(said);
    }
    default:
        return {};
    }
}

Qt::ItemFlags CommandList::flags(const QModelIndex& index) const
{
    const Command* command = at(index.row());
    return command != nullptr && command->enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                                  : Qt::NoItemFlags;
}

void CommandList::type(const QString& typed)
{
    beginResetModel();
    m_shown = fitting(typed, m_commands) + (m_extra ? m_extra(typed) : QList<Command>());
    endResetModel();
}

} // namespace paretoscope::ui::window
