// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSlider>

#include <vector>

namespace paretoscope::ui::panels {

/// A slider over places 0, 1, ..., some of which may be out of reach: they are greyed and crossed, and the
/// handle goes past them. Where it started is marked, and the way from there to the handle is coloured.
class WhatIfSlider : public QAbstractSlider
{
    Q_OBJECT

public:
    explicit WhatIfSlider(QWidget* parent = nullptr);

    /// \param legal one per place, at least one true; \param start the marked place, -1 = none
    void setPlaces(std::vector<bool> legal, int start, int current);
    [[nodiscard]] double xOf(int place) const; ///< pixels
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

Q_SIGNALS:
    void chosen(int place);  ///< by the person, legal
    void refused(int place); ///< what the person pointed at, which is out of reach

protected:
    void sliderChange(SliderChange change) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] int placeAt(double x) const;
    /// The legal place nearest to `wanted`; going there step by step (`direction` not 0) the next beyond.
    [[nodiscard]] int legalFor(int wanted, int direction) const;
    void want(int place, int direction);
    void paintTicks(QPainter& painter, double y) const;

    std::vector<bool> m_legal;
    int m_start = -1;
    int m_shown = 0; ///< the legal place that was chosen last
    bool m_settling = false;
};

} // namespace paretoscope::ui::panels
