// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/colours.h"
#include "ui/plots/value_range.h"
#include "ui/session/lesson_player.h"

#include <QPen>
#include <QString>
#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QCPAxis;
class QCustomPlot;
class QPainter;

namespace paretoscope::ui::plots {

/// One lane of a scene, drawn as its clock stands. What is drawn depends on the problem: a curve with the
/// model's band, a map, or the plane of two objectives.
class LessonPicture : public QWidget
{
    Q_OBJECT

public:
    /// The picture that suits the lane. The scene must be prepared.
    [[nodiscard]] static LessonPicture* make(session::LessonPlayer& player, std::size_t lane,
                                             QWidget* parent);

    /// Whether the truth is drawn as well, where it is known.
    void setTruthShown(bool on);
    /// Draws the clock's present beat.
    void refresh();
    /// Where a point of the axes is, in this widget's coordinates; for guesses and for tests.
    [[nodiscard]] virtual QPointF placeOf(double x, double y) const = 0;
    /// The result of a step in the axes' coordinates; absent where it has none.
    [[nodiscard]] virtual std::optional<QPointF> resultOf(const lesson::LessonStep& step) const = 0;
    /// The distance of a guess from a result, as a share of the axes' ranges.
    [[nodiscard]] virtual double missOf(QPointF guess, QPointF result) const = 0;

protected:
    LessonPicture(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] const lesson::Lesson& lesson() const { return *m_player.lanes()[m_lane]; }
    [[nodiscard]] session::LessonPlayer& player() const { return m_player; }
    [[nodiscard]] const look::Colours& colours() const { return m_colours; }
    [[nodiscard]] std::size_t results() const { return m_player.results(m_lane); }
    [[nodiscard]] const lesson::LessonStep* current() const { return m_player.current(m_lane); }
    [[nodiscard]] bool truthShown() const { return m_truth; }
    [[nodiscard]] const problem::Metric& metric(std::size_t objective) const;
    [[nodiscard]] double valueOf(const lesson::LessonStep& step, std::size_t objective) const;
    /// Of all lanes and all steps, so that nothing moves while the clock runs and lanes can be compared.
    [[nodiscard]] ValueRange rangeOf(std::size_t objective) const;

    /// A plot in this picture's dress that takes guesses by click.
    [[nodiscard]] QCustomPlot* addPlot(const QString& name, bool takesGuesses);
    /// The axis of an objective, over all lanes and steps; by decades where the lesson says so.
    void dressObjective(QCPAxis& axis, std::size_t objective) const;
    static void dress(QCPAxis& axis, ValueRange range, const std::string& label, const std::string& unit);
    /// The axis of a parameter of the problem. \param air  shares of its extent, on either side
    void dress(QCPAxis& axis, std::size_t parameter, double air = 0.0) const;
    /// Room for the captions on the left, the same in plots that stand above one another.
    void alignLeft(QCustomPlot& plot) const;
    /// Why nothing is believed at the present beat.
    [[nodiscard]] QString noModelText() const;
    void paintProposal(QPainter& painter, QPointF centre) const;
    /// Of the line at the proposed design: dashed until its result is shown.
    [[nodiscard]] QPen proposalPen() const;
    void paintGuess(QPainter& painter, QPointF centre) const;

    virtual void draw() = 0; ///< ranges, captions, replot
    virtual void describe() = 0;
    virtual void clicked(QPointF axes) = 0;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void restyle();

    session::LessonPlayer& m_player;
    std::size_t m_lane;
    look::Colours m_colours;
    bool m_truth = false;
    std::vector<QCustomPlot*> m_plots;
};

} // namespace paretoscope::ui::plots
