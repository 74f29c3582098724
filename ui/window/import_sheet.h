// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/table_import.h"

#include <QAbstractTableModel>
#include <QDialog>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace paretoscope::ui::window {

/// The columns of a table as rows: what each is called, what it is taken for, in which unit, which way is
/// better, and its first values. All but the values can be changed.
class ImportModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, RoleColumn, UnitColumn, BetterColumn, ValuesColumn, kColumns };

    explicit ImportModel(std::shared_ptr<const study::Table> table, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    [[nodiscard]] const std::vector<study::ImportColumn>& columns() const { return m_columns; }
    /// What can be chosen in a column, in the order of the values that setData() takes; empty = typed.
    [[nodiscard]] static QStringList choices(int column);

private:
    std::shared_ptr<const study::Table> m_table;
    std::vector<study::ImportColumn> m_columns;
};

/// Asks what the columns of a table of results are, with a guess to correct.
class ImportSheet : public QDialog
{
    Q_OBJECT

public:
    ImportSheet(const QString& name, std::shared_ptr<const study::Table> table, QWidget* parent);

    [[nodiscard]] const std::vector<study::ImportColumn>& columns() const { return m_model->columns(); }

private:
    void judge();
    ImportModel* m_model;
    QLabel* m_verdict;
    QPushButton* m_open = nullptr;
};

} // namespace paretoscope::ui::window
