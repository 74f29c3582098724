// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accuracy/training_log.h"
#include "ui/plots/training_chart.h"
#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include <memory>
#include <vector>

namespace paretoscope::ui::panels {

/// The trainings of a study as they go: curves, who is at work and how far, and a button that cancels one.
/// The curve of the design in focus stands out; choosing a curve puts a design with that network in focus.
class TrainingView : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] QString statusText() const { return m_status->text(); }
    [[nodiscard]] QString hintText() const { return m_hint->text(); } ///< shown while there are no curves
    [[nodiscard]] plots::TrainingChart& chart() { return *m_chart; }
    [[nodiscard]] QSize sizeHint() const override { return {640, 240}; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Row
    {
        QWidget* whole;
        QLabel* words;
        QToolButton* cancel;
        accuracy::TrainingLog::Id training = 0;
    };
    void look(); ///< whether there is anything new
    void refresh();
    void showRows(const accuracy::TrainingCurves& curves);
    Row& row(std::size_t index);
    void focusOn(const QString& title);

    session::StudyDocument& m_document;
    std::shared_ptr<accuracy::TrainingLog> m_log; ///< null where the study trains nothing
    std::shared_ptr<const accuracy::TrainingCurves> m_curves;
    QStackedWidget* m_pages; ///< a hint, or the trainings
    QLabel* m_hint;
    QLabel* m_status;
    QLabel* m_remark; ///< what is wrong with a checkpoint; or hidden
    plots::TrainingChart* m_chart;
    QVBoxLayout* m_rowColumn;
    std::vector<Row> m_rows;
    QTimer m_timer;
    session::RefreshGate m_gate;
};

} // namespace paretoscope::ui::panels
