// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/explanation.h"
#include "ui/panels/block_diagram.h"
#include "ui/panels/explanation_series.h"
#include "ui/panels/page_switch.h"
#include "ui/panels/plain_table.h"

#include <QTableView>
#include <QWidget>

#include <memory>

namespace paretoscope::ui::panels {

using ExplanationPtr = std::shared_ptr<const problem::Explanation>;

// One page per question about an explanation. Each keeps what it was given last, so that nothing flickers
// while the next one is computed. A layer that is chosen on one page is shown on all.

/// What is this chip?
class MachinePage : public QWidget
{
    Q_OBJECT

public:
    explicit MachinePage(QWidget* parent = nullptr);
    void setExplanation(const ExplanationPtr& explanation);

Q_SIGNALS:
    void blockActivated(const QString& name);

private:
    BlockDiagram* m_diagram;
};

/// Where does the energy go?
class EnergyPage : public QWidget
{
    Q_OBJECT

public:
    explicit EnergyPage(QWidget* parent = nullptr);
    void setExplanation(const ExplanationPtr& explanation, const QString& design, const QColor& colour);
    void showComponent(const QString& component); ///< selects its rows

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    plots::EnergyBars* m_bars;
    PlainTableModel* m_model;
    QTableView* m_table;
};

/// How long does each layer take, and what holds it up?
class LayersPage : public QWidget
{
    Q_OBJECT

public:
    explicit LayersPage(QWidget* parent = nullptr);
    void setExplanation(const ExplanationPtr& explanation, const QString& design, const QColor& colour);
    void setLayer(int layer);

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void redraw();
    ExplanationPtr m_explanation;
    QString m_design;
    QColor m_colour;
    PageSwitch* m_quantity;
    plots::LayerBars* m_bars;
    PlainTableModel* m_model;
    QTableView* m_table;
};

/// Is it arithmetic or memory that limits?
class RooflinePage : public QWidget
{
    Q_OBJECT

public:
    explicit RooflinePage(QWidget* parent = nullptr);
    void setExplanation(const ExplanationPtr& explanation, const QString& design, const QColor& colour);
    void setLayer(int layer);

Q_SIGNALS:
    void layerChosen(int layer);

private:
    plots::RooflinePlot* m_plot;
};

} // namespace paretoscope::ui::panels
