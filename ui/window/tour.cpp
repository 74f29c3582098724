// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tour.h"

#include "core/codesign/codesign_problem.h"
#include "ui/panels/labelled.h"
#include "ui/session/design_filter.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::window {

namespace {

constexpr int kTourWidth_px = 340;
constexpr int kMargin_px = 24;
constexpr int kPadding_px = 18; ///< with the border

} // namespace

Tour::Tour(session::StudyDocument& document, const Actions& actions, QWidget* over)
    : QFrame(over)
    , m_document(document)
    , m_count(panels::sectionTitle({}, this))
    , m_text(panels::labelled({}, "plain", this))
    , m_close(new QPushButton(this))
{
    setProperty("role", QStringLiteral("coach"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(kTourWidth_px);
    m_text->setWordWrap(true);
    m_close->setFocusPolicy(Qt::TabFocus); // a click must not take the keyboard from the plots
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_count, 1);
    foot->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kPadding_px, 14, kPadding_px, 12);
    column->setSpacing(10);
    column->addWidget(m_text);
    column->addLayout(foot);

    const QString axis = document.axes().front().name;
    m_steps = {
        {tr("Drag from an axis into the front, or press P: a limit appears, and what violates it dims."),
         [this] { return !m_document.pins().empty(); }},
        {tr("Click a design on the front and press B. Do so with two designs."),
         [this] { return m_document.selection().tray().size() >= 2; }},
        {tr("Press Ctrl+B to see the two side by side. Ctrl+B leads back, too."),
         [this] { return m_compared; }},
        {tr("Press Ctrl+F and type  front  to see only the best trade-offs. Conditions such as  %1 < 5  "
            "work as well.")
             .arg(axis),
         [this] { return m_searched; }},
        {tr("Press Ctrl+Shift+P: every command can be found by name, with its key."),
         [this] { return m_found; }}};

    connect(&document, &session::StudyDocument::pinsChanged, this, &Tour::check);
    connect(&document.selection(), &session::Selection::trayChanged, this, &Tour::check);
    const auto sets = [this](bool Tour::*flag) {
        return [this, flag] {
            this->*flag = true;
            check();
        };
    };
    connect(actions.showComparison, &QAction::triggered, this, sets(&Tour::m_compared));
    connect(actions.palette, &QAction::triggered, this, sets(&Tour::m_found));
    connect(&document.filter(), &session::DesignFilter::changed, this, [this] {
        m_searched = m_searched || m_document.filter().isActive();
        check();
    });
    connect(m_close, &QPushButton::clicked, this, &Tour::ended);
    over->installEventFilter(this);
    showStep();
    check();
}

QString Tour::text() const
{
    return m_text->text();
}

void Tour::check()
{
    const int before = m_step;
    while (m_step < m_steps.size() && m_steps[m_step].done())
        ++m_step;
    if (m_step != before)
        showStep();
}

void Tour::showStep()
{
    const bool over = m_step >= m_steps.size();
    const bool nested = codesign::codesignOf(m_document.problem()) != nullptr;
    m_text->setText(over ? tr("That is all it takes. Help, Tour shows this again; ? lists every key.")
                               + (nested
                                      ? tr(" The tab Co-design shows how machines and mappings were searched "
                                           "together.")
                                      : QString())
                         : m_steps[m_step].text);
    m_count->setText(over ? tr("Done") : tr("Tour, %1 of %2").arg(m_step + 1).arg(m_steps.size()));
    m_close->setText(over ? tr("Close") : tr("Skip the tour"));
    setAccessibleName(tr("Tour"));
    setAccessibleDescription(m_text->text());
    place();
}

/// In the upper right corner of what it stands over, which best designs leave free where less is better.
void Tour::place()
{
    const QWidget* over = parentWidget();
    m_text->setMinimumHeight(m_text->heightForWidth(kTourWidth_px - 2 * kPadding_px));
    layout()->invalidate();
    const int tall = layout()->heightForWidth(kTourWidth_px);
    resize(kTourWidth_px, tall > 0 ? tall : sizeHint().height());
    move(std::max(0, over->width() - width() - kMargin_px),
         std::max(0, std::min(120, over->height() - height() - kMargin_px)));
    show();
    raise();
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

} // namespace paretoscope::ui::window
