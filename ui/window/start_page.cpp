// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/start_page.h"

#include "ui/panels/labelled.h"
#include "ui/window/sample_studies.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

constexpr int kTileWidth_px = 250; ///< at least
constexpr int kMostColumns = 5;
constexpr int kPageWidth_px = 1400; ///< at most; longer rows are no longer seen at once
constexpr int kMostRecent = 5;      ///< the File menu has all

/// What a study asks, without how: its first two sentences.
QString beginning(const QString& description)
{
    static const QRegularExpression kEnd(QStringLiteral("[.?!](?= )"));
    qsizetype end = -1;
    for (int sentence = 0; sentence < 2; ++sentence) {
        const qsizetype next = description.indexOf(kEnd, end + 1);
        if (next < 0)
            return description;
        end = next;
    }
    return description.left(end + 1);
}

/// A button with a heading and a few lines below it.
QPushButton* tile(const SampleStudy& sample, QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setProperty("role", QStringLiteral("tile"));
    button->setAccessibleName(StartPage::tr("Open the sample %1").arg(sample.name));
    button->setAccessibleDescription(sample.description);
    button->setToolTip(QStringLiteral("<p>%1</p>").arg(sample.description.toHtmlEscaped()));
    button->setCursor(Qt::PointingHandCursor);
    QLabel* name = panels::labelled(sample.name, "title", button);
    QLabel* text = panels::labelled(beginning(sample.description), "caption", button);
    auto* column = new QVBoxLayout(button);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    for (QLabel* label : {name, text}) {
        label->setWordWrap(true);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        column->addWidget(label);
    }
    text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->setStretch(1, 1);
    button->setMinimumHeight(110);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return button;
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_recent(new QWidget(this))
    , m_recentRows(new QVBoxLayout(m_recent))
    , m_tiles(new QGridLayout)
{
    auto* page = new QWidget(this);
    page->setMaximumWidth(kPageWidth_px);
    page->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(page);
    column->setSpacing(12);
    column->addLayout(makeHead(page));
    m_recentRows->setContentsMargins(0, 0, 0, 0);
    m_recentRows->setSpacing(0);
    column->addWidget(m_recent);

    const QList<SampleStudy> samples = sampleStudies();
    if (!samples.isEmpty())
        column->addWidget(panels::sectionTitle(tr("Sample studies"), page));
    m_tiles->setSpacing(12);
    for (const SampleStudy& sample : samples) {
        m_buttons << tile(sample, page);
        connect(m_buttons.back(), &QPushButton::clicked, this,
                [this, file = sample.file] { Q_EMIT openRequested(file); });
    }
    column->addLayout(m_tiles);
    placeTiles();

    // Low windows scroll the page rather than grow with it.
    auto* body = new QWidget;
    auto* scrolled = new QScrollArea(this);
    scrolled->setFrameShape(QFrame::NoFrame);
    scrolled->setWidgetResizable(true);
    scrolled->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scrolled->setWidget(body);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scrolled);
    auto* centred = new QGridLayout(body);
    centred->setContentsMargins(32, 24, 32, 24);
    centred->setRowStretch(0, 1);
    centred->setRowStretch(2, 2);
    centred->setColumnStretch(0, 1);
    centred->setColumnStretch(1, 1000); // all there is, up to its most
    centred->setColumnStretch(2, 1);
    centred->addWidget(page, 1, 1);
}

/// What the program is, and the way to a file of one's own.
QHBoxLayout* StartPage::makeHead(QWidget* page)
{
    QLabel* lead = panels::labelled(tr("Explore neural networks and the accelerators that run them, "
                                       "together. Open a study and the search begins; drop a study, a "
                                       "session or a table of results anywhere in this window."),
                                    "caption", page);
    lead->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->addWidget(panels::labelled(tr("Paretoscope"), "headline", page));
    words->addWidget(lead);
    auto* open = new QPushButton(tr("Open a file…"), page);
    open->setProperty("role", QStringLiteral("primary"));
    open->setAccessibleName(tr("Open a study or session file"));
    connect(open, &QPushButton::clicked, this, &StartPage::browseRequested);
    auto* head = new QHBoxLayout;
    head->setSpacing(24);
    head->addLayout(words, 1);
    head->addWidget(open, 0, Qt::AlignBottom);
    return head;
}

/// As many beside one another as can be read.
void StartPage::placeTiles()
{
    const int room = std::min(width() - 80, kPageWidth_px);
    const int columns = std::clamp((room + m_tiles->spacing()) / (kTileWidth_px + m_tiles->spacing()), 1,
                                   kMostColumns);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (QPushButton* button : m_buttons)
        m_tiles->removeWidget(button);
    for (int c = 0; c < kMostColumns; ++c)
        m_tiles->setColumnStretch(c, c < columns ? 1 : 0);
    for (int place = 0; place < static_cast<int>(m_buttons.size()); ++place)
        m_tiles->addWidget(m_buttons[place], place / columns, place % columns);
}

void StartPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeTiles();
}

void StartPage::setRecentFiles(const QStringList& files)
{
    while (QLayoutItem* item = m_recentRows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_recent->setVisible(!files.isEmpty());
    if (files.isEmpty())
        return;
    m_recentRows->addWidget(panels::sectionTitle(tr("Recent"), m_recent));
    for (const QString& file : files.mid(0, kMostRecent)) {
        auto* row = new QPushButton(QFileInfo(file).fileName(), m_recent);
        row->setProperty("role", QStringLiteral("row"));
        row->setToolTip(file);
        row->setAccessibleName(tr("Open %1").arg(file));
        connect(row, &QPushButton::clicked, this, [this, file] { Q_EMIT openRequested(file); });
        m_recentRows->addWidget(row);
    }
}

} // namespace paretoscope::ui::window
