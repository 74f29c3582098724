// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"

#include <QColor>
#include <QWidget>

#include <memory>
#include <vector>

namespace paretoscope::ui::plots {
class HoverCard;
}

namespace paretoscope::ui::panels {

/// The chips of several designs side by side, all to one scale of area: twice the silicon is twice the paper.
/// Each is divided into its blocks, also by area; the colour tells how much energy a block uses, on one scale
/// for all.
class BlockCompare : public QWidget
{
    Q_OBJECT

public:
    struct Chip
    {
        QString name;  ///< "A"
        QString title; ///< "A #18"
        QColor colour;
        std::shared_ptr<const problem::Explanation> explanation;
    };

    explicit BlockCompare(QWidget* parent = nullptr);

    /// \param reference place of the chip that the others' areas are compared with
    void setChips(std::vector<Chip> chips, int reference);
    [[nodiscard]] QRectF outlineOf(int chip) const; ///< in widget coordinates
    [[nodiscard]] QSize sizeHint() const override { return {480, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 180}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Tile
    {
        std::size_t chip = 0;
        std::size_t block = 0; ///< of its explanation
        QRectF area;
    };
    void arrange();
    void describe();
    [[nodiscard]] double captionHeight() const;
    [[nodiscard]] const problem::Block& blockOf(const Tile& tile) const;
    [[nodiscard]] QStringList captionOf(std::size_t chip) const; ///< three lines
    void paintTile(QPainter& painter, const Tile& tile) const;
    void paintLegend(QPainter& painter) const;

    std::vector<Chip> m_chips;
    std::vector<QRectF> m_cells;
    std::vector<QRectF> m_outlines;
    std::vector<Tile> m_tiles;
    double m_hottest_J = 0.0;
    int m_reference = 0;
    plots::HoverCard* m_card;
};

} // namespace paretoscope::ui::panels
