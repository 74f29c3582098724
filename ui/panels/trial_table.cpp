// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/trial_table.h"

#include "core/base/atomic_file.h"
#include "ui/look/quantity.h"
#include "ui/panels/plain_table.h"
#include "ui/session/design_marks.h"
#include "ui/session/reference_shelf.h"
#include "ui/session/refresh_gate.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMessageBox>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

TrialTable::TrialTable(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(new TrialTableModel(document, this))
    , m_view(new QTableView(this))
    , m_filter(new QComboBox(this))
    , m_count(new QLabel(this))
{
    dressTable(*m_view, tr("Designs"));
    m_view->setModel(m_model);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(TrialTableModel::kIdColumn, Qt::AscendingOrder);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_view->horizontalHeader()->setDefaultSectionSize(110);
    m_view->installEventFilter(this);

    m_filter->setAccessibleName(tr("Which designs are listed"));
    m_filter->addItem(tr("All designs"), QVariant::fromValue(static_cast<int>(TrialFilter::All)));
    m_filter->addItem(tr("Feasible"), QVariant::fromValue(static_cast<int>(TrialFilter::Feasible)));
    m_filter->addItem(tr("On the front"), QVariant::fromValue(static_cast<int>(TrialFilter::Front)));
    m_filter->addItem(tr("Passing the pins"), QVariant::fromValue(static_cast<int>(TrialFilter::Passing)));
    m_filter->addItem(tr("Brushed"), QVariant::fromValue(static_cast<int>(TrialFilter::Brushed)));
    auto* save = new QToolButton(this);
    save->setText(tr("Export CSV…"));
    save->setAccessibleName(tr("Export the listed designs as CSV"));
    save->setFocusPolicy(Qt::StrongFocus);
    save->setAutoRaise(true);

    auto* copy = new QToolButton(this);
    copy->setText(tr("Copy CSV"));
    copy->setAccessibleName(tr("Copy the listed designs as CSV"));
    copy->setFocusPolicy(Qt::StrongFocus);
    copy->setAutoRaise(true);
    connect(copy, &QToolButton::clicked, this, &TrialTable::copyTable);

    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_filter);
    bar->addWidget(m_count, 1);
    bar->addWidget(copy);
    bar->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);

    connect(save, &QToolButton::clicked, this, &TrialTable::exportCsv);
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this] {
        m_model->setFilter(static_cast<TrialFilter>(m_filter->currentData().toInt()));
        refresh();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TrialTable::takeFocus);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TrialTable::followFocus); // sorted, filtered
    connect(&m_document.selection(), &session::Selection::focusChanged, this, &TrialTable::followFocus);
    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 2.0);
    connect(&m_document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    connect(&m_document, &session::StudyDocument::pinsChanged, gate, &session::RefreshGate::request);
    // A brush is the hand's doing and must not wait for the pace at which designs arrive.
    auto* brushGate = new session::RefreshGate(
        this, [this] { refresh(); }, 30.0);
    connect(&m_document.selection(), &session::Selection::brushChanged, brushGate,
            &session::RefreshGate::request);
    connect(&m_document, &session::StudyDocument::noteChanged, gate, &session::RefreshGate::request);
    connect(&m_document.references(), &session::ReferenceShelf::changed, gate,
            &session::RefreshGate::request);
    connect(&m_document.marks(), &session::DesignMarks::changed, gate, &session::RefreshGate::request);
    refresh();
}

void TrialTable::refresh()
{
    // A reset forgets the current row and the reader's place; both come back, so nothing jumps.
    const QScopedValueRollback guard(m_following, true);
    const int place = m_view->verticalScrollBar()->value();
    m_model->refresh();
    m_view->verticalScrollBar()->setValue(place);
    if (const auto focus = m_document.selection().focus())
        if (const int row = m_model->rowOf(*focus); row >= 0 && m_view->currentIndex().row() != row)
            m_view->selectionModel()->setCurrentIndex(
                m_model->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_count->setText(tr("%1 listed").arg(look::count(static_cast<quint64>(m_model->rowCount()))));
}

void TrialTable::followFocus()
{
    const auto focus = m_document.selection().focus();
    const int row = focus ? m_model->rowOf(*focus) : -1;
    if (row < 0 || row == m_view->currentIndex().row())
        return;
    const QScopedValueRollback guard(m_following, true);
    m_view->selectRow(row);
    m_view->scrollTo(m_model->index(row, 0));
}

void TrialTable::takeFocus(const QModelIndex& current)
{
    if (!m_following)
        if (const auto id = m_model->idAt(current.row()))
            m_document.selection().setFocus(*id);
}

bool TrialTable::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto id = m_model->idAt(m_view->currentIndex().row());
    if (key->matches(QKeySequence::Copy)) {
        copyRow();
        return true;
    }
    const bool compare = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter
                         || key->key() == Qt::Key_B;
    if (id && compare && key->modifiers() == Qt::NoModifier) {
        m_document.addToTray(*id);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TrialTable::copyTable() const
{
    QGuiApplication::clipboard()->setText(m_model->asCsv());
}

void TrialTable::copyRow() const
{
    QStringList cells;
    const int row = m_view->currentIndex().row();
    for (int column = 0; row >= 0 && column < m_model->columnCount(); ++column)
        cells.append(m_model->index(row, column).data(Qt::DisplayRole).toString());
    QGuiApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

void TrialTable::exportCsv()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Export the listed designs"),
                                                      QStringLiteral("designs.csv"), tr("Tables (*.csv)"));
    if (file.isEmpty())
        return;
    if (const Status status = writeFileAtomically(file.toStdString(), m_model->asCsv().toStdString());
        !status)
        QMessageBox::warning(this, tr("Export"), QString::fromStdString(status.error().text()));
}

} // namespace paretoscope::ui::panels
