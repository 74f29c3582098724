// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/analysis_desk.h"
#include "ui/session/refresh_gate.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QScrollArea;
class QToolButton;

namespace paretoscope::ui::plots {

class ImportanceChart;
class ValidationPlot;

/// Which parameters matter for each outcome, as far as models of the trials can tell, and how far they can.
/// Choosing a bar shows its outcome beside it and puts its parameter first in the slices.
class ImportanceView : public QWidget
{
    Q_OBJECT

public:
    /// How importance is measured.
    enum class Measure { Everywhere, Tried, Lengths };

    explicit ImportanceView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] Measure measure() const;
    [[nodiscard]] QSize sizeHint() const override;

private:
    void buildBar(QLayout* column);
    void refresh();
    void showModels(const analysis::Analyst& analyst);
    void showCurrent();
    void choose(std::size_t parameter, std::size_t outcome);
    void showCaption();
    void resizeEvent(QResizeEvent* event) override;

    session::StudyDocument& m_document;
    session::AnalysisDesk& m_desk;
    session::AnalystPtr m_shown; ///< what the bars show
    int m_shownMeasure = -1;
    ImportanceChart* m_chart;
    ValidationPlot* m_validation;
    QScrollArea* m_scroll;
    QLabel* m_caption = nullptr;
    QLabel* m_empty;
    QComboBox* m_measure = nullptr;
    QToolButton* m_refit = nullptr;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::plots
