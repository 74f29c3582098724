// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/panels/mapping_editing.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include <optional>
#include <vector>

namespace paretoscope::ui::panels {

/// The loop nest under the hand. Every memory shows what it could hold and the lists of loops it runs: one
/// after the other, along the rows and along the columns of the array. Loops are dragged whole from list to
/// list; their factors change by wheel, keys and the buttons in their line; a click on a tensor stores it or
/// lets it pass. Loops that differ from the search's mapping carry a bar and say what they were.
///
/// Keys: arrows choose, Alt with arrows carries the loop, + and − exchange a prime factor, Enter lists the
/// factors, Space toggles a tensor, T, R and C send the loop to time, rows or columns.
class MappingCanvas : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit MappingCanvas(MappingEditing& editing, QWidget* parent = nullptr);

    /// Where a loop's line, or its − or + button, is drawn; for tests. Empty when it is not there.
    enum class Spot { Line, Less, More };
    [[nodiscard]] QRect spotOf(cost::spatial::LoopPlace loop, Spot spot) const;
    [[nodiscard]] QRect chipOf(std::size_t level, std::size_t tensor) const;
    /// Where a list without loops waits for one.
    [[nodiscard]] QRect emptyLane(cost::spatial::LanePlace lane) const;
    [[nodiscard]] std::optional<cost::spatial::LoopPlace> currentLoop() const;
    void setCurrentLoop(cost::spatial::LoopPlace loop);
    [[nodiscard]] bool isDragging() const { return m_drag.has_value(); }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    struct Line
    {
        enum class Kind { Memory, Loop, Empty, Compute };
        Kind kind = Kind::Compute;
        cost::spatial::LoopPlace place; ///< of a loop; of an empty lane its list
        int depth = 0;
        double top = 0.0;
        double height = 0.0;
    };
    struct Drag
    {
        cost::spatial::LoopPlace from;
        std::optional<cost::spatial::LoopPlace> to;
        double at = 0.0; ///< of the hand, in the viewport
    };

    // Layout.
    void rebuild();
    void arrange();
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] double indent() const;
    [[nodiscard]] QRectF areaOf(const Line& line) const; ///< in the viewport
    [[nodiscard]] const Line* lineOf(cost::spatial::LoopPlace loop) const;
    [[nodiscard]] int lineAt(double y) const;
    [[nodiscard]] QRectF factorArea(const Line& line) const;
    [[nodiscard]] QRectF buttonArea(const Line& line, Spot spot) const;
    [[nodiscard]] std::vector<QRectF> chipAreas(std::size_t level, double width) const; ///< in the memory
    [[nodiscard]] std::optional<std::size_t> chipAt(const Line& memory, QPointF at) const;
    [[nodiscard]] QString chipText(std::size_t level, std::size_t tensor) const;

    // Painting.
    void paintMemory(QPainter& painter, const Line& line) const;
    void paintChip(QPainter& painter, std::size_t level, std::size_t tensor, const QRectF& area) const;
    void paintLoop(QPainter& painter, const Line& line, bool current) const;
    void paintRemark(QPainter& painter, const Line& line, bool current) const;
    void paintEmpty(QPainter& painter, const Line& line) const;
    void paintDrag(QPainter& painter) const;
    [[nodiscard]] QString noteOf(cost::spatial::LoopPlace loop) const;
    [[nodiscard]] const problem::TriedMapping::Part* partOf(std::size_t level) const;

    // Input.
    [[nodiscard]] QString tipAt(QPointF at) const;
    void point(QPointF at);
    void moveCurrent(int by);
    void carry(int by);
    void send(cost::spatial::Lane lane);
    void stepLoop(cost::spatial::LoopPlace loop, cost::spatial::Step step);
    void follow(const std::optional<cost::spatial::LoopPlace>& loop);
    [[nodiscard]] bool keyOnLoop(int key, cost::spatial::LoopPlace loop);
    [[nodiscard]] bool keyOnMemory(int key, std::size_t level);
    void openFactors();
    void dragTo(QPointF at);
    void endDrag(bool drop);
    [[nodiscard]] std::optional<cost::spatial::LoopPlace> dropAt(double y) const;
    void reveal(int line);

    MappingEditing& m_editing;
    look::Colours m_colours;
    QFont m_mono;
    std::vector<Line> m_lines;
    std::vector<cost::spatial::LevelMarks> m_marks;
    bool m_chipSizes = true; ///< there is room for sizes in the chips
    int m_current = -1;
    std::size_t m_chip = 0; ///< of the current memory
    int m_pointed = -1;
    std::optional<QPointF> m_pressed;
    std::optional<Drag> m_drag;
    int m_wheel = 0;      ///< eighths of degrees not used yet
    QBasicTimer m_scroll; ///< while a drag rests at an edge
};

} // namespace paretoscope::ui::panels
