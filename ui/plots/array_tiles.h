// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/crossbar_detail.h"
#include "core/problem/crossbar_layers.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace paretoscope::ui::plots {

/// How a network stands on the arrays of its machine. Above, a strip of all arrays, a piece a layer in the
/// layer's colour, as long as it has arrays. Below, the matrix of the layer that is chosen, cut into arrays:
/// cells with weights are filled, cells without are hatched. A click on the strip, or the arrow keys, choose.
class ArrayTiles : public QWidget
{
    Q_OBJECT

public:
    explicit ArrayTiles(QWidget* parent = nullptr);

    /// \param detail null: nothing to show \param views one per layer; empty: the matrices are not known yet
    void setDetail(std::shared_ptr<const problem::CrossbarDetail> detail,
                   std::vector<problem::CrossbarLayerView> views);
    void setLayer(int layer);
    [[nodiscard]] int layer() const { return m_layer; }
    [[nodiscard]] QRectF pieceOf(int layer) const; ///< of the strip; for tests
    [[nodiscard]] QSize sizeHint() const override { return {320, 230}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 150}; }

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF strip() const;
    [[nodiscard]] QColor colourOf(int layer) const;
    void choose(int layer);
    void paintStrip(QPainter& painter) const;
    void paintMatrix(QPainter& painter) const;

    std::shared_ptr<const problem::CrossbarDetail> m_detail;
    std::vector<problem::CrossbarLayerView> m_views;
    int m_layer = 0;
};

} // namespace paretoscope::ui::plots
