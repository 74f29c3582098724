// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/figure_source.h"
#include "ui/plots/front_painter.h"
#include "ui/plots/front_scene.h"
#include "ui/plots/hit_grid.h"
#include "ui/plots/latest_job.h"
#include "ui/plots/pin_marks.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QPoint>
#include <QWidget>

class QComboBox;
class QCustomPlot;
class QKeyEvent;
class QLabel;
class QMouseEvent;
class QToolButton;
class QWheelEvent;

namespace paretoscope::ui::plots {

class HoverCard;

/// The front: every design as a point of two axes, the best trade-offs among them, and the limits that a
/// person puts on the axes. Answers what is reachable and where the bend is.
///
/// Click = focus, Ctrl+click = compare tray, drag = brush, Shift+drag = zoom box, wheel = zoom, middle drag =
/// pan, double-click = fit; a drag that starts on an axis makes a pin. Keys: Left and Right walk the front, K
/// knee, 0 fit, + and - zoom, Alt+arrows pan, B tray, Esc one step back.
class FrontView : public QWidget, public FigureSource
{
    Q_OBJECT

public:
    explicit FrontView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~FrontView() override;

    /// Name of the axis that a pin set by keyboard would be on: the one last clicked, at first the one
    /// upwards.
    [[nodiscard]] QString activeAxis() const;
    void setAxes(const QString& x, const QString& y, const QString& colour); ///< by name; unknown ones stay

    [[nodiscard]] QWidget* canvas() const;                                  ///< what takes mouse and keys
    [[nodiscard]] std::optional<QPoint> pixelOf(session::TrialId id) const; ///< on the canvas
    [[nodiscard]] const PlaneMap& plane() const { return m_painter.map; }
    [[nodiscard]] const std::vector<PinMark>& pinMarks() const { return m_pinMarks; }
    [[nodiscard]] bool isZoomed() const { return m_zoomed; }
    [[nodiscard]] QString chipText() const; ///< "12 new designs outside the view", empty when hidden
    void paintFigure(QPainter& painter, QSize size) override;
    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void fit();
    void focusKnee();
    void walkFront(int steps); ///< along x, among the designs that pass the pins

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Gesture { None, Press, Brush, ZoomBox, Pan, NewPin, MovePin };

    void buildToolbar();
    void buildPlot();
    void connectDocument();
    void restoreChoices();
    void chooseAxes();
    void restyle();

    void refresh();  ///< new snapshot
    void refilter(); ///< pins or brush
    void relayout(); ///< view range or size
    void redraw();   ///< everything, once per frame
    void redrawOverlay();
    void growRange();
    void requestDensity();
    void updateMessages();
    void describe();

    void pressed(QMouseEvent& event);
    void moved(QMouseEvent& event);
    void released(QMouseEvent& event);
    void doubleClicked(QMouseEvent& event);
    void wheeled(QWheelEvent& event);
    [[nodiscard]] bool keyPressed(QKeyEvent& event);
    [[nodiscard]] bool stepBack();
    void clicked(QPointF position, Qt::KeyboardModifiers modifiers);
    void hoverAt(QPointF position);
    void endGesture();
    void dragPin(QPointF position);
    void startPinDrag(bool onX, bool upper, QPointF position);
    void editPin(const PinMark& mark);
    void brushBox(QRectF box);
    void zoomBox(QRectF box);
    void zoomBy(double factor, QPointF centre);
    void panBy(QPointF pixels);
    void setView(ValueRange x, ValueRange y);

    [[nodiscard]] std::optional<session::TrialId> designAt(QPointF position) const;
    [[nodiscard]] const session::Axis& axisOf(bool onX) const
    {
        return onX ? m_scene.axes().x : m_scene.axes().y;
    }
    [[nodiscard]] std::optional<bool> axisStripAt(QPointF position) const; ///< true = x axis
    [[nodiscard]] QString caption() const;
    [[nodiscard]] std::optional<QPointF> referenceOfAxes() const;

    session::StudyDocument& m_document;
    FrontScene m_scene;
    FrontPainter m_painter{m_scene};
    mutable HitGrid m_grid;
    mutable bool m_gridStale = true;
    std::vector<PinMark> m_pinMarks;

    QComboBox* m_xChoice = nullptr;
    QComboBox* m_yChoice = nullptr;
    QComboBox* m_colourChoice = nullptr;
    QToolButton* m_xLog = nullptr;
    QToolButton* m_yLog = nullptr;
    QToolButton* m_infeasible = nullptr;
    QCustomPlot* m_plot = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_chip = nullptr;
    HoverCard* m_card = nullptr;

    Gesture m_gesture = Gesture::None;
    QPointF m_pressedAt;
    QPointF m_lastAt;
    bool m_pinOnX = false;
    bool m_pinUpper = false;
    int m_drag = 0;
    bool m_hoverIsMine = false;

    std::optional<FrontScene::Extent> m_fitted; ///< grows in round steps while running
    bool m_zoomed = false;
    std::size_t m_pointsAtZoom = 0;
    bool m_activeIsX = false;
    LatestJob m_densityJob;
    session::RefreshGate* m_gate = nullptr;
};

} // namespace paretoscope::ui::plots
