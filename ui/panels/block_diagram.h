// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/look/colours.h"
#include "ui/panels/block_layout.h"

#include <QWidget>

#include <memory>

namespace paretoscope::ui::plots {
class HoverCard;
}

namespace paretoscope::ui::panels {

/// What is this chip: off-chip memory, the chip's outline with its buffers and its array of processing
/// elements, and one of those elements enlarged. Colour tells the share of energy, or how much of a block is
/// in use. Arrow keys walk from block to block, Enter or a click names one so that other views can follow.
class BlockDiagram : public QWidget
{
    Q_OBJECT

public:
    enum class Heat { Energy, Utilization };

    explicit BlockDiagram(QWidget* parent = nullptr);

    void
    setExplanation(std::shared_ptr<const problem::Explanation> explanation); ///< null empties the picture
    void setHeat(Heat heat);
    [[nodiscard]] Heat heat() const { return m_heat; }
    /// What a block is, in one plain sentence.
    [[nodiscard]] QString describeBlock(int block) const;
    [[nodiscard]] QRectF areaOf(int block) const; ///< in widget coordinates; null when it is not drawn

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void blockActivated(const QString& name); ///< of Explanation::blocks

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Tone
    {
        QColor fill, ink, soft;
    };
    [[nodiscard]] const std::vector<problem::Block>& blocks() const;
    [[nodiscard]] QStringList factsOf(const problem::Block& block) const;
    [[nodiscard]] double line() const;
    [[nodiscard]] double legendHeight() const;
    [[nodiscard]] double heatOf(const problem::Block& block) const; ///< NaN where it means nothing
    [[nodiscard]] double hottest() const;
    [[nodiscard]] Tone toneOf(const problem::Block& block) const;
    [[nodiscard]] int placeAt(QPointF position) const; ///< into m_layout.blocks, -1 outside
    void relayout();
    void point(int place);
    void paintBlock(QPainter& painter, const BlockLayout::Placed& placed) const;
    void paintWords(QPainter& painter, const problem::Block& block, const QRectF& area,
                    const Tone& tone) const;
    void paintCaption(QPainter& painter, const problem::Block& array) const;
    void paintGrid(QPainter& painter, const problem::Block& array) const;
    void paintLens(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;

    std::shared_ptr<const problem::Explanation> m_explanation;
    BlockLayout m_layout;
    look::Colours m_colours;
    Heat m_heat = Heat::Energy;
    int m_pointed = -1; ///< place under the pointer or the keyboard
    plots::HoverCard* m_card;
};

} // namespace paretoscope::ui::panels
