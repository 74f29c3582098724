// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_palette.h"

#include "ui/look/colours.h"
#include "ui/panels/labelled.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

constexpr int kRow_px = 30;
constexpr int kRows = 12;
constexpr int kWidth_px = 620;

/// Title at the left, what it belongs to in the middle, its key at the right.
class CommandRow : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {200, std::max(kRow_px, option.fontMetrics.height() + 10)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const look::Colours colours = look::coloursFor(option.palette);
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect.adjusted(4, 1, -4, -1);
        if (option.state & QStyle::State_Selected) {
            QColor ground = colours.accent;
            ground.setAlpha(colours.dark ? 70 : 46);
            painter->setPen(Qt::NoPen);
            painter->setBrush(ground);
            painter->drawRoundedRect(row, 4, 4);
        }
        const QRect inside = row.adjusted(10, 0, -10, 0);
        const QString key = index.data(CommandList::KeyRole).toString();
        const int keyWidth = key.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(key) + 16;
        painter->setPen(colours.mutedText);
        painter->drawText(inside, Qt::AlignRight | Qt::AlignVCenter, key);
        const QRect texts = inside.adjusted(0, 0, -keyWidth, 0);
        const QString detail = option.fontMetrics.elidedText(index.data(CommandList::DetailRole).toString(),
                                                             Qt::ElideRight, texts.width() * 2 / 5);
        const int detailWidth = option.fontMetrics.horizontalAdvance(detail) + 12;
        painter->drawText(texts, Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->setPen(enabled ? colours.text : colours.mutedText);
        painter->drawText(texts, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                        texts.width() - detailWidth));
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(const QString& title, const QString& prompt, QList<Command> commands,
                               CommandList::Extra extra, QWidget* parent)
    : QDialog(parent, Qt::Popup)
    , m_model(new CommandList(std::move(commands), std::move(extra), this))
    , m_line(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(panels::labelled(tr("Nothing fits. Try fewer letters."), "caption", this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setProperty("role", QStringLiteral("palette"));
    m_line->setPlaceholderText(prompt);
    m_line->setAccessibleName(prompt);
    m_line->setMinimumHeight(34);
    m_line->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandRow(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("What fits"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_line);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::typed);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    setFixedSize(std::min(kWidth_px, parent->width() - 40),
                 std::min(kRow_px * kRows + 70, parent->height() - 40));
    typed({});
}

void CommandPalette::showEvent(QShowEvent* event)
{
    const QWidget* over = parentWidget();
    move(over->mapToGlobal(QPoint((over->width() - width()) / 2, std::min(80, over->height() / 10))));
    m_line->setFocus();
    QDialog::showEvent(event);
}

void CommandPalette::done(int result)
{
    QDialog::done(result);
    parentWidget()->activateWindow(); // the next key belongs to the window again
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            step(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
        if (key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            step(key == Qt::Key_PageDown ? kRows - 1 : 1 - kRows);
            return true;
        }
    }
    if (watched == m_line && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // what is typed here is text, never a command
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::typed(const QString& text)
{
    m_model->type(text);
    m_nothing->setVisible(m_model->rowCount() == 0 && !text.isEmpty());
    m_list->setCurrentIndex({});
    step(1);
}

/// To the next row that can be chosen; at an end it stays.
void CommandPalette::step(int rows)
{
    const int last = m_model->rowCount() - 1;
    const int way = rows > 0 ? 1 : -1;
    int row = std::clamp(m_list->currentIndex().row() + rows, 0, std::max(0, last));
    while (row >= 0 && row <= last && !m_model->at(row)->enabled)
        row += way;
    if (row < 0 || row > last)
        return;
    m_list->setCurrentIndex(m_model->index(row));
    m_line->setAccessibleDescription(m_model->index(row).data(Qt::AccessibleTextRole).toString());
}

void CommandPalette::runCurrent()
{
    const Command* command = m_model->at(m_list->currentIndex().row());
    if (command == nullptr || !command->enabled)
        return;
    const auto run = command->run;
    QWidget* window = parentWidget();
    close();
    QMetaObject::invokeMethod(window, run, Qt::QueuedConnection);
}

} // namespace paretoscope::ui::window
