// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/latest_job.h"
#include "ui/plots/parallel_image.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// Parallel axes: which parameters make good designs. Objectives and parameters stand side by side, better is
/// up, every design is a line.
///
/// Drag on an axis = pin a range, drag its edge, double-click = type it, the cross removes it. Drag a title =
/// move the axis, its arrow = flip. Click on a line = focus, Ctrl+click = compare tray. Keys: Tab, Left,
/// Right choose an axis, P types a limit, F flips, Ctrl+Left and Ctrl+Right move the axis, Delete removes the
/// pin, Esc one step back.
class ParallelAxesView : public QWidget
{
    Q_OBJECT

public:
    explicit ParallelAxesView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~ParallelAxesView() override;

    [[nodiscard]] QString activeAxis() const;    ///< its name; empty when there is none
    [[nodiscard]] QStringList axisOrder() const; ///< names, left to right
    /// Where a value of an axis is drawn, in widget coordinates. For tests and coach marks.
    [[nodiscard]] QPointF placeOf(const QString& axis, double value) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct Place ///< one axis on the screen
    {
        session::Axis axis;
        ParallelScale scale;
        bool fitted = false; ///< the range comes from designs, so that it may only grow while they arrive
    };
    [[nodiscard]] int titleLines() const;
    [[nodiscard]] double rightMargin() const;
    void measureTitles();
    enum class Gesture { None, Press, Range, Edge, Title };
    enum class Part { Nothing, Title, Arrow, Axis, LowEdge, HighEdge, Cross };
    struct Hit
    {
        Part part = Part::Nothing;
        std::size_t place = 0;
    };

    void makePlaces();
    void saveOrder();
    void refresh();  ///< new snapshot
    void refilter(); ///< pins or brush; later when hidden
    void applyFilter();
    void rescale();
    void requestImage();
    void renderBase();
    void markStale(); ///< base has to be drawn again
    void describe();

    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double xOf(std::size_t place) const;
    [[nodiscard]] double yOf(double height) const;
    [[nodiscard]] double heightAt(double y) const;
    [[nodiscard]] double slot() const;
    [[nodiscard]] QRectF titleRect(std::size_t place) const;
    [[nodiscard]] QRectF arrowRect(std::size_t place) const;
    struct PinSpan
    {
        double low = 0.0, high = 1.0; ///< heights, low < high
        bool hasLow = false, hasHigh = false;
    };
    [[nodiscard]] std::optional<PinSpan> pinSpan(std::size_t place) const;
    [[nodiscard]] QRectF crossRect(std::size_t place) const;
    [[nodiscard]] Hit hitAt(QPointF position) const;
    [[nodiscard]] std::optional<session::TrialId> lineAt(QPointF position) const;
    [[nodiscard]] QPolygonF lineOf(session::TrialId id) const;

    void paintAxes(QPainter& painter) const;
    void paintAxisLabels(QPainter& painter, std::size_t place) const;
    void paintPin(QPainter& painter, std::size_t place) const;
    void paintSelection(QPainter& painter) const;

    void setRange(std::size_t place, double heightA, double heightB, int drag);
    void dragEdge(double height);
    void moveAxis(std::size_t from, std::size_t to);
    void flip(std::size_t place);
    void editLimit(std::size_t place, std::optional<bool> upper);
    [[nodiscard]] double limitAt(std::size_t place, double height) const;
    [[nodiscard]] bool stepBack();

    session::StudyDocument& m_document;
    look::Colours m_colours;
    std::vector<Place> m_places; ///< left to right
    double m_widestTitle_px = 0.0;
    std::shared_ptr<ParallelTable> m_table = std::make_shared<ParallelTable>();
    std::vector<std::optional<ValueRange>> m_extents; ///< of the table's columns
    std::vector<session::TrialId> m_emphasised;       ///< lit members of the front, at most a few hundred
    QImage m_image;
    QPixmap m_base;
    bool m_baseStale = true;

    Gesture m_gesture = Gesture::None;
    Hit m_pressed;
    QPointF m_pressedAt;
    QPointF m_lastAt;
    bool m_edgeUpper = false;
    int m_drag = 0;
    std::size_t m_active = 0;
    bool m_hoverIsMine = false;

    HoverCard* m_card;
    LatestJob m_job;
    session::RefreshGate* m_gate;
    session::RefreshGate* m_filterGate;
};

} // namespace paretoscope::ui::plots
