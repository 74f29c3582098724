// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/race_efforts.h"

#include "core/study/race_effort.h"
#include "ui/look/quantity.h"
#include "ui/plots/race_style.h"

#include <QVBoxLayout>

#include <cmath>

namespace paretoscope::ui::panels {

namespace {

QString counted(double value)
{
    return std::isnan(value) ? QStringLiteral("–") : look::count(static_cast<quint64>(std::llround(value)));
}

QString seconds(double value)
{
    return look::quantity(value, QStringLiteral("s"));
}

} // namespace

RaceEfforts::RaceEfforts(QWidget* parent)
    : QWidget(parent)
    , m_model(new PlainTableModel(
          {{tr("Method"), tr("Numbers are of one search: the median of the seeds"), false},
           {tr("Model fits"), tr("How often a model's settings were fitted; – where a method does not count"),
            true},
           {tr("Designs weighed"),
            tr("Designs whose promise a model was asked for; – where a method does not count"), true},
           {tr("Thinking time"), tr("Processor time of the method alone, without the evaluations"), true},
           {tr("Per evaluation"), tr("The same over the number of evaluations"), true}},
          this))
    , m_table(new QTableView(this))
{
    m_table->setModel(m_model);
    dressTable(*m_table, tr("What the methods have spent on thinking"));
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    setMinimumHeight(3 * (fontMetrics().height() + 8));
}

void RaceEfforts::setRace(const study::RaceSnapshotPtr& race)
{
    std::vector<QStringList> rows;
    if (race)
        for (const study::RaceEffort& effort : study::raceEfforts(*race))
            rows.push_back(
                {plots::methodTitle(race->methods[effort.method]), counted(effort.modelFits.median),
                 counted(effort.acquisitions.median), seconds(effort.method_s.median),
                 effort.evaluations.median > 0.0 ? seconds(effort.method_s.median / effort.evaluations.median)
                                                 : QStringLiteral("–")});
    const bool same = static_cast<int>(rows.size()) == m_model->rowCount();
    m_model->setRows(std::move(rows));
    if (!same)
        fit();
}

void RaceEfforts::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void RaceEfforts::fit()
{
    showColumnsThatFit(*m_table, m_table->viewport()->width());
}

} // namespace paretoscope::ui::panels
