// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_page.h"

#include "core/problem/spatial_problem.h"
#include "ui/look/quantity.h"
#include "ui/panels/text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

constexpr int kLeastHeight = 160;

} // namespace

MappingPage::MappingPage(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_layers(new QComboBox(this))
    , m_edit(new QToolButton(this))
    , m_shape(new QLabel(this))
    , m_views(new QStackedWidget(this))
    , m_nest(new LoopNestView)
    , m_editor(new MappingEditor(document))
{
    m_layers->setAccessibleName(tr("Layer"));
    m_layers->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_layers->setMinimumContentsLength(6);
    m_edit->setText(tr("Edit (E)"));
    m_edit->setAccessibleName(tr("Edit the mapping"));
    m_edit->setToolTip(
        tr("Change loops and storage by hand and see what it costs. The dataflow that binds the search "
           "does not bind the hand."));
    m_edit->setCheckable(true);
    m_edit->setVisible(problem::hasMappings(document.problem()));
    auto* copy = new QToolButton(this);
    copy->setText(tr("Copy as text"));
    copy->setAccessibleName(tr("Copy the loop nest as text"));
    copy->setToolTip(tr("Puts the selected lines, or the whole loop nest, on the clipboard"));
    copy->setAutoRaise(true);
    m_shape->setWordWrap(true);
    m_views->addWidget(m_nest);
    m_views->addWidget(m_editor);
    // Not what the editor would like: the window must stay as low as a laptop's screen.
    m_views->setMinimumHeight(kLeastHeight);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_layers, 1);
    bar->addWidget(m_edit);
    bar->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_shape);
    layout->addWidget(m_views, 1);
    connect(copy, &QToolButton::clicked, this, [this] { isEditing() ? m_editor->copy() : m_nest->copy(); });
    connect(m_layers, &QComboBox::activated, this, &MappingPage::layerChosen);
    connect(m_edit, &QToolButton::toggled, this, &MappingPage::showNest);
    connect(&m_editor->editing(), &MappingEditing::revisited, this, &MappingPage::revisited);
}

void MappingPage::setDesign(session::TrialId trial, const ExplanationPtr& explanation)
{
    m_trial = trial;
    m_explanation = explanation;
    const QStringList names = explanation ? layerNames(*explanation) : QStringList();
    QStringList shown;
    for (int i = 0; i < m_layers->count(); ++i)
        shown << m_layers->itemText(i);
    if (names != shown) {
        m_layers->clear();
        m_layers->addItems(names);
    }
    m_layers->setEnabled(!names.isEmpty());
    m_edit->setEnabled(!names.isEmpty());
    setLayer(m_layer);
}

void MappingPage::setLayer(int layer)
{
    m_layer = layer;
    m_layers->setCurrentIndex(layer < m_layers->count() ? layer : -1);
    m_nest->setLayer(m_explanation, layer);
    describeLayer();
    showNest();
}

void MappingPage::setEditing(bool editing)
{
    if (!m_edit->isHidden())
        m_edit->setChecked(editing);
}

void MappingPage::showNest()
{
    const bool known = m_explanation && m_layer >= 0
                       && m_layer < static_cast<int>(m_explanation->layers.size());
    const bool edit = isEditing() && known;
    m_shape->setVisible(!isEditing()); // the editor's own figures say more
    m_views->setCurrentIndex(edit ? 1 : 0);
    if (edit)
        m_editor->open(m_trial, text(m_explanation->layers[static_cast<std::size_t>(m_layer)].name));
    else
        m_editor->close();
}

void MappingPage::describeLayer()
{
    const bool known = m_explanation && m_layer >= 0
                       && m_layer < static_cast<int>(m_explanation->layers.size());
    if (!known) {
        m_shape->clear();
        return;
    }
    const problem::LayerExplanation& layer = m_explanation->layers[static_cast<std::size_t>(m_layer)];
    m_shape->setText(tr("%1 · %2 multiplications · limited by %3, utilization %4")
                         .arg(text(layer.shape), look::count(static_cast<quint64>(layer.macs)),
                              readable(layer.bound), percent(layer.utilization)));
}

void MappingPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_E && event->modifiers() == Qt::NoModifier && m_edit->isVisible())
        setEditing(!isEditing());
    else
        QWidget::keyPressEvent(event);
}

} // namespace paretoscope::ui::panels
