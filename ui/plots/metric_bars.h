// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/metric_series.h"

#include <QWidget>

namespace paretoscope::ui::plots {

/// Several designs' metrics as bars: a group per metric, each from zero to the largest of the group, with the
/// value beside every bar and a star at the best.
class MetricBars : public QWidget
{
    Q_OBJECT

public:
    explicit MetricBars(QWidget* parent = nullptr);

    void setData(std::vector<MetricDesign> designs, std::vector<MetricRow> rows);
    [[nodiscard]] QRectF barOf(int row, int design) const; ///< in widget coordinates
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] int columns() const; ///< groups side by side
    [[nodiscard]] QRectF groupOf(int row) const;
    [[nodiscard]] double barHeight() const;
    [[nodiscard]] double groupHeight() const;
    void paintGroup(QPainter& painter, int row) const;
    void describe();

    std::vector<MetricDesign> m_designs;
    std::vector<MetricRow> m_rows;
};

} // namespace paretoscope::ui::plots
