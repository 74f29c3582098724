// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/array_tiles.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace paretoscope::ui::plots {

namespace {

constexpr double kTileStrip_px = 18.0;
constexpr double kLeastTile_px = 9.0; ///< smaller ones would be a grey mush

double arraysOf(const problem::CrossbarLayerDetail& layer)
{
    return static_cast<double>(layer.arrays * layer.repeats);
}

/// Cells in use of the last array along a side.
std::int64_t restOf(std::int64_t extent, std::int64_t tiles, std::int64_t used)
{
    return std::clamp<std::int64_t>(extent - (tiles - 1) * used, 1, used);
}

} // namespace

ArrayTiles::ArrayTiles(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Layers on arrays"));
    setFocusPolicy(Qt::StrongFocus);
}

void ArrayTiles::setDetail(std::shared_ptr<const problem::CrossbarDetail> detail,
                           std::vector<problem::CrossbarLayerView> views)
{
    m_detail = std::move(detail);
    m_views = std::move(views);
    setLayer(m_layer);
}

void ArrayTiles::setLayer(int layer)
{
    m_layer = layer;
    if (m_detail && layer >= 0 && layer < static_cast<int>(m_detail->layers.size())) {
        const problem::CrossbarLayerDetail& shown = m_detail->layers[static_cast<std::size_t>(layer)];
        setAccessibleDescription(
            tr("%1: %2 arrays, %3 % of their cells in use")
                .arg(QString::fromStdString(shown.name), look::count(static_cast<quint64>(shown.arrays)))
                .arg(std::lround(100.0 * shown.utilization)));
    }
    update();
}

QRectF ArrayTiles::strip() const
{
    const double line = QFontMetricsF(font()).height();
    return {4.0, line + 6.0, width() - 8.0, kTileStrip_px};
}

QRectF ArrayTiles::pieceOf(int layer) const
{
    if (!m_detail)
        return {};
    double before = 0.0, all = 0.0, own = 0.0;
    for (std::size_t i = 0; i < m_detail->layers.size(); ++i) {
        const double arrays = arraysOf(m_detail->layers[i]);
        if (static_cast<int>(i) < layer)
            before += arrays;
        if (static_cast<int>(i) == layer)
            own = arrays;
        all += arrays;
    }
    const QRectF whole = strip();
    const double scale = all > 0.0 ? whole.width() / all : 0.0;
    return {whole.left() + before * scale, whole.top(), own * scale, whole.height()};
}

/// Neighbours never share a colour; the piece's place and its name tell layers of the same colour apart.
QColor ArrayTiles::colourOf(int layer) const
{
    const look::Colours colours = look::coloursFor(palette());
    return colours.series[static_cast<std::size_t>(layer) % colours.series.size()];
}

void ArrayTiles::paintStrip(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    painter.setPen(colours.mutedText);
    const QString title = tr("%1 arrays, %2 % of cells in use")
                              .arg(look::count(static_cast<quint64>(m_detail->arrays)))
                              .arg(100.0 * m_detail->utilization, 0, 'f', 0);
    painter.drawText(QRectF(4.0, 2.0, width() - 8.0, metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(title, Qt::ElideRight, width() - 8.0));
    for (int layer = 0; layer < static_cast<int>(m_detail->layers.size()); ++layer) {
        const QRectF piece = pieceOf(layer);
        const double gap = piece.width() > 3.0 ? 1.0 : 0.0;
        painter.fillRect(piece.adjusted(0.0, 0.0, -gap, 0.0), colourOf(layer));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.focus, 2.0));
    painter.drawRect(pieceOf(m_layer).adjusted(-1.0, -2.0, 0.0, 2.0));
}

void ArrayTiles::paintMatrix(QPainter& painter) const
{
    const look::Colours colours = look::coloursFor(palette());
    const QFontMetricsF metrics(font());
    const problem::CrossbarLayerDetail& layer = m_detail->layers[static_cast<std::size_t>(m_layer)];
    if (m_layer >= static_cast<int>(m_views.size()))
        return;
    const problem::CrossbarLayerView& view = m_views[static_cast<std::size_t>(m_layer)];
    const double top = strip().bottom() + 8.0;
    const QRectF room(4.0, top, width() - 8.0, height() - top - 2.0 * metrics.height() - 8.0);
    if (room.height() < kLeastTile_px || room.width() < kLeastTile_px)
        return;
    // As many arrays as can be told apart; the caption says where some are left out.
    const auto rows = std::min(layer.rowTiles, static_cast<std::int64_t>(room.height() / kLeastTile_px));
    const auto columns = std::min(layer.columnTiles, static_cast<std::int64_t>(room.width() / kLeastTile_px));
    const double aspect = static_cast<double>(m_detail->rows) / static_cast<double>(m_detail->columns);
    const double wide = std::min({room.width() / static_cast<double>(columns),
                                  room.height() / static_cast<double>(rows) / aspect, 120.0});
    const double tall = std::min(wide * aspect, room.height() / static_cast<double>(rows));
    const std::int64_t lastRows = restOf(view.matrixRows, layer.rowTiles, layer.usedRows);
    const std::int64_t lastColumns = restOf(view.matrixColumns, layer.columnTiles, layer.usedColumns);
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t column = 0; column < columns; ++column) {
            const QRectF tile(room.left() + static_cast<double>(column) * wide,
                              room.top() + static_cast<double>(row) * tall, wide - 2.0, tall - 2.0);
            const auto usedRows = row + 1 == layer.rowTiles ? lastRows : layer.usedRows;
            const auto usedColumns = column + 1 == layer.columnTiles ? lastColumns : layer.usedColumns;
            QRectF used = tile;
            used.setHeight(tile.height() * static_cast<double>(usedRows)
                           / static_cast<double>(m_detail->rows));
            used.setWidth(tile.width() * static_cast<double>(usedColumns)
                          / static_cast<double>(m_detail->columns));
            painter.fillRect(tile, QBrush(colours.mutedText, Qt::BDiagPattern));
            painter.fillRect(used, colourOf(m_layer));
            painter.setPen(QPen(colours.line, 1.0));
            painter.drawRect(tile);
        }
    }
    QString size = tr("%1 × %2 arrays of %3 × %4 cells")
                       .arg(layer.rowTiles)
                       .arg(layer.columnTiles)
                       .arg(m_detail->rows)
                       .arg(m_detail->columns);
    if (rows < layer.rowTiles || columns < layer.columnTiles)
        size += tr(", %1 × %2 drawn").arg(rows).arg(columns);
    const double times = static_cast<double>(layer.arrays)
                         / static_cast<double>(layer.rowTiles * layer.columnTiles);
    const QString why = times > 1.0 ? tr("%1 × for slices, signs, groups, copies")
                                          .arg(QLocale().toString(times, 'g', 4))
                                    : QString();
    painter.setPen(colours.mutedText);
    const QRectF below(4.0, height() - 2.0 * metrics.height() - 4.0, width() - 8.0, metrics.height());
    painter.drawText(below, Qt::AlignLeft, metrics.elidedText(size, Qt::ElideRight, below.width()));
    painter.drawText(below.translated(0.0, metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(why, Qt::ElideRight, below.width()));
}

void ArrayTiles::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look::coloursFor(palette()).canvas);
    if (!m_detail || m_layer < 0 || m_layer >= static_cast<int>(m_detail->layers.size()))
        return;
    paintStrip(painter);
    paintMatrix(painter);
}

void ArrayTiles::choose(int layer)
{
    if (!m_detail || layer < 0 || layer >= static_cast<int>(m_detail->layers.size()) || layer == m_layer)
        return;
    setLayer(layer);
    Q_EMIT layerChosen(layer);
}

void ArrayTiles::mousePressEvent(QMouseEvent* event)
{
    if (!m_detail || !strip().adjusted(0.0, -4.0, 0.0, 4.0).contains(event->position()))
        return;
    for (int layer = 0; layer < static_cast<int>(m_detail->layers.size()); ++layer) {
        const QRectF piece = pieceOf(layer);
        if (event->position().x() >= piece.left() && event->position().x() < piece.right())
            choose(layer);
    }
}

void ArrayTiles::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        choose(m_layer + (event->key() == Qt::Key_Right ? 1 : -1));
    else
        QWidget::keyPressEvent(event);
}

void ArrayTiles::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    update();
}

} // namespace paretoscope::ui::plots
