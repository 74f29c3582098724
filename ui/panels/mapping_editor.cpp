// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mapping_editor.h"

#include "core/base/atomic_file.h"
#include "core/interchange/timeloop_yaml.h"
#include "ui/panels/mapping_compare.h"
#include "ui/panels/text.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QToolTip>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

// What the list of mappings holds before those that were kept.
enum Choice { AsSearched, Draft, FirstKept };

} // namespace

MappingEditor::MappingEditor(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_editing(document)
    , m_states(new QStackedWidget(this))
    , m_sentence(new QLabel)
    , m_costs(new MappingCosts)
    , m_choices(new QComboBox)
    , m_reset(new QToolButton)
    , m_canvas(new MappingCanvas(m_editing))
{
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setMargin(24);
    auto* editor = new QWidget;
    auto* column = new QVBoxLayout(editor);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_costs);
    column->addWidget(makeTools());
    column->addWidget(m_canvas, 1);
    m_states->addWidget(m_sentence);
    m_states->addWidget(editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);

    m_costs->setHint(tr("Drag loops; wheel, + and − turn factors."));

    connect(&m_editing, &MappingEditing::stateChanged, this, &MappingEditor::showState);
    connect(&m_editing, &MappingEditing::draftChanged, this, &MappingEditor::showChoices);
    connect(&m_editing, &MappingEditing::costChanged, this, &MappingEditor::showCosts);
    connect(&m_editing, &MappingEditing::refused, this, &MappingEditor::refuse);
    connect(&document.mappings(), &session::MappingShelf::namesChanged, this, &MappingEditor::showChoices);
    showState();
}

QWidget* MappingEditor::makeTools()
{
    auto* tools = new QWidget;
    m_choices->setAccessibleName(tr("Mappings of this layer"));
    m_choices->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choices->setMinimumContentsLength(4);
    m_reset->setText(tr("Reset"));
    m_reset->setAccessibleName(tr("Reset to the search's mapping"));
    m_reset->setToolTip(tr("Goes back to the mapping that the search found"));
    auto* beside = new QToolButton;
    beside->setText(tr("Compare…"));
    beside->setAccessibleName(tr("Compare with the search's mapping"));
    beside->setToolTip(tr("Shows both mappings side by side, differences marked"));
    auto* more = new QToolButton;
    more->setText(QStringLiteral("⋯"));
    more->setToolTip(tr("Keep, export, copy"));
    more->setAccessibleName(tr("More to do with this mapping"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(more);
    fillMenu(menu);
    more->setMenu(menu);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_choices, 1);
    row->addWidget(m_reset);
    row->addWidget(beside);
    row->addWidget(more);
    connect(m_choices, &QComboBox::activated, this, &MappingEditor::choose);
    connect(m_reset, &QToolButton::clicked, &m_editing, &MappingEditing::reset);
    connect(beside, &QToolButton::clicked, this, &MappingEditor::compare);
    return tools;
}

void MappingEditor::fillMenu(QMenu* menu)
{
    connect(menu->addAction(tr("Keep under a name…")), &QAction::triggered, this, &MappingEditor::askForName);
    m_forget = menu->addAction(tr("Forget the kept mapping"));
    connect(m_forget, &QAction::triggered, this,
            [this] { m_document.mappings().forget(m_editing.key(), m_choices->currentText()); });
    menu->addSeparator();
    connect(menu->addAction(tr("Export as JSON…")), &QAction::triggered, this,
            [this] { askForFile(tr("Mappings (*.json)"), QStringLiteral(".json")); });
    connect(menu->addAction(tr("Export as Timeloop YAML…")), &QAction::triggered, this,
            [this] { askForFile(tr("Timeloop (*.yaml)"), QStringLiteral(".yaml")); });
    connect(menu->addAction(tr("Copy as text")), &QAction::triggered, this, &MappingEditor::copy);
}

void MappingEditor::open(session::TrialId trial, const QString& layer)
{
    m_editing.open(trial, layer);
}

void MappingEditor::resizeEvent(QResizeEvent* event)
{
    constexpr int kRoomForAll = 620; ///< pixels; below, the nest itself needs them more
    m_costs->setBrief(event->size().height() < kRoomForAll);
    QWidget::resizeEvent(event);
}

void MappingEditor::close()
{
    m_editing.close();
}

void MappingEditor::showState()
{
    const bool ready = m_editing.state() == MappingEditing::State::Ready;
    m_sentence->setText(m_editing.state() == MappingEditing::State::Failed ? m_editing.failure()
                                                                           : tr("Looking up the mapping…"));
    // While the next layer is looked up the last one's figures would be wrong.
    m_states->setCurrentIndex(ready ? 1 : 0);
    showCosts();
    showChoices();
    if (ready && isVisible())
        m_canvas->setFocus();
}

void MappingEditor::showCosts()
{
    m_costs->setCosts(m_editing.start(), m_editing.shown(), m_editing.lastThatRuns());
}

void MappingEditor::showChoices()
{
    const problem::MappingBench* bench = m_editing.bench();
    const QSignalBlocker quiet(m_choices);
    m_choices->clear();
    m_choices->addItem(tr("As searched"));
    m_choices->addItem(tr("Edited"));
    m_choices->addItems(m_document.mappings().names(m_editing.key()));
    int current = m_editing.isEdited() ? Draft : AsSearched;
    for (int i = FirstKept; bench != nullptr && i < m_choices->count(); ++i) {
        const auto kept = m_document.mappings().kept(m_editing.key(), m_choices->itemText(i));
        if (kept == bench->toJson(m_editing.draft()))
            current = i;
    }
    if (current != Draft)
        m_choices->setItemData(Draft, QVariant(0),
                               Qt::UserRole - 1); // nothing edited to go back to: disabled
    m_choices->setCurrentIndex(current);
    m_reset->setEnabled(m_editing.isEdited());
    m_forget->setEnabled(current >= FirstKept);
}

void MappingEditor::choose(int choice)
{
    if (choice == AsSearched)
        m_editing.reset();
    else if (choice >= FirstKept)
        m_editing.useKept(m_choices->itemText(choice));
    showChoices();
}

void MappingEditor::askForName()
{
    bool accepted = false;
    const QString name = QInputDialog::getText(this, tr("Keep the mapping"),
                                               tr("Name of this mapping of %1:").arg(m_editing.key().layer),
                                               QLineEdit::Normal, tr("mine"), &accepted);
    if (accepted)
        m_editing.keep(name);
}

void MappingEditor::askForFile(const QString& filter, const QString& ending)
{
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export the mapping"), m_editing.key().layer + QStringLiteral("-mapping") + ending, filter);
    if (file.isEmpty())
        return;
    if (!file.endsWith(ending))
        file += ending;
    if (const Status status = exportTo(file); !status)
        refuse(text(status.error().text()));
}

Status MappingEditor::exportTo(const QString& file) const
{
    const problem::MappingBench* bench = m_editing.bench();
    if (bench == nullptr)
        return Error{ErrorCode::NotFound, "There is no mapping to export.", {}, {}};
    if (!file.endsWith(QStringLiteral(".yaml")))
        return writeFileAtomically(file.toStdString(), bench->toJson(m_editing.draft()).dump(2) + '\n');
    const auto yaml = interchange::writeTimeloop(bench->machine(), bench->layer().operation,
                                                 m_editing.draft());
    if (!yaml)
        return yaml.error();
    return writeFileAtomically(file.toStdString(), yaml->architecture + yaml->problem + yaml->mapping);
}

void MappingEditor::copy() const
{
    const auto shown = m_editing.shown();
    if (shown && shown->mapping == m_editing.draft())
        QGuiApplication::clipboard()->setText(text(problem::printNest(shown->nest)));
}

void MappingEditor::compare()
{
    auto* dialog = new MappingCompare(m_document, {m_editing.key().trial}, m_editing.key().layer, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MappingEditor::refuse(const QString& sentence)
{
    QToolTip::showText(m_canvas->mapToGlobal(QPoint(12, 12)), sentence, m_canvas);
}

} // namespace paretoscope::ui::panels
