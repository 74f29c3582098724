// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_panel.h"

#include "core/problem/command_problem.h"
#include "core/problem/training_problem.h"
#include "core/study/other_data.h"
#include "ui/look/quantity.h"
#include "ui/panels/data_choice.h"
#include "ui/panels/labelled.h"
#include "ui/panels/run_bar.h"
#include "ui/panels/search_dialog.h"
#include "ui/panels/what_if_words.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

namespace {

using session::Axis;

QString rangeText(const Axis& axis)
{
    if (!axis.categories.isEmpty())
        return axis.categories.join(QStringLiteral(", "));
    const QString range = QStringLiteral("%1 – %2").arg(axis.text(axis.low), axis.text(axis.high));
    if (axis.values.empty())
        return range;
    return StudyPanel::tr("%1, %n values", nullptr, static_cast<int>(axis.values.size())).arg(range);
}

/// How the networks of a study are trained; empty where it trains none.
QList<std::pair<QString, QString>> trainingFacts(const problem::Problem& problem)
{
    const auto terms = problem::trainingTermsOf(problem);
    if (!terms)
        return {};
    QList<std::pair<QString, QString>> rows{
        {StudyPanel::tr("Networks"), terms->plan == problem::NetworkPlan::Plain
                                         ? StudyPanel::tr("chains of convolutions")
                                         : StudyPanel::tr("stages of a repeated cell")},
        {StudyPanel::tr("Epochs"), StudyPanel::tr("at most %1").arg(terms->epochs)}};
    if (terms->early.patience > 0)
        rows << std::pair(StudyPanel::tr("Ends early"), StudyPanel::tr("after %n epochs without improvement",
                                                                       nullptr, terms->early.patience));
    if (terms->halving) {
        QStringList rungs;
        for (const int rung : terms->halving->rungs())
            rungs << QString::number(rung);
        rows << std::pair(
            StudyPanel::tr("Successive halving"),
            rungs.isEmpty()
                ? StudyPanel::tr("never: there are too few epochs to judge before the last")
                : StudyPanel::tr(
                      "after epoch %1 the best 1 in %2 go on, the others end there (asynchronous "
                      "form of Li et al. 2018, from memory; judged in order of trials, our choice)")
                      .arg(rungs.join(StudyPanel::tr(" and ")), QLocale().toString(terms->halving->keep)));
        rows << std::pair(StudyPanel::tr("Out of turn"),
                          StudyPanel::tr("Races, lessons and what-ifs take the run's training of a network "
                                         "where it has one, and train any other to the end."));
    }
    return rows;
}

/// What a study over a command runs; empty for other studies.
QList<std::pair<QString, QString>> commandFacts(const problem::Problem& problem)
{
    const auto terms = problem::commandTermsOf(problem);
    if (!terms)
        return {};
    return {{StudyPanel::tr("Command"), QString::fromStdString(problem::commandText(terms->command))},
            {StudyPanel::tr("Runs in"), QString::fromStdString(terms->command.folder.string())},
            {StudyPanel::tr("Time-out"), look::quantity(terms->timeout_s, QStringLiteral("s"))},
            {StudyPanel::tr("Processes"), terms->processes == 0
                                              ? StudyPanel::tr("as many as workers")
                                              : StudyPanel::tr("at most %1").arg(terms->processes)}};
}

/// The width of the longest word, which wrapping cannot break.
int widestWord(const QString& words, const QFontMetrics& metrics)
{
    static const QRegularExpression kBreaks(QStringLiteral("(?<=[ -])"));
    int widest = 1;
    for (const QString& word : words.split(kBreaks))
        widest = std::max(widest, metrics.horizontalAdvance(word.trimmed()) + 2);
    return widest;
}

constexpr const char* kPath = "path"; ///< the name of the label that holds one

void showPath(QLabel& label, const QString& file)
{
    label.setText(QFileInfo(file).fileName());
    label.setToolTip(file);
}

/// Two columns: what it is called, muted, and what it is.
QGridLayout* facts(const QList<std::pair<QString, QString>>& rows, QWidget* parent)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 2);
    for (const auto& [name, value] : rows) {
        const int row = grid->rowCount();
        QLabel* key = labelled(name, "caption", parent);
        QLabel* text = labelled(value, "plain", parent);
        for (QLabel* label : {key, text}) {
            label->setWordWrap(true);
            label->setMinimumWidth(1); // narrow docks wrap, they do not clip
        }
        key->setMinimumWidth(widestWord(name, key->fontMetrics()));
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (QDir::isAbsolutePath(value)) { // a path has no place to wrap at
            text->setObjectName(QString::fromLatin1(kPath));
            showPath(*text, value);
        }
        grid->addWidget(key, row, 0, Qt::AlignTop);
        grid->addWidget(text, row, 1, Qt::AlignTop);
    }
    return grid;
}

} // namespace

StudyPanel::StudyPanel(session::StudyDocument& document, QWidget* parent)
    : QScrollArea(parent)
    , m_document(document)
{
    const study::Study& study = document.study();
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    QLabel* name = labelled(QString::fromStdString(study.name), "title", page);
    name->setWordWrap(true);
    QLabel* description = labelled(QString::fromStdString(study.description), "caption", page);
    description->setWordWrap(true);
    name->setMinimumWidth(1);
    description->setMinimumWidth(1);
    column->addWidget(name);
    column->addWidget(description);

    QList<std::pair<QString, QString>> objectives, space;
    for (const Axis& axis : document.axes()) {
        if (axis.isObjective)
            objectives << std::pair(axis.label, axis.better == problem::Direction::Minimize
                                                    ? tr("as little as possible")
                                                    : tr("as much as possible"));
        if (axis.isParameter)
            space << std::pair(axis.label, rangeText(axis));
    }
    for (const space::InputConstraint& rule : study.problem->space().constraints())
        space << std::pair(tr("Rule"), lawWords(rule, study.problem->space(), document.axes()));
    if (const auto count = study.problem->space().count())
        space << std::pair(tr("Designs"), look::count(*count));
    const QList<std::pair<QString, QString>> search{{tr("Method"), methodLabel(study)},
                                                    {tr("Seed"), QString::number(study.seed)},
                                                    {tr("Evaluations"), look::count(study.evaluations)},
                                                    {tr("Session"), document.sessionFile()}};
    for (const auto& [title, rows] :
         {std::pair(tr("Objectives"), objectives), std::pair(tr("Space"), space),
          std::pair(tr("Training"), trainingFacts(*study.problem)),
          std::pair(tr("Evaluator"), commandFacts(*study.problem)), std::pair(tr("Search"), search)}) {
        if (rows.isEmpty())
            continue;
        column->addSpacing(8);
        column->addWidget(sectionTitle(title, page));
        column->addLayout(facts(rows, page));
    }
    if (study.document != nullptr && study::learnsFromData(*study.document)) {
        auto* images = new DataChoice(document, page);
        connect(images, &DataChoice::written, this, &StudyPanel::openRequested);
        column->addSpacing(8);
        column->addWidget(sectionTitle(tr("Images"), page));
        column->addWidget(images);
    }
    if (auto* path = page->findChild<QLabel*>(QString::fromLatin1(kPath)))
        connect(&document, &session::StudyDocument::savedAs, path,
                [&document, path] { showPath(*path, document.sessionFile()); });
    addSearchAgain(*column, page);
    column->addStretch();
    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Study"));
    setAccessibleDescription(QString::fromStdString(study.description));
}

QSize StudyPanel::minimumSizeHint() const
{
    return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
            QScrollArea::minimumSizeHint().height()};
}

void StudyPanel::addSearchAgain(QBoxLayout& column, QWidget* page)
{
    auto* action = new QAction(tr("Search again with another &method…"), this);
    action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    connect(action, &QAction::triggered, this, &StudyPanel::searchAgain);
    addAction(action); // a key of the window while the panel is there
    auto* button = new QPushButton(tr("Change the method…"), page);
    button->setAccessibleName(tr("Search again with another method"));
    button->setToolTip(
        tr("Search the same study with another method, seed or budget (%1). This search is kept.")
            .arg(action->shortcut().toString(QKeySequence::NativeText)));
    connect(button, &QPushButton::clicked, this, &StudyPanel::searchAgain);
    column.addSpacing(4);
    column.addWidget(button, 0, Qt::AlignLeft);
}

void StudyPanel::searchAgain()
{
    auto* dialog = new SearchDialog(m_document, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SearchDialog::written, this, &StudyPanel::openRequested);
    dialog->open();
}

} // namespace paretoscope::ui::panels
