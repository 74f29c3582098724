// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel is made of; what it does stands in what_if_panel.cpp.
#include "ui/panels/labelled.h"
#include "ui/panels/what_if_panel.h"
#include "ui/session/theme_follower.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace paretoscope::ui::panels {

WhatIfPanel::WhatIfPanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_evaluation(document.study().problem)
    , m_whole(new QStackedWidget(this))
    , m_title(labelled({}, "title", this))
    , m_badge(labelled({}, "caption", this))
    , m_other(new QToolButton(this))
    , m_note(labelled({}, "caption", this))
    , m_result(new WhatIfResult(document, this))
    , m_breakdown(new WhatIfBreakdown(this))
    , m_steps(new WhatIfSteps(document, this))
    , m_keep(new QPushButton(tr("Keep as a design"), this))
    , m_forget(new QPushButton(tr("Forget"), this))
{
    auto* hint = labelled(tr("Choose a design and press W: move its parameters here and see at once what "
                             "that would change."),
                          "caption", this);
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    hint->setContentsMargins(24, 8, 24, 8);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 6, 8, 8);
    column->setSpacing(6);
    column->addWidget(makeHead());
    column->addWidget(makeBody(), 1);
    column->addWidget(makeFoot());
    m_whole->addWidget(hint);
    m_whole->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_whole);
    connectDocument();
    restyle();
    new session::ThemeFollower(this, [this] { restyle(); });
}

QWidget* WhatIfPanel::makeHead()
{
    auto* head = new QWidget(this);
    m_other->setProperty("role", QStringLiteral("quiet"));
    m_other->setFocusPolicy(Qt::StrongFocus);
    m_other->setAccessibleName(tr("Start from the design in focus"));
    m_other->hide();
    m_badge->setToolTip(tr("How the numbers were found. A short search answers while you drag where an exact "
                           "one takes longer; the exact numbers follow."));
    m_note->setWordWrap(true);
    m_note->hide();
    auto* line = new QHBoxLayout;
    line->addWidget(m_title);
    line->addStretch(1);
    line->addWidget(m_badge);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(m_note);
    column->addWidget(m_other, 0, Qt::AlignLeft);
    column->addWidget(m_result);
    connect(m_other, &QToolButton::clicked, this, [this] {
        if (const auto focus = m_document.selection().focus())
            startFrom(*focus);
    });
    return head;
}

QWidget* WhatIfPanel::makeBody()
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 4, 6, 4);
    column->setSpacing(3);
    column->addWidget(sectionTitle(tr("Parameters"), content));
    const problem::Problem& problem = m_document.problem();
    for (std::size_t i = 0; i < problem.space().size(); ++i) {
        auto* control = new WhatIfControl(problem, m_document.axes(), i, content);
        connect(control, &WhatIfControl::chosen, this, &WhatIfPanel::setParameter);
        m_controls.push_back(control);
        column->addWidget(control);
    }
    const problem::Conditional* conditional = problem::conditionalOf(problem);
    for (problem::Condition& condition :
         conditional ? conditional->conditions() : std::vector<problem::Condition>()) {
        if (m_conditions.empty()) {
            column->addSpacing(6);
            column->addWidget(sectionTitle(tr("Conditions"), content));
        }
        auto* control = new WhatIfCondition(std::move(condition), content);
        connect(control, &WhatIfCondition::changed, this, &WhatIfPanel::setConditions);
        m_conditions.push_back(control);
        column->addWidget(control);
    }
    column->addSpacing(6);
    column->addWidget(sectionTitle(tr("Where it goes"), content));
    column->addWidget(m_breakdown);
    column->addSpacing(6);
    column->addWidget(sectionTitle(tr("Why not better?"), content));
    column->addWidget(m_steps);
    column->addStretch(1);
    connect(m_steps, &WhatIfSteps::taken, this, &WhatIfPanel::setDesign);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* WhatIfPanel::makeFoot()
{
    auto* foot = new QWidget(this);
    m_keep->setProperty("role", QStringLiteral("primary"));
    m_keep->setToolTip(tr("Adds this design to the study, marked as made by hand (Enter)"));
    m_forget->setToolTip(tr("Goes back to the design it started from (Esc)"));
    connect(m_keep, &QPushButton::clicked, this, &WhatIfPanel::keep);
    connect(m_forget, &QPushButton::clicked, this, &WhatIfPanel::forget);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_keep, 1);
    row->addWidget(m_forget);
    return foot;
}

} // namespace paretoscope::ui::panels
