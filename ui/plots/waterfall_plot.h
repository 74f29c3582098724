// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/energy_steps.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// The way from one design's energy to another's: its total, then every component's change as a piece that
/// begins where the one before ended, then the other's total. Pieces that save run to the left and wear "▼",
/// those that cost run to the right and wear "▲".
class WaterfallPlot : public QWidget
{
    Q_OBJECT

public:
    struct End
    {
        QString name; ///< "A"
        QColor colour;
        double total_J = 0.0;
    };

    explicit WaterfallPlot(QWidget* parent = nullptr);

    void setData(End from, End to, std::vector<problem::EnergyStep> steps);
    void clear();
    /// Where the last piece ends, J: the other design's total, up to rounding.
    [[nodiscard]] double landing_J() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Row
    {
        QString name;
        double from_J = 0.0;
        double to_J = 0.0;
        int step = -1; ///< -1 = a total
    };
    [[nodiscard]] std::vector<Row> rows() const;
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double high_J() const;
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] QString changeText(const problem::EnergyStep& step) const;
    void paintRow(QPainter& painter, const Row& row, const QRectF& band) const;
    void describe();

    End m_from, m_to;
    std::vector<problem::EnergyStep> m_steps;
    bool m_filled = false;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
