// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/race_setup.h"

#include "core/study/race.h"
#include "ui/panels/labelled.h"
#include "ui/panels/text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

/// Stays open while its entries are ticked.
class TickMenu : public QMenu
{
public:
    using QMenu::QMenu;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override
    {
        QAction* action = actionAt(event->position().toPoint());
        if (action != nullptr && action->isCheckable())
            action->trigger();
        else
            QMenu::mouseReleaseEvent(event);
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Space && activeAction() != nullptr)
            activeAction()->trigger();
        else
            QMenu::keyPressEvent(event);
    }
};

int defaultEvaluations(const study::Study& study)
{
    return static_cast<int>(std::clamp<std::uint64_t>(study.evaluations / 10, 100, 5'000)); // our choice
}

} // namespace

RaceSetup::RaceSetup(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_methods(new QToolButton(this))
    , m_seeds(new QSpinBox(this))
    , m_evaluations(new QSpinBox(this))
    , m_pabo(new QToolButton(this))
    , m_start(new QPushButton(this))
{
    m_methods->setProperty("role", QStringLiteral("quiet"));
    m_methods->setPopupMode(QToolButton::InstantPopup);
    m_methods->setAccessibleName(tr("Methods that race"));
    buildMethods();
    m_pabo->setProperty("role", QStringLiteral("quiet"));
    m_pabo->setText(tr("PABO and others"));
    m_pabo->setAccessibleName(tr("Choose PABO and what it is compared with"));
    m_pabo->setToolTip(
        tr("Chooses PABO in both modes and in two levels, and what it is compared with: a "
           "coarse grid, random search, NSGA-II, ParEGO with one model and ours, Bayesian "
           "optimization of one objective and of the sum, sampled hypervolume improvement; with "
           "as many evaluations as the study. Literal PABO alternates single-objective "
           "improvement, which is a weak front builder here."));
    m_pabo->setVisible(m_document.study().method.name.find("pabo") != std::string::npos);
    connect(m_pabo, &QToolButton::clicked, this, [this] {
        setMethods({"pabo", "pabo_literal", "hpabo", "grid", "random", "nsga2", "parego_one", "parego",
                    "single", "single_first", "single_second", "ehvi"});
        m_evaluations->setValue(static_cast<int>(m_document.study().evaluations));
    });
    m_seeds->setRange(1, 20);
    m_seeds->setAccessibleName(tr("Seeds: searches of every method"));
    m_seeds->setToolTip(tr("Every method searches this many times, each time from another seed"));
    m_seeds->setValue(m_document.viewSetting(QStringLiteral("race/seeds"), 3).toInt());
    m_evaluations->setRange(10, static_cast<int>(study::Race::kMostEvaluations));
    m_evaluations->setSingleStep(100);
    m_evaluations->setAccessibleName(tr("Evaluations of every search"));
    m_evaluations->setToolTip(
        tr("Where there are fewer than 500, NSGA-II has a smaller population than usual, "
           "so that it breeds at all"));
    m_evaluations->setValue(
        m_document.viewSetting(QStringLiteral("race/evaluations"), defaultEvaluations(m_document.study()))
            .toInt());
    m_start->setProperty("role", QStringLiteral("primary"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_methods);
    row->addWidget(m_pabo);
    row->addWidget(m_seeds);
    row->addWidget(labelled(tr("seeds"), "caption", this));
    row->addWidget(m_evaluations);
    row->addWidget(labelled(tr("evaluations each"), "caption", this));
    row->addWidget(m_start);
    row->addStretch(1);
    for (QSpinBox* box : {m_seeds, m_evaluations})
        connect(box, &QSpinBox::valueChanged, this, &RaceSetup::remember);
    connect(m_start, &QPushButton::clicked, this, &RaceSetup::startAsked);
    allowStart(true, false);
}

void RaceSetup::buildMethods()
{
    auto* menu = new TickMenu(m_methods);
    menu->setToolTipsVisible(true);
    menu->setAccessibleName(m_methods->accessibleName());
    const QStringList chosen = m_document
                                   .viewSetting(QStringLiteral("race/methods"),
                                                QStringList{QStringLiteral("auto"), QStringLiteral("nsga2"),
                                                            QStringLiteral("random")})
                                   .toStringList();
    for (const optimizer::MethodDoc& doc : optimizer::methods()) {
        QAction* action = menu->addAction(text(doc.label));
        action->setCheckable(true);
        action->setData(text(doc.name));
        action->setToolTip(text(doc.help));
        action->setChecked(chosen.contains(text(doc.name)));
        connect(action, &QAction::toggled, this, &RaceSetup::remember);
    }
    m_methods->setMenu(menu);
}

std::vector<std::string> RaceSetup::methods() const
{
    std::vector<std::string> names;
    for (const QAction* action : m_methods->menu()->actions())
        if (action->isChecked())
            names.push_back(action->data().toString().toStdString());
    return names;
}

void RaceSetup::setMethods(const std::vector<std::string>& names)
{
    for (QAction* action : m_methods->menu()->actions())
        action->setChecked(std::find(names.begin(), names.end(), action->data().toString().toStdString())
                           != names.end());
}

study::RacePlan RaceSetup::plan() const
{
    study::RacePlan plan = study::racePlanFor(m_document.study(), methods());
    plan.seeds = static_cast<unsigned>(m_seeds->value());
    plan.evaluations = static_cast<std::uint64_t>(m_evaluations->value());
    study::suitPopulation(plan, m_document.study().method.name);
    study::suitGrid(plan, m_document.problem(), m_document.study().method.name);
    // What the run has found already need not be looked for: by the same rule it would be the same.
    if (const std::vector<double>& known = m_document.snapshot()->reference;
        !known.empty() && !m_document.study().reference)
        plan.reference = known;
    return plan;
}

void RaceSetup::allowStart(bool allowed, bool again)
{
    m_allowed = allowed;
    m_start->setText(again ? tr("Start anew") : tr("Start"));
    m_start->setAccessibleName(tr("Start the race"));
    for (QWidget* widget : {static_cast<QWidget*>(m_methods), static_cast<QWidget*>(m_pabo),
                            static_cast<QWidget*>(m_seeds), static_cast<QWidget*>(m_evaluations)})
        widget->setEnabled(allowed);
    refresh();
}

void RaceSetup::refresh()
{
    const auto count = static_cast<int>(methods().size());
    m_methods->setText(count == 1 ? tr("1 method") : tr("%1 methods").arg(count));
    m_start->setEnabled(m_allowed && count > 0);
    m_start->setToolTip(count > 0 ? tr("%1 searches side by side").arg(count * m_seeds->value())
                                  : tr("Choose a method first"));
}

void RaceSetup::remember()
{
    QStringList names;
    for (const std::string& name : methods())
        names << text(name);
    m_document.setViewSetting(QStringLiteral("race/methods"), names);
    m_document.setViewSetting(QStringLiteral("race/seeds"), m_seeds->value());
    m_document.setViewSetting(QStringLiteral("race/evaluations"), m_evaluations->value());
    refresh();
}

} // namespace paretoscope::ui::panels
