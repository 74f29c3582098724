// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/design_field.h"
#include "ui/plots/design_hover.h"
#include "ui/plots/reference_marks.h"
#include "ui/plots/scatter_matrix_image.h"
#include "ui/plots/steady_job.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QMenu;
class QToolButton;

namespace paretoscope::ui::plots {

/// Scatter matrix: how objectives and parameters go together, pair by pair. A cell is a cloud of two axes, a
/// cell of the diagonal tells how often each value occurs: all designs, and the lit ones before them.
///
/// Drag in a cell = brush, with Ctrl added to the brush there is; click = the pair is shown in the Front
/// view, and the design under the pointer becomes the focus; Ctrl+click = compare tray. Keys: arrows choose a
/// cell, Enter sends its pair to the Front view, Esc one step back.
class ScatterMatrixView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kMostAxes = 6;

    explicit ScatterMatrixView(session::StudyDocument& document, QWidget* parent = nullptr);
    ~ScatterMatrixView() override;

    [[nodiscard]] QStringList axesShown() const; ///< names, left to right and top to bottom
    void setAxesShown(const QStringList& names); ///< unknown ones and those beyond kMostAxes are left out
    [[nodiscard]] QRectF cellRect(const QString& x, const QString& y) const; ///< empty when it is not shown
    [[nodiscard]] std::optional<QPointF> placeOf(session::TrialId id, const QString& x,
                                                 const QString& y) const;
    [[nodiscard]] const QImage& picture() const { return m_image; } ///< all cells; null at first
    [[nodiscard]] bool isSettled() const;                           ///< no picture is under way
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Shown ///< one axis
    {
        session::Axis axis;
        std::size_t column = 0; ///< of the table
        AxisScale scale;
        bool fitted = false;
    };
    struct Cell ///< row >= column
    {
        std::size_t row = 0;
        std::size_t column = 0;
        friend bool operator==(const Cell&, const Cell&) = default;
    };

    void buildButton();
    void connectDocument();
    void chooseAxes();
    [[nodiscard]] QStringList usualAxes() const;
    void fillMenu(QMenu& menu);
    void refresh();
    void adoptField();
    void rescale();
    void layOut();
    void requestImage();
    void describe();
    [[nodiscard]] bool isEmpty() const { return m_field->feasible < 3 || m_shown.size() < 2; }

    [[nodiscard]] QRectF rectOf(Cell cell) const;
    [[nodiscard]] std::optional<Cell> cellAt(QPointF position) const;
    [[nodiscard]] std::optional<QPointF> placeIn(Cell cell, session::TrialId id) const;
    [[nodiscard]] std::optional<session::TrialId> designAt(QPointF position) const;

    void paintFrame(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void paintPins(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    void paintMarks(QPainter& painter, Cell cell) const;
    [[nodiscard]] std::vector<ReferenceMark> referencesIn(Cell cell) const;

    void brushTo(QPointF position);
    void applyBrush();
    void sendPair(Cell cell);
    [[nodiscard]] bool stepBack();

    session::StudyDocument& m_document;
    DesignFieldKeeper& m_keeper;
    DesignFieldPtr m_field;
    look::Colours m_colours;
    std::vector<Shown> m_shown;
    bool m_chosenByHand = false;
    MatrixFrame m_frame;
    QPointF m_origin; ///< of the first cell
    std::shared_ptr<const MatrixLevels> m_levels;
    QImage m_image;

    Cell m_active;
    bool m_isPressed = false;
    bool m_isBrushing = false;
    QPointF m_pressedAt;
    std::optional<Cell> m_brushCell; ///< where the brush of this view was drawn
    QRectF m_brushBox;
    std::vector<session::TrialId> m_ownBrush;
    std::vector<session::TrialId> m_brushBefore; ///< what Ctrl adds to

    QToolButton* m_choice = nullptr;
    DesignHover m_hover;
    SteadyJob m_job;
    session::RefreshGate* m_gate;
    session::RefreshGate* m_filterGate;
    session::RefreshGate* m_brushGate;
};

} // namespace paretoscope::ui::plots
