// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/design_hover.h"
#include "ui/plots/projection_cloud.h"
#include "ui/plots/projection_work.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/steady_job.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QHash>
#include <QPolygonF>
#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QProgressBar;
class QToolButton;

namespace paretoscope::ui::plots {

/// Projection of the space: which families of designs there are. By principal components (directions in which
/// parameters vary most, drawn as arrows), or so that neighbours in the space stay neighbours.
///
/// Click = focus, Ctrl+click = compare tray, drag = brush, Alt+drag or the lasso button = lasso, Ctrl adds to
/// the brush, wheel = zoom, middle drag = pan, double-click = fit. Keys: 0 fit, + and - zoom, Esc one step
/// back.
class ProjectionView : public QWidget
{
    Q_OBJECT

public:
    explicit ProjectionView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~ProjectionView() override;

    void setMethod(ProjectionMethod method);
    [[nodiscard]] ProjectionMethod method() const { return m_method; }
    /// By the name of an axis; "#order", "#origin", or empty for one colour.
    void setColouredBy(const QString& what);
    [[nodiscard]] const ProjectionPtr& projection() const; ///< of the method; null while there is none
    [[nodiscard]] std::optional<QPointF> placeOf(session::TrialId id) const; ///< pixels
    [[nodiscard]] const QImage& picture() const { return m_cloud.image; }
    [[nodiscard]] bool isArranging() const { return m_isArranging; }
    [[nodiscard]] bool isSettled() const; ///< nothing is under way
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public Q_SLOTS:
    void fit();
    void cancelArranging();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    enum class Gesture { None, Press, Box, Lasso, Pan };

    void buildBar();
    void restoreChoices();
    void connectDocument();
    void refresh();
    void adoptField();
    void requestProjection();
    void adoptStep(const ProjectionStep& step);
    void setArranging(bool on, double share);
    void requestCloud();
    void layOut();
    void describe();

    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] ProjectionShade shade() const;
    [[nodiscard]] const session::Axis* shadeAxis() const;
    void placeReferences(); ///< on the picture at hand
    [[nodiscard]] std::vector<ReferenceMark> references() const;
    [[nodiscard]] QString message() const; ///< instead of a picture; empty when there is one
    [[nodiscard]] std::optional<session::TrialId> designAt(QPointF position) const;

    void paintArrows(QPainter& painter) const;
    void paintCaptions(QPainter& painter) const;
    void paintLegend(QPainter& painter, QRectF strip) const;
    void paintFront(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    [[nodiscard]] QColor colourOf(session::TrialId id) const;

    void brushInside(const QPolygonF& outline);
    void zoomBy(double factor, QPointF at);
    [[nodiscard]] bool stepBack();

    session::StudyDocument& m_document;
    DesignFieldKeeper& m_keeper;
    DesignFieldPtr m_field;
    look::Colours m_colours;
    std::vector<QString> m_features; ///< names
    ProjectionMethod m_method = ProjectionMethod::Components;
    std::array<ProjectionPtr, 2> m_projections; ///< a method each
    bool m_isArranging = false;
    bool m_isStopped = false;                      ///< by hand: not begun again by itself
    QHash<session::TrialId, QPointF> m_references; ///< unitless, as the designs' places
    ProjectionFrame m_frame;
    bool m_zoomed = false;
    ProjectionCloud m_cloud;

    Gesture m_gesture = Gesture::None;
    QPointF m_pressedAt;
    QPointF m_lastAt;
    QPolygonF m_outline;
    std::vector<session::TrialId> m_brushBefore;

    QComboBox* m_methodChoice = nullptr;
    QComboBox* m_colourChoice = nullptr;
    QToolButton* m_lasso = nullptr;
    QToolButton* m_arrows = nullptr;
    QToolButton* m_again = nullptr;
    QWidget* m_bar = nullptr;
    QWidget* m_progressRow = nullptr;
    QProgressBar* m_progress = nullptr;
    DesignHover m_hover;
    SteadyJob m_projectJob;
    SteadyJob m_cloudJob;
    session::RefreshGate* m_gate = nullptr;
    session::RefreshGate* m_filterGate = nullptr;
};

} // namespace paretoscope::ui::plots
