// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/slice_curve.h"
#include "ui/plots/slice_painting.h"
#include "ui/plots/value_range.h"
#include "ui/session/selection.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// Slices side by side, one small plot per parameter on a common vertical axis, or one alone. A line for the
/// median, a band for where 95 of 100 values are expected, dots for measured designs near the slice, a wash
/// where designs probably do not work. A click on a dot focuses its design, one elsewhere shows that plot
/// alone or all again; arrow keys and Enter do the same.
class SlicePlots : public QWidget
{
    Q_OBJECT

public:
    explicit SlicePlots(QWidget* parent = nullptr);

    /// \param measured  the outcome of the design in the middle; NaN where it was not measured
    void setCurves(std::vector<SliceCurve> curves, const QString& outcome, const QString& unit,
                   double measured);
    void clear();
    [[nodiscard]] std::optional<std::size_t> alone() const; ///< parameter of the plot shown alone
    void showAlone(std::optional<std::size_t> parameter);
    void setHovered(std::optional<session::TrialId> id);
    /// \param lit  whether a design passes pins and brush; the others are drawn hollow
    void setLit(std::function<bool(session::TrialId)> lit);
    [[nodiscard]] const std::vector<SliceCurve>& curves() const { return m_curves; }
    /// Where a measured design or a place of a curve is drawn, for tests; absent where it is not.
    [[nodiscard]] std::optional<QPointF> placeOf(std::size_t parameter, session::TrialId id) const;
    [[nodiscard]] QString cardText() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void trialChosen(quint64 id);
    void trialHovered(std::optional<quint64> id);
    void aloneChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Hit
    {
        std::size_t curve = 0;
        std::size_t place = 0;                      ///< nearest along the curve
        const analysis::NearTrial* trial = nullptr; ///< under the pointer, if any
    };
    [[nodiscard]] std::size_t columns() const;
    [[nodiscard]] std::vector<std::size_t> shown() const; ///< indices of curves
    [[nodiscard]] QRectF cellOf(std::size_t slot) const;
    [[nodiscard]] QRectF plotOf(std::size_t slot) const;
    [[nodiscard]] SlicePicture pictureOf(std::size_t slot, const SliceCurve& curve) const;
    [[nodiscard]] std::optional<Hit> hit(QPointF position) const;
    void findRange(double measured);
    void paintFrame(QPainter& painter, std::size_t slot, const SliceCurve& curve) const;
    [[nodiscard]] QString textOf(const Hit& hit) const;
    void describe();

    std::vector<SliceCurve> m_curves;
    QString m_outcome;
    QString m_unit;
    SliceDesigns m_designs;
    ValueRange m_range;
    bool m_logarithmic = false;
    std::optional<std::size_t> m_alone; ///< parameter
    std::size_t m_current = 0;          ///< slot that the keyboard is at
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
