// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/start_page.h"

#include "ui/panels/labelled.h"
#include "ui/window/sample_studies.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>

namespace paretoscope::ui::window {

namespace {

constexpr int kTileColumns = 2;

/// A button with a heading and a few lines below it.
QPushButton* tile(const SampleStudy& sample, QWidget* parent)
{
    auto* button = new QPushButton(parent);
    button->setProperty("role", QStringLiteral("tile"));
    button->setAccessibleName(StartPage::tr("Open the sample %1").arg(sample.name));
    button->setAccessibleDescription(sample.description);
    button->setCursor(Qt::PointingHandCursor);
    QLabel* name = panels::labelled(sample.name, "title", button);
    QLabel* text = panels::labelled(sample.description, "caption", button);
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
    button->setMinimumHeight(176);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return button;
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_recent(new QWidget(this))
    , m_recentRows(new QVBoxLayout(m_recent))
{
    auto* page = new QWidget(this);
    page->setMaximumWidth(880);
    page->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* column = new QVBoxLayout(page);
    column->setSpacing(16);
    column->addWidget(panels::labelled(tr("Paretoscope"), "headline", page));
    QLabel* lead = panels::labelled(tr("Explore neural networks and the accelerators that run them, "
                                       "together. Open a study and the search "
                                       "begins; drop a study or session file anywhere in this window."),
                                    "caption", page);
    lead->setWordWrap(true);
    column->addWidget(lead);

    const QList<SampleStudy> samples = sampleStudies();
    if (!samples.isEmpty())
        column->addWidget(panels::sectionTitle(tr("Sample studies"), page));
    auto* tiles = new QGridLayout;
    tiles->setSpacing(16);
    for (int c = 0; c < kTileColumns; ++c)
        tiles->setColumnStretch(c, 1);
    int place = 0;
    for (const SampleStudy& sample : samples) {
        QPushButton* button = tile(sample, page);
        connect(button, &QPushButton::clicked, this,
                [this, file = sample.file] { Q_EMIT openRequested(file); });
        tiles->addWidget(button, place / kTileColumns, place % kTileColumns);
        ++place;
    }
    column->addLayout(tiles);

    auto* open = new QPushButton(tr("Open a file…"), page);
    open->setProperty("role", QStringLiteral("primary"));
    open->setAccessibleName(tr("Open a study or session file"));
    connect(open, &QPushButton::clicked, this, &StartPage::browseRequested);
    column->addWidget(open, 0, Qt::AlignLeft);
    m_recentRows->setContentsMargins(0, 0, 0, 0);
    m_recentRows->setSpacing(0);
    column->addWidget(m_recent);

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
    centred->setContentsMargins(32, 32, 32, 32);
    centred->setRowStretch(0, 1);
    centred->setRowStretch(2, 2);
    centred->setColumnStretch(0, 1);
    centred->setColumnStretch(1, 8);
    centred->setColumnStretch(2, 1);
    centred->addWidget(page, 1, 1);
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
    for (const QString& file : files) {
        auto* row = new QPushButton(QFileInfo(file).fileName(), m_recent);
        row->setProperty("role", QStringLiteral("row"));
        row->setToolTip(file);
        row->setAccessibleName(tr("Open %1").arg(file));
        connect(row, &QPushButton::clicked, this, [this, file] { Q_EMIT openRequested(file); });
        m_recentRows->addWidget(row);
    }
}

} // namespace paretoscope::ui::window
