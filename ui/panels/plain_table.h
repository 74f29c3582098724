// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <QTableView>

#include <vector>

namespace paretoscope::ui::panels {

/// A small finished table: texts in columns, numbers to the right.
class PlainTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    struct Column
    {
        QString title;
        QString help;
        bool number = false;
    };
    PlainTableModel(std::vector<Column> columns, QObject* parent);

    void setRows(std::vector<QStringList> rows); ///< one text a column

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Column> m_columns;
    std::vector<QStringList> m_rows;
};

/// Shows as many columns, from the first on, as `room` pixels hold whole, so that no header is cut, each as
/// wide as its texts.
void showColumnsThatFit(QTableView& table, int room);

/// Dresses a table the way all our tables look: whole rows, no grid, compact lines, numbers lined up.
void dressTable(QTableView& table, const QString& accessibleName);

} // namespace paretoscope::ui::panels
