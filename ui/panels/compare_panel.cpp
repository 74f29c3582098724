// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_panel.h"

#include "ui/look/colours.h"
#include "ui/look/legible.h"
#include "ui/panels/design_facts.h"
#include "ui/panels/plain_table.h"
#include "ui/session/design_name.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

namespace {

constexpr int kSideBySideFrom = 1'000; ///< pixels

QToolButton* flatButton(const QString& text, const QString& accessibleName, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(accessibleName);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

ComparePanel::ComparePanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(new CompareModel(document, this))
    , m_states(new QStackedWidget(this))
    , m_chips(new QHBoxLayout)
    , m_hint(new QLabel(this))
    , m_table(new QTableView)
    , m_split(new QSplitter(Qt::Horizontal))
    , m_charts(new CompareCharts(document))
    , m_gate(this, [this] { m_charts->refresh(m_model->reference()); })
{
    auto* hint = new QLabel(tr("Choose a design and press B, then another one: they are compared here."));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    hint->setContentsMargins(24, 8, 24, 8);

    dressTable(*m_table, tr("Designs side by side"));
    m_table->setModel(m_model);
    m_table->verticalHeader()->show();
    m_table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionsClickable(true);
    m_table->installEventFilter(this);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, m_model, &CompareModel::setReference);
    connect(m_model, &CompareModel::referenceChanged, this, [this] { m_gate.request(); });

    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_charts);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(6);
    column->addWidget(makeTools());
    column->addWidget(m_split, 1);
    m_states->addWidget(hint);
    m_states->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);

    connect(&m_document.selection(), &session::Selection::trayChanged, this, &ComparePanel::trayChanged);
    connect(&m_document, &session::StudyDocument::explained, this, [this](quint64 id) {
        if (m_document.selection().trayPlace(id) >= 0)
            m_gate.request();
    });
    placeTable();
    trayChanged();
}

QWidget* ComparePanel::makeTools()
{
    auto* tools = new QWidget;
    auto* differences = new QCheckBox(tr("Differences only"), tools);
    differences->setAccessibleName(tr("Show only rows in which the designs differ"));
    auto* shape = new QComboBox(tools);
    shape->setAccessibleName(tr("How differences from the reference are told"));
    shape->setToolTip(
        tr("How differences from the reference ★ are told. Click a column's head to make it the "
           "reference."));
    shape->addItems({tr("in percent"), tr("as ratios"), tr("in units")});
    auto* copyButton = flatButton(tr("Copy table"), tr("Copy the comparison as CSV"), tools);
    copyButton->setToolTip(tr("Copies the table as CSV in base units; Ctrl+C copies it for spreadsheets."));
    auto* clear = flatButton(tr("Clear"), tr("Take every design out of the comparison"), tools);
    connect(differences, &QCheckBox::toggled, m_model, &CompareModel::setDifferencesOnly);
    connect(shape, &QComboBox::activated, m_model,
            [this](int index) { m_model->setDifference(static_cast<CompareModel::Difference>(index)); });
    connect(copyButton, &QToolButton::clicked, this, [this] { copy(m_model->asCsv()); });
    connect(clear, &QToolButton::clicked, &m_document, &session::StudyDocument::clearTray);
    auto* options = new QHBoxLayout;
    options->addWidget(differences);
    options->addWidget(shape);
    options->addWidget(m_hint, 1);
    options->addWidget(copyButton);
    options->addWidget(clear);
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_chips->setSpacing(2);
    auto* rows = new QVBoxLayout(tools);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2);
    rows->addLayout(m_chips);
    rows->addLayout(options);
    return tools;
}

/// Beside the pictures where both have room, else as their first page.
void ComparePanel::placeTable()
{
    const bool wide = width() >= kSideBySideFrom;
    if (m_wide == wide)
        return;
    m_wide = wide;
    if (wide) {
        m_charts->releaseTable(m_table);
        m_split->insertWidget(0, m_table);
        m_split->setStretchFactor(0, 1);
        m_split->setStretchFactor(1, 1);
        m_split->setSizes({width() * 11 / 20, width() * 9 / 20});
    } else {
        m_charts->adoptTable(m_table);
        m_charts->showPage(CompareCharts::Table);
    }
    m_table->show();
}

void ComparePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeTable();
}

void ComparePanel::copy(const QString& table)
{
    QGuiApplication::clipboard()->setText(table);
    m_hint->setText(tr("copied"));
}

/// A table by itself would copy one cell, and the window one design; here the whole table is wanted.
bool ComparePanel::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_table || !isKey || !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress)
        copy(m_model->asTsv());
    return true;
}

void ComparePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy) && m_model->rowCount() > 0)
        copy(m_model->asTsv());
    else
        QWidget::keyPressEvent(event);
}

void ComparePanel::trayChanged()
{
    m_model->refresh();
    const std::size_t designs = m_document.selection().tray().size();
    m_states->setCurrentIndex(designs == 0 ? 0 : 1);
    m_hint->setText(designs == 1 ? tr("Press B on another design.") : QString());
    rebuildChips();
    m_gate.request();
}

void ComparePanel::rebuildChips()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        // A chip's own button may be what led here, so it must outlive this call.
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const look::Colours colours = look::coloursFor(palette());
    const auto& tray = m_document.selection().tray();
    for (std::size_t i = 0; i < tray.size(); ++i) {
        const session::TrialId id = tray[i];
        const QString name = QString(QChar(u'A' + static_cast<int>(i)));
        auto* focus = flatButton(
            name, tr("Show design %1, %2").arg(name, session::designName(m_document, id)), this);
        focus->setToolTip(tr("Show %1 in every view.").arg(session::designName(m_document, id)));
        focus->setStyleSheet(
            QStringLiteral("QToolButton { color: %1; font-weight: bold; }")
                .arg(look::legible(look::trayColour(colours, static_cast<int>(i)), colours).name()));
        auto* remove = flatButton(QStringLiteral("✕"), tr("Take design %1 out of the comparison").arg(name),
                                  this);
        remove->setToolTip(tr("Take %1 out.").arg(session::designName(m_document, id)));
        connect(focus, &QToolButton::clicked, this, [this, id] { m_document.selection().setFocus(id); });
        connect(remove, &QToolButton::clicked, this, [this, id] { m_document.removeFromTray(id); });
        m_chips->addWidget(focus);
        m_chips->addWidget(remove);
    }
    m_chips->addStretch(1);
}

void ComparePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_charts != nullptr) {
        rebuildChips();
        m_gate.request();
    }
    QWidget::changeEvent(event);
}

} // namespace paretoscope::ui::panels
