// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/reasons_panel.h"

#include "ui/look/colours.h"
#include "ui/look/quantity.h"
#include "ui/session/refresh_gate.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

/// One reason: its sentence, how many designs it stopped, and a bar as long as its share.
class ReasonBar : public QAbstractButton
{
public:
    explicit ReasonBar(QWidget* parent)
        : QAbstractButton(parent)
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
    }

    void showReason(const study::ReasonCount& reason, double share)
    {
        m_reason = reason;
        m_share = share;
        const QString sentence = QString::fromStdString(reason.reason);
        setAccessibleName(ReasonsPanel::tr("%1: %2 designs, for example design %3")
                              .arg(sentence, look::count(reason.count), look::count(reason.example)));
        setToolTip(
            ReasonsPanel::tr("%1\nClick to see an example, design #%2.").arg(sentence).arg(reason.example));
        update();
    }

    [[nodiscard]] std::uint64_t example() const { return m_reason.example; }
    [[nodiscard]] QSize sizeHint() const override { return {220, fontMetrics().height() * 2 + 10}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const look::Colours colours = look::coloursFor(palette());
        const QString count = look::count(m_reason.count);
        const int countWidth = fontMetrics().horizontalAdvance(count) + 8;
        const QRect line(0, 2, width() - countWidth, fontMetrics().height());
        painter.setPen(colours.text);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter,
            fontMetrics().elidedText(QString::fromStdString(m_reason.reason), Qt::ElideRight, line.width()));
        painter.drawText(QRect(width() - countWidth, 2, countWidth, line.height()),
                         Qt::AlignRight | Qt::AlignVCenter, count);
        const QRectF rail(0, line.bottom() + 5, width(), 5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.grid);
        painter.drawRoundedRect(rail, 2, 2);
        painter.setBrush(underMouse() || hasFocus() ? colours.accent : colours.infeasible);
        painter.drawRoundedRect(
            QRectF(rail.left(), rail.top(), std::max(3.0, rail.width() * m_share), rail.height()), 2, 2);
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    study::ReasonCount m_reason;
    double m_share = 0.0;
};

ReasonsPanel::ReasonsPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_summary(new QLabel(this))
    , m_bars(new QVBoxLayout)
{
    m_summary->setWordWrap(true);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_summary);
    m_bars->setSpacing(6);
    column->addLayout(m_bars);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Reasons why designs were not feasible"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 4.0);
    connect(&m_document, &session::StudyDocument::snapshotChanged, gate, &session::RefreshGate::request);
    refresh();
}

void ReasonsPanel::refresh()
{
    const study::Snapshot& snapshot = *m_document.snapshot();
    const quint64 notFeasible = snapshot.trials.size() - snapshot.feasible;
    if (snapshot.trials.empty())
        m_summary->setText(tr("Nothing was evaluated yet."));
    else if (notFeasible == 0)
        m_summary->setText(tr("Every design so far is feasible."));
    else
        m_summary->setText(tr("%1 of %2 designs are not feasible. Click a reason to see an example.")
                               .arg(look::count(notFeasible), look::count(snapshot.trials.size())));
    while (m_rows.size() < snapshot.reasons.size()) {
        auto* bar = new ReasonBar(this);
        connect(bar, &QAbstractButton::clicked, this,
                [this, bar] { m_document.selection().setFocus(bar->example()); });
        m_bars->addWidget(bar);
        m_rows.push_back(bar);
    }
    const double most = snapshot.reasons.empty() ? 1.0 : static_cast<double>(snapshot.reasons.front().count);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setVisible(i < snapshot.reasons.size());
        if (i < snapshot.reasons.size())
            m_rows[i]->showReason(snapshot.reasons[i], static_cast<double>(snapshot.reasons[i].count) / most);
    }
}

} // namespace paretoscope::ui::panels
