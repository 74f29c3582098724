// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/column_sums.h"

#include <QString>
#include <QWidget>

namespace paretoscope::ui::plots {

class HoverCard;

/// What an ADC makes of the sums of its columns: its transfer curve, flat where it cuts, above the histogram
/// of the sums that come. Shares are drawn on a logarithmic scale from 0.01 % to 100 %, because most sums are
/// small and those that are cut are few.
class AdcChart : public QWidget
{
    Q_OBJECT

public:
    explicit AdcChart(QWidget* parent = nullptr);

    /// \param layer name, for the accessible description
    void setSums(const problem::ColumnSums& sums, const QString& layer);
    /// Where sums of this size stand, in pixels; for tests.
    [[nodiscard]] double placeOf(double sum) const;
    [[nodiscard]] QString cardText(double sum) const; ///< what the card says of a sum
    [[nodiscard]] QSize sizeHint() const override { return {320, 230}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 150}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] QRectF curveArea() const;
    [[nodiscard]] QRectF histogramArea() const;
    void paintCurve(QPainter& painter) const;
    void paintHistogram(QPainter& painter) const;
    void paintCut(QPainter& painter) const;
    void paintScale(QPainter& painter) const;

    problem::ColumnSums m_sums;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
