// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// The energy of one design, term by term.
struct EnergySeries
{
    QString name;  ///< "A", "#18442"
    QColor colour; ///< of the design; marks its bars, while the segments wear the operands' colours
    std::vector<problem::EnergyPart> parts; ///< J
};

/// Where the energy goes: one horizontal bar per component, stacked by operand; with several designs their
/// bars stand together on one common axis. The legend names the operands, the total of each design stands at
/// the top.
class EnergyBars : public QWidget
{
    Q_OBJECT

public:
    explicit EnergyBars(QWidget* parent = nullptr);

    void setData(std::vector<EnergySeries> series);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Segment
    {
        QRectF area;
        QString component, operand, design;
        double energy_J = 0.0;
        double total_J = 0.0; ///< of the design
        int operandIndex = 0;
        bool firstOfBar = false;
    };
    struct Row
    {
        QString component;
        QRectF area;
    };
    struct Layout
    {
        QRectF plot;
        QRectF legend;
        std::vector<Row> rows;
        std::vector<Segment> segments;
        double high_J = 0.0; ///< end of the axis
    };
    [[nodiscard]] Layout arrange() const;
    [[nodiscard]] int barHeight() const;
    void paintAxis(QPainter& painter, const Layout& layout) const;
    void paintBars(QPainter& painter, const Layout& layout) const;
    int paintLegend(QPainter* painter, int width) const;
    void describe();

    std::vector<EnergySeries> m_series;
    QStringList m_components; ///< largest first
    QStringList m_operands;   ///< in order of appearance
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
