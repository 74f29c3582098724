// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

class QCustomPlot;

namespace paretoscope::ui::plots {

class HoverCard;

/// The roofline of one design (Williams, Waterman, Patterson 2009) and its layers under it.
struct RooflineSeries
{
    QString name;
    QColor colour;
    problem::Roofline roofline;
    struct Dot
    {
        QString layer;
        double macsPerByte = 0.0;   ///< of off-chip traffic
        double macsPerSecond = 0.0; ///< attained
        double share = 0.0;         ///< of the network's time, [0, 1]; the dot's area
    };
    std::vector<Dot> dots; ///< in the order of the layers
};

/// Compute- or bandwidth-bound: attained rate over operational intensity, both logarithmic; a roof of peak
/// rate and one slope per memory; a dot per layer. Several designs may share the plot.
class RooflinePlot : public QWidget
{
    Q_OBJECT

public:
    explicit RooflinePlot(QWidget* parent = nullptr);

    void setData(std::vector<RooflineSeries> series);
    void setHighlighted(int layer); ///< index of the dot in every series; -1 = none
    [[nodiscard]] int highlighted() const { return m_highlighted; }
    [[nodiscard]] QWidget* canvas() const;                   ///< what takes the mouse
    [[nodiscard]] QPoint pixelOf(int series, int dot) const; ///< in canvas coordinates
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void layerClicked(int layer);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Hit
    {
        int series = -1;
        int dot = -1;
    };
    void restyle();
    void fit();
    void describe();
    void paintRoofs(QPainter& painter) const;
    void paintRoof(QPainter& painter, const RooflineSeries& series, bool label) const;
    void paintDots(QPainter& painter) const;
    [[nodiscard]] QPointF toPixel(double macsPerByte, double macsPerSecond) const;
    [[nodiscard]] double radius(double share) const;
    [[nodiscard]] Hit dotAt(QPointF position) const;
    [[nodiscard]] QString cardText(Hit hit) const;

    std::vector<RooflineSeries> m_series;
    int m_highlighted = -1;
    QCustomPlot* m_plot;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
