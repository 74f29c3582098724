// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/metric_series.h"

#include <QPolygonF>
#include <QWidget>

namespace paretoscope::ui::plots {

/// Several designs as outlines over one spoke per metric. All spokes have one scale: the rim is the best of
/// the designs, halfway out is half as good, whichever way the metric runs. For an impression; bars are read
/// more exactly.
class RadarPlot : public QWidget
{
    Q_OBJECT

public:
    explicit RadarPlot(QWidget* parent = nullptr);

    void setData(std::vector<MetricDesign> designs, std::vector<MetricRow> rows);
    /// Corners of a design's outline in widget coordinates; unknown values stand at the centre.
    [[nodiscard]] QPolygonF outlineOf(int design) const;
    [[nodiscard]] QPointF rimOf(int row) const;
    [[nodiscard]] QPointF centre() const;
    [[nodiscard]] QSize sizeHint() const override { return {360, 300}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] double radius() const;
    [[nodiscard]] double legendHeight() const;
    [[nodiscard]] QPointF at(int row, double share) const;
    void paintWeb(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;

    std::vector<MetricDesign> m_designs;
    std::vector<MetricRow> m_rows;
    std::vector<std::vector<double>> m_shares; ///< by row, then design
};

} // namespace paretoscope::ui::plots
