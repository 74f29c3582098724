// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/import_sheet.h"

#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/panels/plain_table.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

constexpr std::size_t kShownValues = 10;

/// A list to choose from where there is one, a line to type in elsewhere.
class Choice : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override
    {
        const QStringList choices = ImportModel::choices(index.column());
        if (choices.isEmpty())
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto* box = new QComboBox(parent);
        box->addItems(choices);
        box->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        if (auto* box = qobject_cast<QComboBox*>(editor))
            box->setCurrentIndex(index.data(Qt::EditRole).toInt());
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        if (auto* box = qobject_cast<QComboBox*>(editor))
            model->setData(index, box->currentIndex());
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }
};

} // namespace

ImportModel::ImportModel(std::shared_ptr<const study::Table> table, QObject* parent)
    : QAbstractTableModel(parent)
    , m_table(std::move(table))
    , m_columns(study::guessColumns(*m_table))
{ }

QStringList ImportModel::choices(int column)
{
    if (column == RoleColumn)
        return {tr("Left out"), tr("Parameter"), tr("Objective"), tr("Metric")};
    if (column == BetterColumn)
        return {tr("Less"), tr("More")};
    return {};
}

int ImportModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int ImportModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant ImportModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::EditRole))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const study::ImportColumn& column = m_columns[row];
    const bool isParameter = column.role == study::ImportColumn::Role::Parameter;
    const int better = column.better == problem::Direction::Maximize ? 1 : 0;
    switch (index.column()) {
    case NameColumn:
        return QString::fromStdString(column.name);
    case RoleColumn:
        return role == Qt::EditRole ? QVariant(static_cast<int>(column.role))
                                    : QVariant(choices(RoleColumn)[static_cast<int>(column.role)]);
    case UnitColumn:
        return QString::fromStdString(column.unit);
    case BetterColumn:
        if (role == Qt::EditRole)
            return better;
        return isParameter || column.role == study::ImportColumn::Role::Ignore
                   ? QString()
                   : choices(BetterColumn)[better];
    case ValuesColumn: {
        QStringList values;
        for (std::size_t i = 0; i < std::min(kShownValues, m_table->rows.size()); ++i)
            values << QString::fromStdString(m_table->rows[i][row]);
        return values.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QStringList titles{tr("Column"), tr("Taken for"), tr("Unit"), tr("Better is"), tr("First values")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole && section >= 0 && section < kColumns
               ? QVariant(titles[section])
               : QVariant();
}

Qt::ItemFlags ImportModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() != ValuesColumn ? usual | Qt::ItemIsEditable : usual;
}

bool ImportModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole)
        return false;
    study::ImportColumn& column = m_columns[static_cast<std::size_t>(index.row())];
    const std::string text = value.toString().trimmed().toStdString();
    switch (index.column()) {
    case NameColumn:
        if (text.empty())
            return false;
        column.name = text;
        break;
    case RoleColumn:
        column.role = static_cast<study::ImportColumn::Role>(std::clamp(value.toInt(), 0, 3));
        break;
    case UnitColumn:
        column.unit = text;
        break;
    case BetterColumn:
        column.better = value.toInt() == 1 ? problem::Direction::Maximize : problem::Direction::Minimize;
        break;
    default:
        return false;
    }
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), kColumns - 1));
    return true;
}

ImportSheet::ImportSheet(const QString& name, std::shared_ptr<const study::Table> table, QWidget* parent)
    : QDialog(parent)
    , m_model(new ImportModel(table, this))
    , m_verdict(panels::labelled({}, "caption", this))
{
    setWindowTitle(tr("Results from %1").arg(name));
    auto* view = new QTableView(this);
    panels::dressTable(*view, tr("Columns of the table"));
    view->setModel(m_model);
    view->setItemDelegate(new Choice(view));
    view->setEditTriggers(QAbstractItemView::AllEditTriggers);
    view->horizontalHeader()->setStretchLastSection(true);
    view->resizeColumnsToContents();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    m_open = buttons->button(QDialogButtonBox::Open);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(panels::labelled(
        tr("%1 rows become designs of a finished study. Say which columns were chosen (parameters) and which "
           "came out of it (objectives to improve, other metrics to look at).")
            .arg(look::count(table->rows.size())),
        "caption", this));
    column->addWidget(view, 1);
    column->addWidget(m_verdict);
    column->addWidget(buttons);
    resize(std::min(820, parent->width() - 40), std::min(520, parent->height() - 40));
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ImportSheet::judge);
    judge();
}

void ImportSheet::judge()
{
    using Role = study::ImportColumn::Role;
    const auto count = [this](Role role) {
        return std::count_if(columns().begin(), columns().end(),
                             [role](const study::ImportColumn& column) { return column.role == role; });
    };
    const auto parameters = count(Role::Parameter), objectives = count(Role::Objective);
    m_open->setEnabled(parameters > 0 && objectives > 0);
    m_verdict->setText(parameters == 0   ? tr("At least one column must be a parameter.")
                       : objectives == 0 ? tr("At least one column must be an objective.")
                                         : tr("%1 parameters, %2 objectives, %3 other metrics.")
                                               .arg(parameters)
                                               .arg(objectives)
                                               .arg(count(Role::Metric)));
}

} // namespace paretoscope::ui::window
