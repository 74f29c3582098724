// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/start_page.h"

#include "ui/look/colours.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

namespace paretoscope::ui::window {

namespace {

constexpr int kTilesPerRow = 3;

/// A sample study as a card: name above, description below, the whole card a button.
class Tile : public QAbstractButton
{
public:
    Tile(const Sample& sample, QWidget* parent)
        : QAbstractButton(parent)
        , m_sample(sample)
    {
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(sample.name);
        setAccessibleDescription(sample.description);
        setToolTip(sample.description);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override { return {260, 150}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const look::Colours colours = look::coloursFor(palette());
        const bool lit = underMouse() || hasFocus();
        painter.setPen(QPen(lit ? colours.accent : colours.line, lit ? 2.0 : 1.0));
        painter.setBrush(colours.canvas);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
        const QRect inside = rect().adjusted(16, 14, -16, -12);
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(colours.text);
        const QRect heading = painter.boundingRect(inside, Qt::TextWordWrap, m_sample.name);
        painter.drawText(inside, Qt::TextWordWrap, m_sample.name);
        painter.setFont(font());
        painter.setPen(colours.mutedText);
        drawWrapped(painter, inside.adjusted(0, heading.height() + 8, 0, 0));
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    /// As many whole lines of the description as fit; the last one ends in an ellipsis if more is left.
    void drawWrapped(QPainter& painter, const QRect& area) const
    {
        const int lineHeight = fontMetrics().lineSpacing();
        const int lines = area.height() / lineHeight;
        QString rest = m_sample.description;
        for (int i = 0; i < lines && !rest.isEmpty(); ++i) {
            qsizetype length = rest.size();
            while (length > 0 && fontMetrics().horizontalAdvance(rest.left(length)) > area.width()) {
                const qsizetype space = rest.lastIndexOf(QLatin1Char(' '), length - 1);
                length = space > 0 ? space : length - 1;
            }
            const bool last = i + 1 == lines && length < rest.size();
            const QString line = last ? fontMetrics().elidedText(rest, Qt::ElideRight, area.width())
                                      : rest.left(length);
            painter.drawText(area.left(), area.top() + i * lineHeight + fontMetrics().ascent(), line);
            rest = rest.mid(length).trimmed();
        }
    }

    Sample m_sample;
};

QLabel* heading(const QString& text, double scale, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_tiles(new QGridLayout)
    , m_recentTitle(heading(tr("Opened lately"), 1.0, this))
    , m_recent(new QVBoxLayout)
{
    auto* lead = new QLabel(
        tr("Search neural networks and the accelerators that run them, together. Start with a "
           "sample, or drop a study or session file here."),
        this);
    lead->setWordWrap(true);
    auto* open = new QPushButton(tr("Open a study or session…"), this);
    open->setAccessibleName(tr("Open a study or session"));
    connect(open, &QPushButton::clicked, this, &StartPage::openWanted);
    m_tiles->setSpacing(16);
    m_recent->setSpacing(2);
    m_recentTitle->hide();

    auto* page = new QWidget(this);
    page->setMaximumWidth(980);
    auto* column = new QVBoxLayout(page);
    column->setSpacing(16);
    column->addStretch(1);
    column->addWidget(heading(tr("Paretoscope"), 2.0, page));
    column->addWidget(lead);
    column->addLayout(m_tiles);
    column->addWidget(open, 0, Qt::AlignLeft);
    column->addWidget(m_recentTitle);
    column->addLayout(m_recent);
    column->addStretch(2);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 24, 24, 24);
    row->addStretch(1);
    row->addWidget(page, 100);
    row->addStretch(1);

    const QPointer<StartPage> self(this);
    QThreadPool::globalInstance()->start([self] {
        std::vector<Sample> samples = findSamples();
        QMetaObject::invokeMethod(
            qApp,
            [self, samples] {
                if (self)
                    self->showSamples(samples);
            },
            Qt::QueuedConnection);
    });
}

void StartPage::showSamples(const std::vector<Sample>& samples)
{
    int place = 0;
    for (const Sample& sample : samples) {
        auto* tile = new Tile(sample, this);
        connect(tile, &QAbstractButton::clicked, this, [this, file = sample.file] { Q_EMIT openFile(file); });
        m_tiles->addWidget(tile, place / kTilesPerRow, place % kTilesPerRow);
        ++place;
    }
}

void StartPage::setRecent(const QStringList& files)
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString& file : files) {
        auto* button = new QPushButton(QFileInfo(file).fileName(), this);
        button->setFlat(true);
        button->setCursor(Qt::PointingHandCursor);
        button->setStyleSheet(QStringLiteral("QPushButton { text-align: left; padding: 2px 0; }"));
        button->setToolTip(file);
        button->setAccessibleName(tr("Open %1").arg(QFileInfo(file).fileName()));
        connect(button, &QPushButton::clicked, this, [this, file] { Q_EMIT openFile(file); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
    m_recentTitle->setVisible(!files.isEmpty());
}

} // namespace paretoscope::ui::window
