// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/race_panel.h"

#include "core/base/atomic_file.h"
#include "core/study/race_store.h"
#include "ui/look/quantity.h"
#include "ui/panels/labelled.h"
#include "ui/panels/race_efforts.h"
#include "ui/panels/race_setup.h"
#include "ui/panels/text.h"
#include "ui/plots/race_curves_view.h"
#include "ui/plots/race_fronts_view.h"
#include "ui/plots/race_style.h"
#include "ui/session/refresh_gate.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace paretoscope::ui::panels {

using study::RunState;

RacePanel::RacePanel(session::StudyDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_desk(document.race())
    , m_setup(new RaceSetup(document, this))
    , m_note(labelled({}, "caption", this))
    , m_error(labelled({}, "error", this))
    , m_writing(this)
{
    setAccessibleName(tr("Race of methods"));
    buildControls();
    buildViews();
    m_note->setWordWrap(true);
    m_error->setWordWrap(true);
    m_error->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 0);
    column->setSpacing(6);
    for (QWidget* widget : {static_cast<QWidget*>(m_setup), m_controls, static_cast<QWidget*>(m_note),
                            static_cast<QWidget*>(m_error)})
        column->addWidget(widget);
    column->addWidget(m_pages, 1);

    connect(m_setup, &RaceSetup::startAsked, this, [this] {
        m_error->hide();
        m_desk.begin(m_setup->plan());
    });
    connect(&m_desk, &session::RaceDesk::refused, this, [this](const QString& sentence) {
        m_error->setText(sentence);
        m_error->show();
    });
    auto* gate = new session::RefreshGate(
        this, [this] { refresh(); }, 30.0);
    connect(&m_desk, &session::RaceDesk::changed, gate, &session::RefreshGate::request);
    restoreChoices();
    refresh();
}

void RacePanel::buildControls()
{
    m_controls = new QWidget(this);
    m_toggle = new QPushButton(m_controls);
    m_toggle->setMinimumWidth(80);
    m_toggle->setAccessibleName(tr("Resume the race"));
    m_stop = new QPushButton(tr("Stop"), m_controls);
    m_stop->setAccessibleName(tr("Stop the race"));
    m_progress = new QProgressBar(m_controls);
    m_progress->setRange(0, 1000);
    m_progress->setMinimumWidth(120);
    m_progress->setAccessibleName(tr("Evaluations of the race"));
    m_pace = new QComboBox(m_controls);
    m_pace->setAccessibleName(tr("Speed of the race"));
    m_pace->setToolTip(tr("How many evaluations every search makes from one picture to the next"));
    m_pace->addItem(tr("full speed"), 0);
    m_pace->addItem(tr("10 a picture"), 10);
    m_pace->addItem(tr("1 a picture"), 1);
    m_export = new QToolButton(m_controls);
    m_export->setProperty("role", QStringLiteral("quiet"));
    m_export->setText(tr("Export…"));
    m_export->setAccessibleName(tr("Export the race as a table"));
    auto* row = new QHBoxLayout(m_controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_toggle);
    row->addWidget(m_stop);
    for (const int steps : {1, 10}) {
        QToolButton*& button = m_steps[steps == 1 ? 0 : 1];
        button = new QToolButton(m_controls);
        button->setProperty("role", QStringLiteral("quiet"));
        button->setText(QStringLiteral("+%1").arg(steps));
        button->setAccessibleName(steps == 1
                                      ? tr("One evaluation more of every search, then pause")
                                      : tr("%1 evaluations more of every search, then pause").arg(steps));
        button->setToolTip(button->accessibleName());
        connect(button, &QToolButton::clicked, this,
                [this, steps] { m_desk.step(static_cast<quint64>(steps)); });
        row->addWidget(button);
    }
    row->addWidget(m_pace);
    row->addWidget(m_progress, 1);
    row->addWidget(m_export);
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        const study::RaceSnapshotPtr race = m_desk.snapshot();
        race && race->state == RunState::Running ? m_desk.pause() : m_desk.resume();
    });
    connect(m_stop, &QPushButton::clicked, &m_desk, &session::RaceDesk::stop);
    connect(m_export, &QToolButton::clicked, this, &RacePanel::askExport);
    connect(m_pace, &QComboBox::currentIndexChanged, this, [this] {
        m_desk.setPace(m_pace->currentData().toULongLong());
        rememberChoices();
    });
}

void RacePanel::buildViews()
{
    m_fronts = new plots::RaceFrontsView(m_document.study().problem, this, &m_document.references());
    m_curves = new plots::RaceCurvesView(m_document.study().problem, this, &m_document.references());
    m_fronts->setVisible(m_document.problem().objectives().size() > 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_fronts);
    m_efforts = new RaceEfforts(this);
    auto* below = new QSplitter(Qt::Horizontal, this);
    below->addWidget(m_curves);
    below->addWidget(m_efforts);
    below->setStretchFactor(0, 3);
    below->setStretchFactor(1, 2);
    below->setChildrenCollapsible(false);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto* hint = labelled(tr("Which method suits this problem?\n\nChoose some above and start: each searches "
                             "from several seeds with the same budget, and you watch their fronts form side "
                             "by side. Pins of the run do not count here."),
                          "caption", this);
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setContentsMargins(24, 0, 24, 0);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(hint);
    m_pages->addWidget(splitter);
    connect(m_curves, &plots::RaceCurvesView::pointedAt, m_fronts, &plots::RaceFrontsView::setMoment);
    connect(m_curves, &plots::RaceCurvesView::choiceChanged, this, &RacePanel::rememberChoices);
    connect(m_fronts, &plots::RaceFrontsView::choiceChanged, this, &RacePanel::rememberChoices);
}

void RacePanel::restoreChoices()
{
    const QVariantMap kept = m_document.viewSetting(QStringLiteral("race/view")).toMap();
    if (kept.isEmpty())
        return;
    m_fronts->setPlane(
        {kept.value(QStringLiteral("x"), 0).toUInt(), kept.value(QStringLiteral("y"), 1).toUInt()});
    m_fronts->setAllSeeds(kept.value(QStringLiteral("seeds"), true).toBool());
    m_curves->setMeasure({kept.value(QStringLiteral("measure"), -1).toInt()});
    m_curves->setClock(kept.value(QStringLiteral("seconds"), false).toBool() ? study::RaceClock::Seconds
                                                                             : study::RaceClock::Evaluations);
    m_pace->setCurrentIndex(std::max(m_pace->findData(kept.value(QStringLiteral("pace"), 0).toInt()), 0));
}

void RacePanel::rememberChoices()
{
    m_document.setViewSetting(
        QStringLiteral("race/view"),
        QVariantMap{{QStringLiteral("x"), static_cast<int>(m_fronts->plane().x)},
                    {QStringLiteral("y"), static_cast<int>(m_fronts->plane().y)},
                    {QStringLiteral("seeds"), m_fronts->allSeeds()},
                    {QStringLiteral("measure"), m_curves->measure().objective},
                    {QStringLiteral("seconds"), m_curves->clock() == study::RaceClock::Seconds},
                    {QStringLiteral("pace"), m_pace->currentData().toInt()}});
}

void RacePanel::refresh()
{
    const study::RaceSnapshotPtr race = m_desk.snapshot();
    const bool runs = race && m_desk.isLive()
                      && (race->state == RunState::Running || race->state == RunState::Stopping);
    m_setup->allowStart(!runs && !m_desk.isBeginning(), race != nullptr);
    m_pages->setCurrentIndex(race ? 1 : 0);
    m_controls->setVisible(race != nullptr);
    m_fronts->setRace(race);
    m_curves->setRace(race);
    m_efforts->setRace(race);
    showNotes(race.get());
    if (race)
        showState(*race);
}

void RacePanel::showState(const study::RaceSnapshot& race)
{
    const bool live = m_desk.isLive();
    const bool runs = race.state == RunState::Running;
    const bool over = race.state == RunState::Finished || race.state == RunState::Failed;
    const QString text = runs ? tr("Pause") : tr("Resume");
    m_toggle->setText(race.state == RunState::Stopping ? tr("Stopping…") : text);
    m_toggle->setAccessibleName(tr("%1 the race").arg(text));
    m_toggle->setEnabled(live && !over && race.state != RunState::Stopping);
    m_stop->setEnabled(live && (runs || race.state == RunState::Paused));
    for (QToolButton* step : m_steps)
        step->setEnabled(live && !over && race.state != RunState::Stopping);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_toggle), static_cast<QWidget*>(m_stop), static_cast<QWidget*>(m_steps[0]),
          static_cast<QWidget*>(m_steps[1]), static_cast<QWidget*>(m_pace)})
        widget->setVisible(live && !over); // nothing to go on with
    const quint64 done = race.done(), total = std::max<quint64>(race.total(), 1);
    m_progress->setValue(static_cast<int>(std::min<quint64>(1000 * done / total, 1000)));
    const QString saved = tr("%1 saved").arg(look::count(race.saved));
    const QString counts = tr("%1 of %2, %3").arg(look::count(done), look::count(race.total()), saved);
    m_progress->setFormat(race.preparing ? tr("finding the reference point…")
                          : live         ? counts
                                         : tr("%1; kept with the study").arg(counts));
    m_progress->setToolTip(tr("Evaluations of all searches. %1 of them were saved, because another search of "
                              "the race had evaluated the same design; they count all the same.")
                               .arg(look::count(race.saved)));
    m_export->setEnabled(done > 0);
}

void RacePanel::showNotes(const study::RaceSnapshot* race)
{
    QStringList notes;
    if (m_desk.isBeginning())
        notes << tr("Getting the methods ready…");
    if (race != nullptr) {
        for (const study::LeftOut& left : race->leftOut)
            notes << tr("%1 was left out: %2").arg(plots::methodTitle(left.method), text(left.reason));
        for (const study::RaceLanePtr& lane : race->lanes)
            if (!lane->message.empty())
                notes << tr("%1, seed %2, ended after %3 evaluations: %4")
                             .arg(plots::methodTitle(race->methods[lane->method]))
                             .arg(lane->seed)
                             .arg(look::count(lane->evaluations), text(lane->message));
        if (!race->message.empty())
            notes << text(race->message);
    }
    const QString all = notes.join(QLatin1Char('\n'));
    constexpr qsizetype kMost = 2;
    const qsizetype more = notes.size() - kMost;
    m_note->setText(more > 1 ? notes.mid(0, kMost).join(QLatin1Char('\n')) + tr(" (and %1 more)").arg(more)
                             : all);
    m_note->setToolTip(all);
    m_note->setVisible(!notes.isEmpty());
}

void RacePanel::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export the race"), QString(), tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("race.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, &RacePanel::exportTo);
    dialog->open();
}

void RacePanel::exportTo(const QString& file)
{
    m_error->hide();
    m_writing.run<QString>(
        [race = m_desk.snapshot(), study = m_document.study(),
         path = file.toStdString()](const plots::LatestJob::Stale&, const auto& deliver) {
            const Status written = writeFileAtomically(path, study::raceToCsv(*race, study));
            deliver(written ? QString() : QString::fromStdString(written.error().text()));
        },
        [this](const QString& failure) {
            m_error->setText(failure);
            m_error->setVisible(!failure.isEmpty());
        });
}

} // namespace paretoscope::ui::panels
