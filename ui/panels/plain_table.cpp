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

/// Rows that are measured of a long table: texts of a column are much alike, and a table that grows while a
/// search runs is measured again and again (our choice).
constexpr int kMostMeasured = 64;

/// Width that shows header and texts of a column whole. The delegate is asked about the widest text alone: it
/// takes a tenth of a millisecond for each.
int contentWidth(const QTableView& table, int column)
{
    const QAbstractItemModel& model = *table.model();
    const QFontMetrics metrics(table.font());
    const int rows = model.rowCount();
    const int step = (rows + kMostMeasured - 1) / kMostMeasured;
    QModelIndex widest;
    int most = -1;
    for (int row = rows - 1; row >= 0; row -= step) { // the newest is always among them
        const QModelIndex index = model.index(row, column);
        const int width = metrics.horizontalAdvance(index.data().toString());
        if (width > most) {
            most = width;
            widest = index;
        }
    }
    const int header = table.horizontalHeader()->sectionSizeHint(column);
    if (!widest.isValid())
        return header;
    QStyleOptionViewItem option;
    option.initFrom(&table);
    option.font = table.font();
    return std::max(header, table.itemDelegateForIndex(widest)->sizeHint(option, widest).width());
}

} // namespace

void showColumnsThatFit(QTableView& table, int room)
{
    const int columns = table.model()->columnCount();
    int used = 0;
    bool fits = true;
    for (int column = 0; column < columns; ++column) {
        table.setColumnHidden(column, false); // what is hidden has no width to ask for
        const int width = contentWidth(table, column);
        table.setColumnWidth(column, width);
        used += width;
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
