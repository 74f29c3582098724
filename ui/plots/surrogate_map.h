// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"
#include "ui/plots/map_canvas.h"
#include "ui/session/analysis_desk.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;

namespace paretoscope::ui::plots {

/// What models of the trials expect over two parameters, all others as in the design in focus: the chosen
/// outcome, how sure they are of it, whether designs work, or where the next one promises most.
class SurrogateMap : public QWidget
{
    Q_OBJECT

public:
    enum class Quantity { Median, Doubt, Feasibility, Improvement, Gain };

    explicit SurrogateMap(session::StudyDocument& document, QWidget* parent = nullptr);

    /// Draws all trials on the map, not those near the slice alone: feasible ones coloured by this metric,
    /// the others as crosses; and the line where designs work with a probability of one half.
    void showMeasured(std::size_t metric);
    [[nodiscard]] MapCanvas& canvas() const { return *m_canvas; }
    [[nodiscard]] Quantity quantity() const;

private:
    struct Question
    {
        session::AnalystPtr analyst;
        std::optional<session::TrialId> centre;
        std::size_t outcome = 0;
        std::size_t x = 0;
        std::size_t y = 0;
        bool operator==(const Question&) const = default;
    };
    struct Answer
    {
        analysis::ResponseMap map;
        std::vector<analysis::NearTrial> trials;
        QString problem;
    };
    using AnswerPtr = std::shared_ptr<const Answer>;

    void build();
    void refresh();
    void compute(const Question& question);
    void showAnswer();
    void addMeasured(MapContent& content) const;
    void chooseOther();
    [[nodiscard]] std::size_t parameterOf(const QComboBox& box) const;
    [[nodiscard]] const session::Axis& axisOf(std::size_t parameter) const;

    session::StudyDocument& m_document;
    session::AnalysisDesk& m_desk;
    MapCanvas* m_canvas;
    QComboBox* m_x;
    QComboBox* m_y;
    QComboBox* m_quantity;
    QLabel* m_problem;
    std::optional<std::size_t> m_measured; ///< metric
    Question m_question;
    AnswerPtr m_answer;
    LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::plots
