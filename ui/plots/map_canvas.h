// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/response.h"
#include "ui/plots/parameter_scale.h"
#include "ui/plots/value_range.h"
#include "ui/session/selection.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// A design that was measured, wherever it lies on the other parameters.
struct MapMark
{
    session::TrialId id = 0;
    double x = 0.0, y = 0.0; ///< positions
    bool feasible = true;
    double value = 0.0; ///< colours the disc of a feasible one
};

/// What a map shows.
struct MapContent
{
    session::Axis x, y;
    std::vector<double> xs, ys; ///< positions of the cells' middles
    std::vector<double> values; ///< one per cell, the first row first; NaN where there is none
    std::vector<bool> legal;    ///< likewise
    QString name;               ///< of the values: "Energy", "Energy, give or take"
    QString unit;               ///< base unit
    bool share = false;         ///< values are shares from 0 to 1
    double centreX = 0.0, centreY = 0.0;
    std::vector<analysis::NearTrial> trials;
    std::vector<MapMark> marks;  ///< when there are any, they are drawn instead of `trials`
    std::vector<double> contour; ///< one per cell; a dashed line runs where it passes one half; may be empty
};

/// A field of coloured cells over two parameters, with its colour scale, the design that it passes through
/// and measured designs nearby. Hatched where a rule of the space forbids it.
class MapCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit MapCanvas(QWidget* parent = nullptr);

    void setContent(MapContent content);
    void clear();
    void setHovered(std::optional<session::TrialId> id);
    /// \param lit  whether a design passes pins and brush; the others are drawn hollow
    void setLit(std::function<bool(session::TrialId)> lit);
    [[nodiscard]] const MapContent& content() const { return m_content; }
    /// Middle of a cell on the screen, for tests.
    [[nodiscard]] QPointF placeOf(std::size_t column, std::size_t row) const;
    [[nodiscard]] QString cardText() const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 130}; }

Q_SIGNALS:
    void trialChosen(quint64 id);
    void trialHovered(std::optional<quint64> id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF cell(std::size_t column, std::size_t row) const;
    [[nodiscard]] QPointF toPixel(double x, double y) const;
    [[nodiscard]] std::optional<session::TrialId> trialAt(QPointF position) const;
    [[nodiscard]] QString text(double value) const;
    void paintAxes(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintTrials(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintContour(QPainter& painter) const;

    MapContent m_content;
    ParameterScale m_x, m_y;
    ValueRange m_range;
    bool m_logarithmic = false; ///< the colours
    std::optional<session::TrialId> m_hovered;
    std::function<bool(session::TrialId)> m_lit;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
