// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/look/colours.h"

#include <QAbstractScrollArea>
#include <QHash>

#include <memory>

namespace paretoscope::ui::panels {

/// How one layer is mapped: a band per memory with what it holds, and below it the loops that it runs, each
/// further in than the one before. Loops that the hardware runs side by side stand on a hatched ground. Lines
/// are selected with the mouse or Shift and the arrow keys; copying gives the nest as text.
class LoopNestView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LoopNestView(QWidget* parent = nullptr);

    /// \param explanation kept; null or a layer that is not there empties the view
    void setLayer(std::shared_ptr<const problem::Explanation> explanation, int layer);
    /// Short remarks on lines ("was 8"), which are marked with a bar; until the next layer.
    void setRemarks(const QHash<int, QString>& remarks);
    /// The whole nest as indented text; empty without one.
    [[nodiscard]] QString asText() const;
    /// The selected lines, or the whole nest when none is.
    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void selectLines(int first, int last); ///< -1 = none

    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    /// One line of printNest(), and how it is drawn.
    struct Line
    {
        enum class Kind { Memory, Loop, Compute };
        Kind kind = Kind::Compute;
        const problem::NestLevel* level = nullptr; ///< into m_explanation
        const problem::NestLoop* loop = nullptr;
        int depth = 0;
        double top = 0.0;
        double height = 0.0;
    };
    [[nodiscard]] const std::vector<problem::NestLevel>* nest() const;
    [[nodiscard]] double indent() const;
    [[nodiscard]] int lineAt(int y) const;
    [[nodiscard]] QString tipOf(const Line& line) const;
    [[nodiscard]] std::vector<QStringList> residentRows(const problem::NestLevel& level, double width) const;
    void rebuild();
    void arrange();
    void reveal(int line); ///< scrolls to it
    void paintMemory(QPainter& painter, const Line& line, const QRectF& area) const;
    void paintGauge(QPainter& painter, const problem::NestLevel& level, const QRectF& area) const;
    void paintLoop(QPainter& painter, const Line& line, const QRectF& area) const;
    [[nodiscard]] QString remarkOn(const Line& line) const;

    std::shared_ptr<const problem::Explanation> m_explanation;
    int m_layer = -1;
    std::vector<Line> m_lines;
    look::Colours m_colours;
    QFont m_mono;
    QHash<int, QString> m_remarks; ///< by line
    int m_anchor = -1;
    int m_current = -1;
};

} // namespace paretoscope::ui::panels
