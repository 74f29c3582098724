// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// One number per layer of one design.
struct LayerSeries
{
    QString name;
    QColor colour;
    std::vector<double> values;      ///< one per layer, base unit of the chart; NaN = unknown
    std::vector<double> utilization; ///< one per layer, share in [0, 1]; may be empty
};

/// Latency or energy of every layer, in the network's order: a bar per layer and design, with the utilization
/// as a thin mark on a scale from 0 to 100 %. A click names the layer, so that other views can follow.
class LayerBars : public QWidget
{
    Q_OBJECT

public:
    explicit LayerBars(QWidget* parent = nullptr);

    /// \param unit base unit of the values, "s" or "J"
    void setData(QStringList layers, QString unit, std::vector<LayerSeries> series);
    void setHighlighted(int layer); ///< -1 = none
    [[nodiscard]] int highlighted() const { return m_highlighted; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void layerClicked(int layer);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] int layerAt(QPointF position) const; ///< -1 outside
    [[nodiscard]] double largest() const;
    [[nodiscard]] bool hasUtilization() const;
    [[nodiscard]] QString cardText(int layer) const;
    void paintScale(QPainter& painter, QRectF area, double high) const;
    void paintBars(QPainter& painter, QRectF area, double high) const;
    void paintLayerNames(QPainter& painter, QRectF area) const;
    void paintLegend(QPainter& painter, QRectF area) const;
    void describe();

    QStringList m_layers;
    QString m_unit;
    std::vector<LayerSeries> m_series;
    int m_highlighted = -1;
    int m_hovered = -1;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
