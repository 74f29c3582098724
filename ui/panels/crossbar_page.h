// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/panels/plain_table.h"
#include "ui/plots/adc_chart.h"
#include "ui/plots/array_tiles.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QTableView>
#include <QWidget>

#include <memory>

namespace paretoscope::ui::panels {

/// How does the network stand on its crossbars, and what do the ADCs lose? Of crossbar machines only.
class CrossbarPage : public QWidget
{
    Q_OBJECT

public:
    explicit CrossbarPage(session::StudyDocument& document, QWidget* parent = nullptr);
    /// \param id of a trial that is there
    void setDesign(session::TrialId id, const std::shared_ptr<const problem::Explanation>& explanation);
    void setLayer(int layer);

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using Views = std::shared_ptr<const Result<std::vector<problem::CrossbarLayerView>>>;
    void adopt(const Views& views);
    void showLayer();
    session::StudyDocument& m_document;
    std::shared_ptr<const problem::Explanation> m_explanation;
    Views m_views; ///< of the explanation; null while they are measured
    plots::LatestJob m_work;
    int m_layer = 0;
    plots::ArrayTiles* m_tiles;
    plots::AdcChart* m_chart;
    QLabel* m_sums; ///< where the histogram comes from
    PlainTableModel* m_model;
    QTableView* m_table;
};

} // namespace paretoscope::ui::panels
