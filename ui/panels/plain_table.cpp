// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/plain_table.h"

#include <QAbstractItemDelegate>
#include <QHeaderView>

#include <algorithm>

namespace paretoscope::ui::panels {

PlainTableModel::PlainTableModel(std::vector<Column> columns, QObject* parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{ }

void PlainTableModel::setRows(std::vector<QStringList> rows)
{
    const auto last = [](std::size_t count) { return static_cast<int>(count) - 1; };
    // Same shape: only texts change, so selection and scroll position stay.
    if (rows.size() == m_rows.size()) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(last(m_rows.size()), last(m_columns.size())));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int PlainTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PlainTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant PlainTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    const QStringList& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return row[index.column()];
    if (role == Qt::ToolTipRole) {
        // The whole row: a narrow table cuts texts and leaves columns out.
        QStringList lines;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            lines << QStringLiteral("%1: %2").arg(m_columns[i].title, row[static_cast<qsizetype>(i)]);
        return lines.join(QLatin1Char('\n'));
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (m_columns[column].number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QVariant PlainTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::ToolTipRole)
        return column.help;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

namespace {

/// Width that shows header and texts of a column whole.
int contentWidth(const QTableView& table, int column)
{
    QStyleOptionViewItem option;
    option.initFrom(&table);
    option.font = table.font();
    int width = table.horizontalHeader()->sectionSizeHint(column);
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        const QModelIndex index = table.model()->index(row, column);
        width = std::max(width, table.itemDelegateForIndex(index)->sizeHint(option, index).width());
    }
    return width;
}

} // namespace

void showColumnsThatFit(QTableView& table, int room)
{
    const int columns = table.model()->columnCount();
    int used = 0;
    bool fits = true;
    for (int column = 0; column < columns; ++column) {
        table.setColumnHidden(column, false); // what is hidden has no width to ask for
        used += contentWidth(table, column);
        fits = fits && (column == 0 || used <= room);
        table.setColumnHidden(column, !fits);
    }
}

void dressTable(QTableView& table, const QString& accessibleName)
{
    table.setAccessibleName(accessibleName);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setAlternatingRowColors(true);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setFrameShape(QFrame::NoFrame);
    table.setTabKeyNavigation(false);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(QFontMetrics(table.font()).height() + 8);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setMinimumSectionSize(32);
}

} // namespace paretoscope::ui::panels
