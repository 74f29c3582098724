// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/insight.h"

#include <QString>
#include <QWidget>

namespace paretoscope::ui::plots {

class HoverCard;

/// Predicted against measured: what a model would have said of each design had it not been told. On the
/// diagonal it would have been right. Both axes share one range.
class ValidationPlot : public QWidget
{
    Q_OBJECT

public:
    explicit ValidationPlot(QWidget* parent = nullptr);

    /// \param unit     base unit of the values
    /// \param summary  one sentence: how good the model is
    void setData(const optimizer::CrossValidation& validation, const QString& name, const QString& unit,
                 const QString& summary);
    void clear();
    /// Where the i-th design stands; for tests.
    [[nodiscard]] QPointF place(std::size_t index) const;
    [[nodiscard]] QSize sizeHint() const override { return {220, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {140, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF area() const;
    void paintAxes(QPainter& painter, const QRectF& plot) const;

    optimizer::CrossValidation m_validation;
    QString m_name;
    QString m_unit;
    double m_low = 0.0;
    double m_high = 1.0;
    bool m_logarithmic = false;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
