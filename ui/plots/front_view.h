// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/cloud_image.h"
#include "ui/plots/figure_source.h"
#include "ui/plots/front_painter.h"
#include "ui/plots/front_scene.h"
#include "ui/plots/front_tool.h"
#include "ui/plots/pin_marks.h"
#include "ui/plots/reference_marks.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QPoint>
#include <QPolygonF>
#include <QWidget>

#include <optional>
#include <vector>

class QCustomPlot;
class QKeyEvent;
class QLabel;
class QMouseEvent;
class QToolButton;
class QWheelEvent;

namespace paretoscope::ui::plots {

class FrontChoices;
class HoverCard;
class PinPrices;

/// The front: every design as a point of two axes, the best trade-offs among them, and the limits that a
/// person puts on the axes. Answers what is reachable, where the bend is, and what a step costs.
///
/// Click = focus, Ctrl+click = compare tray, drag = box brush, Alt+drag = lasso, Ctrl while dragging adds to
/// the brush, Shift+drag = zoom box, wheel = zoom, middle drag = pan, double-click = fit; a drag that starts
/// on an axis makes a pin. Keys: Left and Right walk the front, Up and Down go to the next better in y and x,
/// K next knee, 0 fit, + and - zoom, Alt+arrows pan, B tray, Esc one step back.
class FrontView : public QWidget, public FigureSource
{
    Q_OBJECT

public:
    explicit FrontView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~FrontView() override;

    /// Name of the axis that a pin set by keyboard would be on: the one last clicked, at first the one
    /// upwards.
    [[nodiscard]] QString activeAxis() const;
    /// By name; unknown ones stay. Empty colour or size = none.
    void setAxes(const QString& x, const QString& y, const QString& colour, const QString& size = {});
    void setTool(FrontTool tool); ///< what a drag in the plane does

    [[nodiscard]] QWidget* canvas() const;                                  ///< what takes mouse and keys
    [[nodiscard]] std::optional<QPoint> pixelOf(session::TrialId id) const; ///< on the canvas
    [[nodiscard]] const PlaneMap& plane() const { return m_painter.map; }
    [[nodiscard]] const std::vector<PinMark>& pinMarks() const { return m_pinMarks; }
    [[nodiscard]] const std::vector<ReferenceMark>& referenceMarks() const { return m_references; }
    /// "Energy × delay of Eyeriss" for every line of an equal product; empty where none is drawn.
    [[nodiscard]] QStringList productLines() const;
    [[nodiscard]] bool isZoomed() const { return m_zoomed; }
    [[nodiscard]] QString chipText() const; ///< "12 new designs outside the view", empty when hidden
    /// "#412 → #877: +12 % Energy buys −31 % Latency": of the ruler, else from the focus to what is under the
    /// pointer, else from tray A to the focus; empty without such a pair.
    [[nodiscard]] QString tradeOffText() const;
    void paintFigure(QPainter& painter, QSize size) override;
    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void fit();
    void focusKnee();          ///< the knee; from a knee the next sharper bend of what is shown
    void walkFront(int steps); ///< along x, among the designs that pass the pins
    void improve(bool inX);    ///< to the member of the front that is next better on that axis

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Gesture { None, Press, Brush, Lasso, ZoomBox, Ruler, Pan, NewPin, MovePin };
    struct Pair
    {
        session::TrialId from = 0, to = 0;
    };

    void buildPlot();
    void connectDocument();
    void restyle();
    void takeAxes();

    void refresh();       ///< new snapshot
    void refilter();      ///< pins
    void rebrush();       ///< brush
    void relayout();      ///< view range or size
    void updateContent(); ///< what lies in the unchanged plane
    void redraw();        ///< everything, once per frame
    void redrawOverlay();
    void growRange();
    void markPins();
    void markReferences();
    void updateMessages();
    void describe();
    [[nodiscard]] std::vector<session::TrialId> passingFront() const;
    [[nodiscard]] std::vector<session::TrialId> knees() const;
    [[nodiscard]] std::optional<Pair> comparedPair() const;
    [[nodiscard]] QString caption() const;
    [[nodiscard]] std::optional<QPointF> referenceOfAxes() const;
    void paintStrip(QPainter& painter);
    void paintOverlay(QPainter& painter);
    void paintRuler(QPainter& painter) const;
    void paintOtherPins(QPainter& painter) const;
    void paintReferences(QPainter& painter) const;
    void paintProductLines(QPainter& painter, bool names) const; ///< the lines, or what they are called
    [[nodiscard]] std::optional<std::size_t> productOfAxes(const study::Reference& reference) const;
    void paintTradeOff(QPainter& painter) const;
    [[nodiscard]] QRectF freeCorner(QSizeF size) const; ///< of the plane, where nothing else is written

    void pressed(QMouseEvent& event);
    void moved(QMouseEvent& event);
    void released(QMouseEvent& event);
    void doubleClicked(QMouseEvent& event);
    void wheeled(QWheelEvent& event);
    [[nodiscard]] bool keyPressed(QKeyEvent& event);
    [[nodiscard]] bool panned(const QKeyEvent& event);
    [[nodiscard]] bool stepBack();
    void clicked(QPointF position, Qt::KeyboardModifiers modifiers);
    void hoverAt(QPointF position);
    void beginDrag(Qt::KeyboardModifiers modifiers);
    void endGesture();
    void dragPin(QPointF position);
    void startPinDrag(bool onX, bool upper, QPointF position);
    void editPin(const PinMark& mark);
    void lightShape(); ///< what is inside the shape in the making
    void commitBrush();
    void dragRuler(QPointF position);
    void zoomBox(QRectF box);
    void zoomBy(double factor, QPointF centre);
    void panBy(QPointF pixels);
    void setView(ValueRange x, ValueRange y);

    [[nodiscard]] std::optional<session::TrialId> designAt(QPointF position) const;
    [[nodiscard]] std::optional<session::TrialId> frontDesignNear(QPointF position, double reach_px) const;
    [[nodiscard]] const session::Axis& axisOf(bool onX) const
    {
        return onX ? m_scene.axes().x : m_scene.axes().y;
    }
    [[nodiscard]] std::optional<bool> axisStripAt(QPointF position) const; ///< true = x axis

    session::StudyDocument& m_document;
    FrontScene m_scene;
    FrontPainter m_painter{m_scene};
    CloudImage m_cloud;
    std::vector<PinMark> m_pinMarks;
    std::vector<ReferenceMark> m_references;

    FrontChoices* m_choices = nullptr;
    QCustomPlot* m_plot = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_chip = nullptr;
    HoverCard* m_card = nullptr;
    PinPrices* m_prices = nullptr;

    Gesture m_gesture = Gesture::None;
    QPointF m_pressedAt;
    QPointF m_lastAt;
    QPolygonF m_lasso; ///< pixels, while it is drawn
    bool m_adding = false;
    std::optional<Pair> m_ruler;
    bool m_pinOnX = false;
    bool m_pinUpper = false;
    int m_drag = 0;
    bool m_hoverIsMine = false;

    std::optional<FrontScene::Extent> m_fitted; ///< grows in round steps while running
    bool m_zoomed = false;
    std::size_t m_pointsAtZoom = 0;
    bool m_activeIsX = false;
    session::RefreshGate* m_gate = nullptr;
};

} // namespace paretoscope::ui::plots
