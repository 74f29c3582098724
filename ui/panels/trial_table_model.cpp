// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/trial_table_model.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/text.h"
#include "ui/session/design_marks.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QGuiApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

using session::Axis;
using session::TrialId;

namespace {

QString csvNumber(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 17) : QString();
}

/// In quotes where it would not read back otherwise (RFC 4180).
QString csvText(QString text)
{
    static const QRegularExpression special(QStringLiteral("[,\"\r\n]"));
    if (!text.contains(special))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

} // namespace

TrialTableModel::TrialTableModel(session::StudyDocument& document, QObject* parent)
    : QAbstractTableModel(parent)
    , m_document(document)
    , m_snapshot(document.snapshot())
{
    refresh();
}

int TrialTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TrialTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kFirstAxisColumn + static_cast<int>(m_document.axes().size());
}

QString TrialTableModel::text(const study::Trial& trial, int column) const
{
    if (column == kIdColumn)
        return study::isReference(trial.id) ? QStringLiteral("★ ") + session::designName(m_document, trial.id)
                                            : look::count(trial.id);
    if (column == kStandingColumn)
        return badgeOf(standingOf(m_document, trial), {}).word;
    if (column == kMarksColumn) {
        QStringList words = m_document.marks().tags(trial.id);
        if (const QString note = m_document.note(trial.id); !note.isEmpty())
            words << note;
        return words.join(QStringLiteral(", "));
    }
    const Axis& axis = m_document.axes()[static_cast<std::size_t>(column - kFirstAxisColumn)];
    return axis.text(axis.value(trial, m_document.problem()));
}

QVariant TrialTableModel::data(const QModelIndex& index, int role) const
{
    const auto id = idAt(index.row());
    if (!id)
        return {};
    const study::Trial* known = trialOf(*id);
    if (known == nullptr)
        return {};
    const study::Trial& trial = *known;
    const bool isWord = index.column() == kStandingColumn || index.column() == kMarksColumn;
    switch (role) {
    case Qt::DisplayRole:
        return text(trial, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(isWord ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return index.column() == kStandingColumn ? QVariant(panels::text(trial.outcome.reason))
               : isWord                          ? QVariant(text(trial, index.column()))
                                                 : QVariant();
    case Qt::FontRole:
    case Qt::ForegroundRole: { // what is pinned above the others looks it
        if (!study::isReference(*id))
            return {};
        QFont bold = QGuiApplication::font();
        bold.setBold(true);
        return role == Qt::FontRole ? QVariant(bold)
                                    : QVariant(look::coloursFor(QGuiApplication::palette()).reference);
    }
    case Qt::DecorationRole: {
        const int colour = m_document.marks().colourOf(*id);
        return index.column() == kIdColumn && colour >= 0 ? QVariant(
                   look::coloursFor(QGuiApplication::palette()).series[static_cast<std::size_t>(colour)])
                                                          : QVariant();
    }
    default:
        return {};
    }
}

QVariant TrialTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == kIdColumn)
        return role == Qt::DisplayRole   ? tr("Design")
               : role == Qt::ToolTipRole ? QVariant(tr("Number of the design, in the order of proposal"))
                                         : QVariant();
    if (section == kStandingColumn)
        return role == Qt::DisplayRole ? tr("Standing")
               : role == Qt::ToolTipRole
                   ? QVariant(tr("On the front, dominated, infeasible (and why), failed"))
                   : QVariant();
    if (section == kMarksColumn)
        return role == Qt::DisplayRole ? tr("Marks")
               : role == Qt::ToolTipRole
                   ? QVariant(tr("Tags and note; T and N change those of the design in focus"))
                   : QVariant();
    const Axis& axis = m_document.axes()[static_cast<std::size_t>(section - kFirstAxisColumn)];
    if (role == Qt::DisplayRole)
        return axis.label;
    if (role == Qt::ToolTipRole)
        return axis.isParameter ? QVariant(axis.caption(axis.unit))
                                : QVariant(panels::text(m_document.problem().metrics()[axis.index].help));
    return {};
}

double TrialTableModel::key(const study::Trial& trial, int column) const
{
    if (column == kIdColumn)
        return static_cast<double>(trial.id);
    if (column == kStandingColumn) {
        const Standing standing = standingOf(m_document, trial);
        return standing.knee       ? 0.0
               : standing.onFront  ? 1.0
               : standing.feasible ? 2.0
               : standing.failed   ? 4.0
                                   : 3.0;
    }
    if (column == kMarksColumn) // marked designs first
        return text(trial, column).isEmpty() && m_document.marks().colourOf(trial.id) < 0 ? 1.0 : 0.0;
    const Axis& axis = m_document.axes()[static_cast<std::size_t>(column - kFirstAxisColumn)];
    return axis.value(trial, m_document.problem());
}

const study::Trial* TrialTableModel::trialOf(TrialId id) const
{
    if (study::isReference(id))
        return m_document.trial(id);
    return id < m_snapshot->trials.size() ? &m_snapshot->trials[id] : nullptr;
}

std::vector<TrialId> TrialTableModel::listed() const
{
    std::vector<TrialId> ids;
    if (m_filter == TrialFilter::Front) {
        ids = m_snapshot->front;
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    if (m_filter == TrialFilter::Brushed)
        return m_document.selection().brush();
    for (TrialId id = 0; id < m_snapshot->trials.size(); ++id) {
        const study::Trial& trial = m_snapshot->trials[id];
        const bool feasible = trial.outcome.verdict == problem::Verdict::Feasible;
        if (m_filter == TrialFilter::All || (feasible && m_filter == TrialFilter::Feasible)
            || (feasible && m_filter == TrialFilter::Passing && m_document.passesPins(trial)))
            ids.push_back(id);
    }
    return ids;
}

void TrialTableModel::order(std::vector<TrialId>& ids) const
{
    if (m_sortColumn == kIdColumn) {
        if (m_sortOrder == Qt::DescendingOrder)
            std::reverse(ids.begin(), ids.end());
        return;
    }
    std::vector<std::pair<double, TrialId>> keyed;
    keyed.reserve(ids.size());
    const double sign = m_sortOrder == Qt::AscendingOrder ? 1.0 : -1.0;
    for (const TrialId id : ids) {
        const double value = sign * key(m_snapshot->trials[id], m_sortColumn);
        // What has no value stands last, whichever way the column is sorted.
        keyed.emplace_back(std::isnan(value) ? std::numeric_limits<double>::infinity() : value, id);
    }
    std::sort(keyed.begin(), keyed.end());
    std::transform(keyed.begin(), keyed.end(), ids.begin(), [](const auto& pair) { return pair.second; });
}

void TrialTableModel::refresh()
{
    m_snapshot = m_document.snapshot();
    std::vector<TrialId> rows = listed();
    std::erase_if(rows, [this](TrialId id) { return id >= m_snapshot->trials.size(); });
    order(rows);
    std::vector<TrialId> pinned; // references stand first, however the others are sorted and filtered
    for (const study::Reference& reference : m_document.references().all())
        if (reference.evaluated)
            pinned.push_back(reference.trial.id);
    rows.insert(rows.begin(), pinned.begin(), pinned.end());
    const bool grown = rows.size() >= m_rows.size() && std::equal(m_rows.begin(), m_rows.end(), rows.begin());
    if (!grown) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    if (rows.size() > m_rows.size()) {
        beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(rows.size()) - 1);
        m_rows = std::move(rows);
        endInsertRows();
    }
    // A design's standing changes when a better one is found, its marks when people change their minds.
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, kIdColumn), index(rowCount() - 1, kMarksColumn));
}

void TrialTableModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = std::clamp(column, 0, columnCount() - 1);
    m_sortOrder = order;
    refresh();
}

void TrialTableModel::setFilter(TrialFilter filter)
{
    m_filter = filter;
    refresh();
}

std::optional<TrialId> TrialTableModel::idAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return m_rows[static_cast<std::size_t>(row)];
}

int TrialTableModel::rowOf(TrialId id) const
{
    const auto it = std::find(m_rows.begin(), m_rows.end(), id);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

QString TrialTableModel::asCsv() const
{
    QStringList header{QStringLiteral("design"), QStringLiteral("standing")};
    for (const Axis& axis : m_document.axes())
        header.append(axis.unit.isEmpty() ? axis.name : axis.name + QLatin1Char('_') + axis.unit);
    header << QStringLiteral("tags") << QStringLiteral("note");
    QString csv = header.join(QLatin1Char(',')) + QLatin1Char('\n');
    for (const TrialId id : m_rows) {
        const study::Trial* known = trialOf(id);
        if (known == nullptr)
            continue;
        const study::Trial& trial = *known;
        QStringList row{study::isReference(id) ? csvText(session::designName(m_document, id))
                                               : QString::number(id),
                        text(trial, kStandingColumn)};
        for (const Axis& axis : m_document.axes()) {
            const double value = axis.value(trial, m_document.problem());
            row.append(axis.categories.isEmpty() ? csvNumber(value) : axis.identifier(value));
        }
        row << csvText(m_document.marks().tags(id).join(QLatin1Char(' '))) << csvText(m_document.note(id));
        csv += row.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return csv;
}

} // namespace paretoscope::ui::panels
