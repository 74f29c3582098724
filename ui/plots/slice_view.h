// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/latest_job.h"
#include "ui/plots/slice_plots.h"
#include "ui/session/analysis_desk.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QTabBar;

namespace paretoscope::ui::plots {

class SurrogateMap;

/// What models of the trials expect around the design in focus: along every parameter, or over two of them.
class SliceView : public QWidget
{
    Q_OBJECT

public:
    explicit SliceView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] SlicePlots& plots() const { return *m_plots; }
    [[nodiscard]] SurrogateMap& map() const { return *m_map; }
    void showMap(bool on);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What is computed in the background for the slices.
    struct Computed
    {
        std::vector<SliceCurve> curves;
    };
    using ComputedPtr = std::shared_ptr<Computed>;
    /// What the slices were made for.
    struct Question
    {
        session::AnalystPtr analyst;
        std::optional<session::TrialId> centre;
        std::size_t outcome = 0;
        std::size_t first = 0;
        bool operator==(const Question&) const = default;
    };
    void build();
    void refresh();
    void showOutcomes(const analysis::Analyst& analyst);
    void compute(const Question& question);
    void take(const ComputedPtr& result);
    void showCaption();
    [[nodiscard]] std::vector<std::size_t> order(const Question& question) const;

    session::StudyDocument& m_document;
    session::AnalysisDesk& m_desk;
    QTabBar* m_pages;
    QStackedWidget* m_stack;
    QComboBox* m_outcome;
    QLabel* m_caption;
    QLabel* m_empty;
    SlicePlots* m_plots;
    SurrogateMap* m_map;
    QScrollArea* m_scroll;
    Question m_question;
    session::AnalystPtr m_listed; ///< whose outcomes the box offers
    LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::plots
