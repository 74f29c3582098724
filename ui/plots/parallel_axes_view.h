// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/design_field.h"
#include "ui/plots/design_hover.h"
#include "ui/plots/parallel_image.h"
#include "ui/plots/steady_job.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QImage>
#include <QPainterPath>
#include <QPixmap>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QMenu;
class QToolButton;

namespace paretoscope::ui::plots {

/// Parallel axes: which parameters make good designs. Objectives and parameters stand side by side, better is
/// up, every design is a line.
///
/// Drag on an axis = pin a range, drag its edge, double-click = type it, the cross removes it. Shift+drag =
/// brush; brushes on several axes combine. Drag a title = move the axis, off the edge = hide it, its arrow =
/// flip; the right button has all of it as a menu. Click on a line = focus, Ctrl+click = compare tray. Keys:
/// Tab, Left, Right choose an axis, P types a limit, F flips, L changes to logarithmic and back, H hides,
/// Ctrl+Left and Ctrl+Right move the axis, Shift+Up and Shift+Down brush its upper or lower part, Delete
/// removes the pin, Esc one step back.
class ParallelAxesView : public QWidget
{
    Q_OBJECT

public:
    explicit ParallelAxesView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~ParallelAxesView() override;

    [[nodiscard]] QString activeAxis() const;    ///< its name; empty when there is none
    [[nodiscard]] QStringList axisOrder() const; ///< names of those shown, left to right
    [[nodiscard]] QStringList hiddenAxes() const;
    void hideAxis(const QString& axis); ///< the last two stay
    void showAxis(const QString& axis);
    void setCurved(bool curved); ///< lines as smooth curves
    [[nodiscard]] bool isCurved() const { return m_curved; }
    void setLogarithmic(const QString& axis, bool logarithmic); ///< where all values are positive
    [[nodiscard]] bool isLogarithmic(const QString& axis) const;
    /// Where a value of an axis is drawn, in widget coordinates. For tests and coach marks.
    [[nodiscard]] QPointF placeOf(const QString& axis, double value) const;
    /// The lines as they are, brought up to date in the background; null at first.
    [[nodiscard]] const QImage& lines() const { return m_image; }
    /// No picture is under way.
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
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
        AxisScale scale;
        bool wantsLog = false; ///< the scale is, where the range allows
        bool fitted = false;   ///< the range comes from designs, so that it may only grow while they arrive
        std::optional<ValueRange> brush; ///< heights
    };
    enum class Gesture { None, Press, Range, Edge, Title, Brush };
    enum class Part { Nothing, Title, Arrow, Axis, LowEdge, HighEdge, Cross };
    struct Hit
    {
        Part part = Part::Nothing;
        std::size_t place = 0;
    };
    struct Label ///< a value written beside an axis
    {
        QRectF spot;
        QString shown;
        QString whole;
    };
    struct PinSpan
    {
        double low = 0.0, high = 1.0; ///< heights, low < high
        bool hasLow = false, hasHigh = false;
    };

    void buildButton();
    void connectDocument();
    void makePlaces();
    void saveChoices();
    void refresh();    ///< something in the document changed
    void adoptField(); ///< the designs and what is lit of them
    void rescale();
    void requestImage();
    void renderBase();
    void relayout();  ///< axes moved: everything has to be drawn again
    void markStale(); ///< base has to be drawn again
    void describe();

    [[nodiscard]] int titleLines() const;
    [[nodiscard]] double rightMargin() const;
    void measureTitles();
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double xOf(std::size_t place) const;
    [[nodiscard]] double yOf(double height) const;
    [[nodiscard]] double heightAt(double y) const;
    [[nodiscard]] double slot() const;
    [[nodiscard]] QRectF titleRect(std::size_t place) const;
    [[nodiscard]] QRectF arrowRect(std::size_t place) const;
    [[nodiscard]] std::optional<PinSpan> pinSpan(std::size_t place) const;
    [[nodiscard]] QRectF crossRect(std::size_t place) const;
    [[nodiscard]] std::vector<Label> valueLabels(std::size_t place) const;
    [[nodiscard]] Hit hitAt(QPointF position) const;
    [[nodiscard]] std::optional<std::size_t> placeNamed(const QString& axis) const;
    [[nodiscard]] std::optional<session::TrialId> lineAt(QPointF position) const;
    [[nodiscard]] double heightOf(session::TrialId id, std::size_t place) const;
    [[nodiscard]] QPainterPath lineOf(session::TrialId id) const;
    [[nodiscard]] QString toolTipAt(QPointF position) const;

    void paintAxes(QPainter& painter) const;
    void paintAxisLabels(QPainter& painter, std::size_t place) const;
    void paintBrush(QPainter& painter, std::size_t place) const;
    void paintPin(QPainter& painter, std::size_t place) const;
    void paintSelection(QPainter& painter) const;
    void paintReferences(QPainter& painter) const;
    void paintTitleDrag(QPainter& painter) const;

    void setRange(std::size_t place, double heightA, double heightB, int drag);
    void dragEdge(double height);
    void brushRange(std::size_t place, std::optional<ValueRange> heights);
    void applyBrushes();
    void clearBrushes();
    void stepBrush(bool up);
    void moveAxis(std::size_t from, std::size_t to);
    void flip(std::size_t place);
    void editLimit(std::size_t place, std::optional<bool> upper);
    [[nodiscard]] double limitAt(std::size_t place, double height) const;
    [[nodiscard]] bool stepBack();
    [[nodiscard]] bool leavesWidget(QPointF position) const;

    /// \param height where on the axis the menu was asked for, if on an axis
    void openMenu(std::optional<std::size_t> place, QPoint at, std::optional<double> height = {});
    void addAxisActions(QMenu& menu, std::size_t place, std::optional<double> height);
    void addPinActions(QMenu& menu, std::size_t place, std::optional<double> height);
    void addViewActions(QMenu& menu);

    session::StudyDocument& m_document;
    DesignFieldKeeper& m_keeper;
    DesignFieldPtr m_field;
    look::Colours m_colours;
    std::vector<Place> m_places; ///< left to right
    std::vector<Place> m_hidden;
    bool m_curved = false;
    double m_widestTitle_px = 0.0;
    std::vector<session::TrialId> m_emphasised; ///< lit members of the front, at most a few hundred
    std::vector<session::TrialId> m_ownBrush;   ///< what the brushes on axes select
    std::shared_ptr<const ParallelCounts> m_counts;
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

    QToolButton* m_more = nullptr;
    DesignHover m_hover;
    SteadyJob m_job;
    session::RefreshGate* m_gate;
    session::RefreshGate* m_filterGate;
};

} // namespace paretoscope::ui::plots
