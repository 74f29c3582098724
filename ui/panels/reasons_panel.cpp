// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/reasons_panel.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/session/refresh_gate.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

enum Role : int { kShare = Qt::UserRole, kCount, kExample };

constexpr int kMostLines = 2;
constexpr int kSide_px = 8, kGap_px = 8;

/// A reason in as many lines as it needs, the last of those allowed cut at its end.
QStringList twoLines(const QString& reason, const QFont& font, int width)
{
    const QFontMetrics metrics(font);
    QTextLayout layout(reason, font);
    QStringList lines;
    layout.beginLayout();
    for (int from = 0; lines.size() < kMostLines;) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(width, 1));
        const bool last = lines.size() + 1 == kMostLines;
        lines << metrics.elidedText(reason.mid(from, last ? -1 : line.textLength()).trimmed(), Qt::ElideRight,
                                    width);
        from += line.textLength();
    }
    layout.endLayout();
    return lines;
}

/// Text above a thin bar whose length is the share of the most frequent reason.
class BarDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto* list = qobject_cast<const QListWidget*>(option.widget);
        const int width = list == nullptr ? option.rect.width() : list->viewport()->width();
        const auto lines = static_cast<int>(linesIn(option, index, width - 2 * kSide_px).size());
        return {80, lines * option.fontMetrics.lineSpacing() + 18};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const look::Colours colours = look::coloursFor(option.palette);
        if ((option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) != 0) {
            QColor wash = colours.accent;
            wash.setAlphaF((option.state & QStyle::State_Selected) != 0 ? 0.18F : 0.08F);
            painter->fillRect(option.rect, wash);
        }
        const QRect row = option.rect.adjusted(kSide_px, 4, -kSide_px, -4);
        painter->setPen(colours.text);
        painter->drawText(row, Qt::AlignRight | Qt::AlignTop, index.data(kCount).toString());
        painter->drawText(row, Qt::AlignLeft | Qt::AlignTop,
                          linesIn(option, index, row.width()).join(QLatin1Char('\n')));
        QRect bar(row.left(), row.bottom() - 4, row.width(), 4);
        painter->fillRect(bar, colours.grid);
        bar.setWidth(std::max(2, static_cast<int>(bar.width() * index.data(kShare).toDouble())));
        painter->fillRect(bar, colours.infeasible);
    }

private:
    /// Beside the number.
    static QStringList linesIn(const QStyleOptionViewItem& option, const QModelIndex& index, int width)
    {
        const int number = option.fontMetrics.horizontalAdvance(index.data(kCount).toString());
        return twoLines(index.data().toString(), option.font, width - number - kGap_px);
    }
};

} // namespace

ReasonsPanel::ReasonsPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_summary(labelled({}, "caption", this))
    , m_list(new QListWidget(this))
{
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(8, 0, 8, 0);
    m_list->setItemDelegate(new BarDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust); // other widths need other lines
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setAccessibleName(tr("Reasons why designs did not work"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    connect(m_list, &QListWidget::itemClicked, this, &ReasonsPanel::focusExample);
    connect(m_list, &QListWidget::itemActivated, this, &ReasonsPanel::focusExample);
    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 2.0);
    connect(&document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    refresh();
}

void ReasonsPanel::refresh()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    quint64 without = 0;
    for (const study::ReasonCount& reason : snapshot->reasons)
        without += reason.count;
    m_summary->setText(
        snapshot->trials.empty() ? tr("Designs that do not work will be counted here, by reason.")
        : without == 0 ? tr("Every design so far works. Designs that do not will be counted here, by reason.")
                       : tr("Not working: %1 of %2 designs. Choose a reason to see an example.")
                             .arg(look::count(without), look::count(snapshot->trials.size())));
    const int current = m_list->currentRow();
    while (m_list->count() > static_cast<int>(snapshot->reasons.size()))
        delete m_list->takeItem(m_list->count() - 1);
    for (std::size_t i = 0; i < snapshot->reasons.size(); ++i) {
        const study::ReasonCount& reason = snapshot->reasons[i];
        if (m_list->count() <= static_cast<int>(i))
            m_list->addItem(QString());
        QListWidgetItem* item = m_list->item(static_cast<int>(i));
        QString text = QString::fromStdString(reason.reason);
        if (!text.isEmpty())
            text.front() = text.front().toUpper();
        const QString number = look::count(reason.count);
        item->setText(text);
        item->setToolTip(tr("%1: %2 designs, for example design %3").arg(text, number).arg(reason.example));
        item->setData(Qt::AccessibleTextRole, tr("%1, %2 designs").arg(text, number));
        item->setData(kShare,
                      static_cast<double>(reason.count) / static_cast<double>(snapshot->reasons[0].count));
        item->setData(kCount, number);
        item->setData(kExample, static_cast<qulonglong>(reason.example));
    }
    m_list->setCurrentRow(std::min(current, m_list->count() - 1));
}

void ReasonsPanel::focusExample(const QListWidgetItem* item)
{
    m_document.selection().setFocus(item->data(kExample).toULongLong());
}

} // namespace paretoscope::ui::panels
