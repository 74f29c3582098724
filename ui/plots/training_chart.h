// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_log.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <set>

namespace paretoscope::ui::plots {

class HoverCard;

/// Trainings epoch by epoch: the loss while learning to the left, the error on the validation images to the
/// right. Who still trains is drawn in the accent colour with a dot at its end; a square ends one that was
/// stopped early because it no longer improved, a cross one that failed or was cancelled. Dotted lines are
/// the rungs of successive halving: a triangle that points up says that a training went on from there, one
/// that points down that it ended there. One curve may stand out. Pointing tells which network it is; a click
/// chooses it.
class TrainingChart : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostCurves = 300; ///< the newest are drawn

    explicit TrainingChart(QWidget* parent = nullptr);

    void setCurves(std::shared_ptr<const accuracy::TrainingCurves> curves); ///< never null
    void setHighlighted(const std::string& title);                          ///< empty: none
    /// Where a curve's epoch (from 1) stands among the errors, in pixels; for tests.
    [[nodiscard]] QPointF placeOf(std::size_t curve, std::size_t epoch) const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {260, 100}; }

Q_SIGNALS:
    void curveChosen(const QString& title);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Panel
    {
        QRectF area;
        bool errors = false; ///< or losses
        double high = 1.0;
    };
    [[nodiscard]] Panel panel(bool errors) const;
    [[nodiscard]] std::size_t firstDrawn() const;
    [[nodiscard]] QPointF pointOf(const Panel& panel, const accuracy::EpochRecord& epoch) const;
    [[nodiscard]] int curveAt(QPointF position) const; ///< -1: none
    void paintPanel(QPainter& painter, const Panel& panel) const;
    void paintCurve(QPainter& painter, const Panel& panel, const accuracy::TrainingCurve& curve) const;
    void paintMarks(QPainter& painter, const Panel& panel, const accuracy::TrainingCurve& curve,
                    const QColor& colour) const;
    void paintRungs(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] double acrossOf(int epoch) const; ///< share of the width
    void measure();

    std::shared_ptr<const accuracy::TrainingCurves> m_curves = std::make_shared<accuracy::TrainingCurves>();
    std::string m_highlighted;
    int m_epochs = 1;
    std::set<int> m_rungs; ///< epochs after which trainings are judged
    double m_loss = 1.0;   ///< top of the axis
    double m_error = 1.0;  ///< likewise, share
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
