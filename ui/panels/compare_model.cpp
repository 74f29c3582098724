// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_model.h"

#include "core/study/reference.h"

#include "ui/look/colours.h"
#include "ui/look/legible.h"
#include "ui/look/quantity.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/text.h"
#include "ui/session/design_name.h"

#include <QFont>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::panels {

using session::Axis;

namespace {

QChar letter(int place)
{
    return QChar(u'A' + place);
}

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

CompareModel::CompareModel(session::StudyDocument& document, QObject* parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    refresh();
}

int CompareModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tray.size());
}

const Axis& CompareModel::axisOf(int row) const
{
    return m_document.axes()[m_rows[static_cast<std::size_t>(row)]];
}

double CompareModel::value(int row, int place) const
{
    const study::Trial* trial = m_document.trial(m_tray[static_cast<std::size_t>(place)]);
    return trial == nullptr ? std::nan("") : axisOf(row).value(*trial, m_document.problem());
}

bool CompareModel::differs(std::size_t axis) const
{
    const auto valueOf = [&](session::TrialId id) {
        const study::Trial* trial = m_document.trial(id);
        return trial == nullptr ? std::nan("") : m_document.axes()[axis].value(*trial, m_document.problem());
    };
    return std::any_of(m_tray.begin(), m_tray.end(),
                       [&](session::TrialId id) { return !same(valueOf(id), valueOf(m_tray.front())); });
}

void CompareModel::refresh()
{
    beginResetModel();
    // The reference is a design, not a place: it stays the reference when others leave.
    const auto reference = static_cast<std::size_t>(m_reference);
    const int place = reference < m_tray.size() ? m_document.selection().trayPlace(m_tray[reference]) : -1;
    m_reference = std::max(0, place);
    m_tray = m_document.selection().tray();
    m_rows.clear();
    for (std::size_t i = 0; i < m_document.axes().size() && !m_tray.empty(); ++i)
        if (!m_differencesOnly || differs(i))
            m_rows.push_back(i);
    endResetModel();
}

void CompareModel::setReference(int place)
{
    m_reference = std::clamp(place, 0, std::max(0, columnCount() - 1));
    refresh();
    Q_EMIT referenceChanged(m_reference);
}

void CompareModel::setDifference(Difference difference)
{
    m_difference = difference;
    refresh();
}

QString CompareModel::differenceText(const Axis& axis, double from, double to) const
{
    if (m_difference == Difference::Percent || !std::isfinite(from) || !std::isfinite(to))
        return look::relativeChange(from, to, axis.unit);
    if (from == to)
        return QStringLiteral("=");
    if (m_difference == Difference::Ratio)
        return from == 0.0 ? QStringLiteral("–") : QStringLiteral("× ") + look::quantity(to / from, {});
    return (to < from ? QStringLiteral("−") : QStringLiteral("+")) + axis.text(std::abs(to - from));
}

void CompareModel::setDifferencesOnly(bool only)
{
    m_differencesOnly = only;
    refresh();
}

int CompareModel::verdict(int row, int place) const
{
    const Axis& axis = axisOf(row);
    if (axis.isParameter || place == m_reference)
        return 0;
    return compareMetric(m_document.problem().metrics()[axis.index], value(row, m_reference),
                         value(row, place));
}

QString CompareModel::cell(int row, int place) const
{
    const Axis& axis = axisOf(row);
    const double number = value(row, place);
    QString text = axis.text(number);
    if (axis.isParameter || place == m_reference)
        return text;
    const int better = verdict(row, place);
    text += QStringLiteral("  ") + differenceText(axis, value(row, m_reference), number);
    return better == 0 ? text : text + (better > 0 ? QStringLiteral(" ▲") : QStringLiteral(" ▼"));
}

QVariant CompareModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const Axis& axis = axisOf(index.row());
    const look::Colours colours = look::coloursFor(QGuiApplication::palette());
    const bool changed = axis.isParameter
                         && !same(value(index.row(), index.column()), value(index.row(), m_reference));
    switch (role) {
    case Qt::DisplayRole:
        return cell(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ForegroundRole: {
        const int better = verdict(index.row(), index.column());
        return better > 0   ? QVariant(colours.better)
               : better < 0 ? QVariant(colours.worse)
               : changed    ? QVariant(colours.accent)
                            : QVariant();
    }
    case Qt::FontRole: {
        QFont font;
        font.setBold(changed);
        return changed ? QVariant(font) : QVariant();
    }
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (section < 0 || section >= rowCount())
            return {};
        const Axis& axis = axisOf(section);
        if (role == Qt::DisplayRole)
            return axis.label;
        if (role == Qt::ToolTipRole && !axis.isParameter)
            return text(m_document.problem().metrics()[axis.index].help);
        return {};
    }
    if (section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return QString(letter(section)) + QLatin1Char(' ')
               + session::designName(m_document, m_tray[static_cast<std::size_t>(section)])
               + (section == m_reference ? QStringLiteral(" ★") : QString());
    if (role == Qt::ForegroundRole) {
        const look::Colours colours = look::coloursFor(QGuiApplication::palette());
        return look::legible(look::trayColour(colours, section), colours);
    }
    if (role == Qt::ToolTipRole)
        return section == m_reference ? tr("The others are compared with this design.")
                                      : tr("Click to compare the others with this design.");
    return {};
}

QString CompareModel::asCsv() const
{
    return asText(QLatin1Char(','));
}

QString CompareModel::asTsv() const
{
    return asText(QLatin1Char('\t'));
}

QString CompareModel::asText(QChar separator) const
{
    QStringList header{QStringLiteral("quantity"), QStringLiteral("unit")};
    for (const session::TrialId id : m_tray)
        header.append(study::isReference(id)
                          ? session::designName(m_document, id).replace(separator, QLatin1Char(' '))
                          : QStringLiteral("design_%1").arg(id));
    QString table = header.join(separator) + QLatin1Char('\n');
    for (int row = 0; row < rowCount(); ++row) {
        const Axis& axis = axisOf(row);
        QStringList cells{axis.name, axis.unit};
        for (int place = 0; place < columnCount(); ++place) {
            const double number = value(row, place);
            cells.append(!axis.categories.isEmpty() ? axis.identifier(number)
                         : std::isfinite(number)    ? QString::number(number, 'g', 17)
                                                    : QString());
        }
        table += cells.join(separator) + QLatin1Char('\n');
    }
    return table;
}

} // namespace paretoscope::ui::panels
