// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/front_scene.h"
#include "ui/plots/front_tool.h"
#include "ui/session/study_document.h"

#include <QWidget>

class QAction;
class QBoxLayout;
class QButtonGroup;
class QComboBox;
class QToolButton;

namespace paretoscope::ui::plots {

/// The bar above the front: what is on the axes, what colour and size mean, what is shown, and what a drag
/// does. Keeps the choices in the session.
class FrontChoices : public QWidget
{
    Q_OBJECT

public:
    explicit FrontChoices(session::StudyDocument& document, QWidget* parent);

    [[nodiscard]] FrontScene::Axes axes() const;
    /// By name; unknown ones stay as they are, and an empty name is none.
    void choose(const QString& x, const QString& y, const QString& colour, const QString& size);
    /// Other axes, the same colour and size.
    void choosePair(const QString& x, const QString& y);
    [[nodiscard]] bool showsInfeasible() const;
    [[nodiscard]] bool showsRegion() const;
    [[nodiscard]] bool showsProducts() const; ///< lines of a reference's product, such as energy × delay
    [[nodiscard]] FrontTool tool() const;
    void setTool(FrontTool tool);

Q_SIGNALS:
    void axesChanged();
    void shownChanged(); ///< what is shown beside the designs
    void fitWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildAxes(QBoxLayout& bar);
    void buildTools(QBoxLayout& bar);
    void restore();
    void keep();
    void drawIcons();

    session::StudyDocument& m_document;
    QComboBox* m_x = nullptr;
    QComboBox* m_y = nullptr;
    QComboBox* m_colour = nullptr;
    QComboBox* m_size = nullptr;
    QToolButton* m_logX = nullptr;
    QToolButton* m_logY = nullptr;
    QAction* m_infeasible = nullptr;
    QAction* m_region = nullptr;
    QAction* m_products = nullptr;
    QButtonGroup* m_tools = nullptr;
};

} // namespace paretoscope::ui::plots
