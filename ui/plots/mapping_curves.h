// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/race_curves.h"

#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QCustomPlot;

namespace paretoscope::ui::plots {

/// Energy times delay over the evaluations of a mapping search, on a logarithmic scale.
struct MappingCurvesContent
{
    std::vector<study::RaceBand> bands; ///< median and quartiles over seeds
    QStringList names;               ///< of the bands' methods, by number; empty: the bands are a grey ground
    std::vector<double> values;      ///< of one search, evaluation by evaluation; NaN where invalid
    std::vector<double> best;        ///< its best so far; NaN before the first valid one
    std::size_t evaluations = 0;     ///< the right end of the axis
    std::optional<std::size_t> step; ///< the evaluation that is looked at
};

/// Draws them: bands, the best so far as steps, every evaluated mapping as a dot.
class MappingCurves : public QWidget
{
    Q_OBJECT

public:
    explicit MappingCurves(QWidget* parent = nullptr);

    void setContent(MappingCurvesContent content);
    void setStep(std::optional<std::size_t> step);
    [[nodiscard]] const MappingCurvesContent& content() const { return m_content; }
    [[nodiscard]] QWidget* canvas() const;
    [[nodiscard]] double pixelOf(std::size_t evaluation) const; ///< on the canvas

Q_SIGNALS:
    void stepChosen(std::size_t step); ///< by click

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void describe();
    void paintSearch(QPainter& painter) const;
    void paintGround(QPainter& painter) const;

    MappingCurvesContent m_content;
    QCustomPlot* m_plot;
};

} // namespace paretoscope::ui::plots
