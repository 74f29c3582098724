// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/view_catalogue.h"

#include "core/codesign/codesign_problem.h"
#include "core/problem/training_problem.h"
#include "ui/panels/agent_panel.h"
#include "ui/panels/codesign_view.h"
#include "ui/panels/compare_panel.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/race_panel.h"
#include "ui/panels/reasons_panel.h"
#include "ui/panels/study_panel.h"
#include "ui/panels/teach_view.h"
#include "ui/panels/training_view.h"
#include "ui/panels/trial_table.h"
#include "ui/panels/what_if_panel.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/front_view.h"
#include "ui/plots/importance_view.h"
#include "ui/plots/parallel_axes_view.h"
#include "ui/plots/projection_view.h"
#include "ui/plots/scatter_matrix_view.h"
#include "ui/plots/slice_view.h"

#include <QCoreApplication>

namespace paretoscope::ui::window {

namespace {

template <class View>
ViewKind view(const char* name, const char* title, Place place, bool open = true, bool alone = false)
{
    return {QString::fromLatin1(name),
            QCoreApplication::translate("Views", title),
            place,
            open,
            alone,
            [](session::StudyDocument& document, QWidget* parent) -> QWidget* {
                return new View(document, parent);
            },
            {}};
}

/// The same for studies of one sort only.
ViewKind when(bool (*fits)(const session::StudyDocument& document), ViewKind kind)
{
    kind.fits = fits;
    return kind;
}

bool searchesMappings(const session::StudyDocument& document)
{
    return codesign::codesignOf(document.problem()) != nullptr;
}

bool trainsNetworks(const session::StudyDocument& document)
{
    return problem::trainingLogOf(document.problem()) != nullptr;
}

bool hasAgent(const session::StudyDocument& document)
{
    return document.study().method.name.rfind("pabo", 0) == 0;
}

} // namespace

const std::vector<ViewKind>& viewCatalogue()
{
    static const std::vector<ViewKind> kViews{
        view<plots::FrontView>("front", QT_TRANSLATE_NOOP("Views", "Front"), Place::Centre),
        view<plots::ScatterMatrixView>("matrix", QT_TRANSLATE_NOOP("Views", "Scatter matrix"), Place::Centre),
        view<plots::ProjectionView>("projection", QT_TRANSLATE_NOOP("Views", "Projection"), Place::Centre),
        view<panels::ComparePanel>("compare", QT_TRANSLATE_NOOP("Views", "Compare"), Place::Centre),
        view<panels::RacePanel>("race", QT_TRANSLATE_NOOP("Views", "Race"), Place::Centre, true, true),
        when(searchesMappings, view<panels::CodesignView>("codesign", QT_TRANSLATE_NOOP("Views", "Co-design"),
                                                          Place::Centre, true, true)),
        view<panels::TeachView>("teach", QT_TRANSLATE_NOOP("Views", "Teach"), Place::Centre, true, true),
        view<panels::StudyPanel>("study", QT_TRANSLATE_NOOP("Views", "Study"), Place::Left),
        view<panels::ReasonsPanel>("reasons", QT_TRANSLATE_NOOP("Views", "Reasons"), Place::Left),
        view<panels::InspectorPanel>("inspector", QT_TRANSLATE_NOOP("Views", "Design"), Place::Right),
        view<panels::WhatIfPanel>("what_if", QT_TRANSLATE_NOOP("Views", "What if"), Place::Right),
        view<plots::ParallelAxesView>("parallel", QT_TRANSLATE_NOOP("Views", "Parallel axes"), Place::Bottom),
        view<plots::ConvergenceView>("convergence", QT_TRANSLATE_NOOP("Views", "Convergence"), Place::Bottom),
        view<panels::TrialTable>("table", QT_TRANSLATE_NOOP("Views", "Table"), Place::Bottom),
        view<plots::ImportanceView>("importance", QT_TRANSLATE_NOOP("Views", "Importance"), Place::Bottom),
        when(hasAgent, view<panels::AgentPanel>("agent", QT_TRANSLATE_NOOP("Views", "Agent"), Place::Bottom)),
        when(trainsNetworks,
             view<panels::TrainingView>("training", QT_TRANSLATE_NOOP("Views", "Training"), Place::Bottom)),
        view<plots::SliceView>("slices", QT_TRANSLATE_NOOP("Views", "Slices"), Place::Bottom, false),
    };
    return kViews;
}

bool suits(const ViewKind& kind, const session::StudyDocument& document)
{
    return !kind.fits || kind.fits(document);
}

QString frontName()
{
    return QStringLiteral("front");
}

QString teachName()
{
    return QStringLiteral("teach");
}

QString comparisonName()
{
    return QStringLiteral("compare");
}

QString inspectorName()
{
    return QStringLiteral("inspector");
}

QString studyName()
{
    return QStringLiteral("study");
}

QString tableName()
{
    return QStringLiteral("table");
}

} // namespace paretoscope::ui::window
