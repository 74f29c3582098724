// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_snapshot.h"
#include "ui/panels/plain_table.h"

#include <QTableView>
#include <QWidget>

namespace paretoscope::ui::panels {

/// What each method of a race has spent on thinking so far: the median of its seeds.
class RaceEfforts : public QWidget
{
    Q_OBJECT

public:
    explicit RaceEfforts(QWidget* parent);

    void setRace(const study::RaceSnapshotPtr& race);
    [[nodiscard]] const PlainTableModel& model() const { return *m_model; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    PlainTableModel* m_model;
    QTableView* m_table;
};

} // namespace paretoscope::ui::panels
