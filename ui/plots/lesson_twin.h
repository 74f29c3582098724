// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/lesson_picture.h"

#include <QComboBox>

namespace paretoscope::ui::plots {

/// One model per objective, one above the other, along a parameter of one's choice: what each expects and how
/// sure it is, what it was told and by whom, and beneath it what its acquisition function promises, where
/// that was computed. The proposed design is one line through all of them, and so is the one it sets out
/// from. The slice goes through one of the two: the list says which, or the mark of one is dragged to the
/// other.
class LessonTwin final : public LessonPicture
{
    Q_OBJECT

public:
    LessonTwin(session::LessonPlayer& player, std::size_t lane, QWidget* parent);

    [[nodiscard]] QPointF placeOf(double x, double y) const override;
    /// The parameter and the first objective.
    [[nodiscard]] std::optional<QPointF> resultOf(const lesson::LessonStep& step) const override;
    [[nodiscard]] double missOf(QPointF guess, QPointF result) const override;
    [[nodiscard]] std::size_t parameter() const;
    enum class Through { Proposal, Incumbent };
    [[nodiscard]] Through through() const;
    /// Of a design that the slice may go through, along the parameter; absent where there is no such slice.
    [[nodiscard]] std::optional<double> positionThrough(Through design) const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row
    {
        QCustomPlot* model;
        QCustomPlot* promise;
    };
    void draw() override;
    void describe() override;
    void clicked(QPointF axes) override;
    [[nodiscard]] QWidget* makeChoice();
    void addRow(std::size_t objective);
    void chooseParameter();
    [[nodiscard]] const optimizer::Slice* slice() const;
    [[nodiscard]] double positionOf(const space::Design& design) const;
    [[nodiscard]] QColor colourOf(std::size_t objective) const;
    void paintBelief(QPainter& painter, std::size_t objective) const;
    void paintResults(QPainter& painter, std::size_t objective) const;
    void paintPromise(QPainter& painter, std::size_t objective) const;
    void paintProposals(QPainter& painter, const QCustomPlot& plot) const;
    void paintGrips(QPainter& painter, const QCustomPlot& plot) const;
    /// The design whose mark is nearest; absent where none is within reach, or only one has a slice.
    [[nodiscard]] std::optional<Through> gripAt(const QCustomPlot& plot, double x, double reach_px) const;
    void paintFreeValues(QPainter& painter, std::size_t objective) const;
    [[nodiscard]] QString whyNoPromise(std::size_t objective) const;

    QComboBox* m_parameter = nullptr;
    QComboBox* m_through = nullptr;
    bool m_dragging = false; ///< the mark of a design
    std::vector<Row> m_rows;
};

} // namespace paretoscope::ui::plots
