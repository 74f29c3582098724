// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/refresh_gate.h"
#include "ui/session/study_document.h"

#include <QWidget>

#include <optional>
#include <vector>

class QCPGraph;
class QCustomPlot;
class QLabel;
class QToolButton;

namespace paretoscope::ui::plots {

class HoverCard;

/// Still improving? The hypervolume over evaluations or seconds, as steps. Where steering pins changed stands
/// a mark, and what came before it is grey: hypervolume before and after answer different questions.
class ConvergenceView : public QWidget
{
    Q_OBJECT

public:
    explicit ConvergenceView(session::StudyDocument& document, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* canvas() const; ///< what takes the mouse
    [[nodiscard]] bool overSeconds() const;
    void setOverSeconds(bool on);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildBar();
    void refresh();
    void restyle();
    void describe();
    void fit();
    void showCaption(); ///< as much of it as fits
    void paintMarks(QPainter& painter) const;
    void paintReadOut(QPainter& painter) const;
    void readOutAt(QPointF position);
    [[nodiscard]] double xOf(const study::HypervolumeSample& sample) const;
    [[nodiscard]] double xOfMark(const study::SteeringMark& mark) const;
    [[nodiscard]] QString improvement() const; ///< by how much the last fifth of the run helped
    [[nodiscard]] QString referenceText() const;

    session::StudyDocument& m_document;
    study::SnapshotPtr m_snapshot;
    QCustomPlot* m_plot;
    QCPGraph* m_past; ///< before the last change of steering
    QCPGraph* m_present;
    QToolButton* m_seconds = nullptr;
    QLabel* m_caption = nullptr;
    QLabel* m_empty;
    HoverCard* m_card;
    std::optional<std::size_t> m_readOut; ///< sample under the pointer
    double m_scale = 1.0;                 ///< hypervolume times this is drawn
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::plots
