// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mark_bar.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"

#include <QFrame>
#include <QPainter>
#include <QPixmap>
#include <QScrollArea>
#include <QToolButton>

namespace paretoscope::ui::panels {

namespace {

constexpr int kLongestText = 48;

/// A chip with a cross; the caller puts what it says before the cross.
QFrame* chip(const QString& name, QWidget* parent)
{
    auto* frame = new QFrame(parent);
    frame->setProperty("role", QStringLiteral("chip"));
    frame->setAccessibleName(name);
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(12, 1, 6, 1);
    row->setSpacing(4);
    return frame;
}

QToolButton* button(const QString& text, const QString& name, QWidget* parent)
{
    auto* made = new QToolButton(parent);
    made->setText(text);
    made->setAccessibleName(name);
    made->setToolTip(name);
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

QIcon dot(const QColor& colour)
{
    QPixmap picture(24, 24);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(4, 4, 16, 16);
    return picture;
}

QString shortened(const QString& text)
{
    return text.size() <= kLongestText ? text : text.left(kLongestText - 1) + QStringLiteral("…");
}

} // namespace

MarkBar::MarkBar(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_complaint(labelled({}, "error", this))
    , m_row(new QWidget)
    , m_chips(new QHBoxLayout(m_row))
{
    m_complaint->setWordWrap(true);
    m_complaint->hide();
    m_chips->setContentsMargins(0, 0, 0, 0);
    m_chips->setSpacing(8);
    m_chips->setSizeConstraint(QLayout::SetMinAndMaxSize);
    auto* scroll = new QScrollArea(this); // many sets must not widen the window
    scroll->setWidget(m_row);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedHeight(34);
    scroll->setFocusPolicy(Qt::NoFocus);
    for (QWidget* ground : {scroll->viewport(), m_row})
        ground->setAutoFillBackground(false); // the tool bar's own shows through
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_complaint);
    column->addWidget(scroll);

    connect(&document.filter(), &session::DesignFilter::changed, this, &MarkBar::showCounts);
    connect(&document.selection(), &session::Selection::brushChanged, this, &MarkBar::showCounts);
    connect(&document.marks(), &session::DesignMarks::changed, this, &MarkBar::rebuild);
    rebuild();
}

void MarkBar::complain(const QString& sentence)
{
    m_complaint->setText(sentence);
    m_complaint->setVisible(!sentence.isEmpty());
    Q_EMIT emptied(isEmpty());
}

bool MarkBar::isEmpty() const
{
    return m_complaint->text().isEmpty() && m_shown.isEmpty();
}

void MarkBar::rebuild()
{
    m_searchText = nullptr;
    m_brushText = nullptr;
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // a click on the chip itself may have led here
        delete item;
    }
    m_shown.clear();
    if (m_document.filter().isActive())
        addSearch();
    if (m_document.selection().isDrawn())
        addBrush();
    if (!m_document.marks().sets().isEmpty())
        m_chips->addWidget(sectionTitle(tr("Sets"), m_row));
    for (int i = 0; i < m_document.marks().sets().size(); ++i)
        addSet(i);
    showCounts();
    Q_EMIT emptied(isEmpty());
}

void MarkBar::addSearch()
{
    m_shown << QStringLiteral("search");
    QFrame* frame = chip(tr("Search in force"), m_row);
    m_searchText = new QLabel(frame);
    frame->layout()->addWidget(m_searchText);
    QToolButton* remove = button(QStringLiteral("×"), tr("Clear the search"), frame);
    connect(remove, &QToolButton::clicked, this, [this] { (void)m_document.filter().set({}); });
    frame->layout()->addWidget(remove);
    m_chips->addWidget(frame);
}

void MarkBar::addBrush()
{
    m_shown << QStringLiteral("brush");
    QFrame* frame = chip(tr("Brush"), m_row);
    m_brushText = new QLabel(frame);
    frame->layout()->addWidget(m_brushText);
    QToolButton* keep = button(tr("Keep as a set…"), tr("Keep the brushed designs as a set"), frame);
    connect(keep, &QToolButton::clicked, this, &MarkBar::keepRequested);
    frame->layout()->addWidget(keep);
    QToolButton* remove = button(QStringLiteral("×"), tr("Clear the brush"), frame);
    connect(remove, &QToolButton::clicked, this, [this] { m_document.selection().setBrush({}); });
    frame->layout()->addWidget(remove);
    m_chips->addWidget(frame);
}

void MarkBar::addSet(int place)
{
    const session::DesignSet& set = m_document.marks().sets()[place];
    m_shown << QStringLiteral("set ") + set.name;
    QFrame* frame = chip(tr("Set %1").arg(set.name), m_row);
    const QColor colour = look::coloursFor(palette()).series[static_cast<std::size_t>(set.colour)];
    frame->setStyleSheet(QStringLiteral("QFrame[role=\"chip\"] { border-color: %1; }").arg(colour.name()));
    QToolButton* select = button(tr("%1 (%2)").arg(shortened(set.name), look::count(set.ids.size())),
                                 tr("Select the designs of set %1").arg(set.name), frame);
    select->setIcon(dot(colour));
    select->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(select, &QToolButton::clicked, this,
            [this, ids = set.ids] { m_document.selection().setBrush(ids); });
    frame->layout()->addWidget(select);
    QToolButton* remove = button(QStringLiteral("×"), tr("Forget set %1").arg(set.name), frame);
    connect(remove, &QToolButton::clicked, this,
            [this, name = set.name] { m_document.marks().remove(name); });
    frame->layout()->addWidget(remove);
    m_chips->addWidget(frame);
}

void MarkBar::showCounts()
{
    const session::DesignFilter& filter = m_document.filter();
    const session::Selection& selection = m_document.selection();
    if (filter.isActive() != (m_searchText != nullptr) || selection.isDrawn() != (m_brushText != nullptr))
        return rebuild();
    if (m_searchText != nullptr) {
        const QString counted = filter.matching() == 0 && filter.isComplete()
                                    ? tr("no design matches, so none is hidden")
                                    : tr("%1 of %2")
                                          .arg(look::count(filter.matching()),
                                               look::count(m_document.snapshot()->trials.size()));
        m_searchText->setText(QStringLiteral("%1: %2").arg(shortened(filter.text()), counted));
    }
    if (m_brushText != nullptr)
        m_brushText->setText(tr("%1 brushed").arg(look::count(selection.brush().size())));
}

} // namespace paretoscope::ui::panels
