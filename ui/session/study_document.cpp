// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/study_document.h"

#include "core/study/race_store.h"
#include "ui/session/command_gate.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"
#include "ui/session/explainer.h"
#include "ui/session/passing_counter.h"
#include "ui/session/pool_task.h"
#include "ui/session/race_desk.h"
#include "ui/session/reference_shelf.h"
#include "ui/session/session_location.h"
#include "ui/session/snapshot_bell.h"
#include "ui/session/study_document_parts.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace paretoscope::ui::session {

namespace {

constexpr int kFrame_ms = 33;    ///< at most 30 snapshots a second reach the views
constexpr int kWriteIn_ms = 300; ///< small settings are written together

} // namespace

Result<StudyDocument::Opened> StudyDocument::open(const std::filesystem::path& studyOrSession,
                                                  const std::filesystem::path& sessionForStudy,
                                                  std::function<void()> wake)
{
    Opened opened;
    Result<std::unique_ptr<study::Session>> session = looksLikeSession(studyOrSession)
                                                          ? study::Session::open(studyOrSession)
                                                          : openSessionOf(studyOrSession, sessionForStudy,
                                                                          opened.isNew);
    if (!session)
        return session.error();
    opened.session = std::move(session).value();
    opened.bell = std::make_shared<SnapshotBell>();
    study::Runner::Options options;
    options.wake = [bell = opened.bell, wake = std::move(wake)] {
        bell->ring();
        if (wake)
            wake();
    };
    Result<std::unique_ptr<study::Runner>> runner = study::Runner::make(*opened.session, std::move(options));
    if (!runner)
        return runner.error();
    opened.runner = std::move(runner).value();
    return opened;
}

StudyDocument::StudyDocument(Opened opened, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->session = std::move(opened.session);
    d->runner = std::move(opened.runner);
    d->bell = std::move(opened.bell);
    m_axes = axesOf(problem());
    m_snapshot = d->runner->snapshot();
    d->state = m_snapshot->state;
    d->filter = std::make_unique<study::PinFilter>(m_pins, problem());
    new CommandGate(study().problem, this);
    d->counter = new PassingCounter(problem(), this);
    d->explainer = new Explainer(study().problem, this);
    d->mappings = new MappingShelf(
        m_undo, [this](const nlohmann::json& kept) { d->session->put(kMappingsKey, kept); }, this);
    d->race = new RaceDesk(
        study(), [this](const nlohmann::json& kept) { d->session->put(study::kRaceKey, kept); }, this);
    d->marks = new DesignMarks(
        m_undo, [this](const nlohmann::json& kept) { d->session->put(kMarksKey, kept); }, this);
    d->references = new ReferenceShelf(
        study(), m_undo, [this](const nlohmann::json& kept) { d->session->put(study::kReferencesKey, kept); },
        this);
    connect(d->references, &ReferenceShelf::changed, this, &StudyDocument::forgetLostReferences);
    const auto timer = [this](auto act) {
        auto* made = new QTimer(this);
        made->setSingleShot(true);
        connect(made, &QTimer::timeout, this, act);
        return made;
    };
    d->adopt = timer([this] { adoptSnapshot(); });
    d->handOver = timer([this] { handOverPins(); });
    d->write = timer([this] { writePending(); });
    restore();
    d->filterBox = new DesignFilter(*this);
    if (opened.isNew)
        d->left = Left::New;

    connect(d->counter, &PassingCounter::changed, this, &StudyDocument::passingChanged);
    connect(d->explainer, &Explainer::explained, this, &StudyDocument::explained);
    connect(&m_selection, &Selection::focusChanged, this, [this] {
        d->focusDirty = true;
        d->write->start(kWriteIn_ms);
    });
    d->session->onWriteError([this](const Error& error) {
        const QString sentence = QString::fromStdString(error.text());
        QMetaObject::invokeMethod(
            this, [this, sentence] { Q_EMIT writeFailed(sentence); }, Qt::QueuedConnection);
    });
    d->sinceAdopted.start();
    d->bell->listen([this] {
        const auto soon = [this] {
            if (!d->adopt->isActive())
                d->adopt->start(static_cast<int>(
                    std::clamp<qint64>(kFrame_ms - d->sinceAdopted.elapsed(), 0, kFrame_ms)));
        };
        QMetaObject::invokeMethod(this, soon, Qt::QueuedConnection);
    });
}

StudyDocument::~StudyDocument()
{
    d->bell->listen({});
    handOverPins();
    writePending();
    delete d->references;
    delete d->race; // what it found is kept while there is a session
    if (d->state == study::RunState::Running)
        d->keepRun(kRunGoesOn);
    m_undo.disconnect();
    d->runner.reset();
    // Waiting for the disk here means that what was seen is kept; a failure was reported by writeFailed.
    (void)d->session->flush();
    d->session->onWriteError({});
}

void StudyDocument::restore()
{
    study::Session& session = *d->session;
    const std::size_t trials = m_snapshot->trials.size();
    if (const nlohmann::json pins = session.get(study::kPinsKey); !pins.is_null()) {
        if (Result<study::Pins> read = study::pinsFromJson(pins, session.file().string()))
            m_pins = std::move(read).value();
    }
    d->filter = std::make_unique<study::PinFilter>(m_pins, problem());
    d->counter->setTrials(m_snapshot->trials);
    d->counter->setPins(m_pins);
    d->references->restore(session.get(study::kReferencesKey));
    const auto isKnown = [this](TrialId id) { return trial(id) != nullptr; };
    m_selection.setTray(trayFromJson(session.get(kTrayKey), isKnown));
    m_selection.setFocus(focusFromJson(session.get(kFocusKey), isKnown));
    d->notes = notesFromJson(session.get(kNotesKey));
    d->mappings->restore(session.get(kMappingsKey));
    d->race->restore(session.get(study::kRaceKey));
    d->marks->restore(session.get(kMarksKey));
    d->view = settingsFromJson(session.get(kViewKey));
    const nlohmann::json run = session.get(kRunKey);
    if (run == kRunGoesOn)
        d->left = Left::Running;
    else if (run == kRunning)
        d->left = Left::Died;
    else if (run == kRunPaused)
        d->left = Left::Paused;
    else if (run == kRunEnded)
        d->left = Left::Ended;
    else
        d->left = trials == 0 ? Left::New : Left::Paused; // written by the command line, for example
}

const study::Study& StudyDocument::study() const
{
    return d->session->study();
}
const problem::Problem& StudyDocument::problem() const
{
    return *d->session->study().problem;
}
QString StudyDocument::sessionFile() const
{
    return QString::fromStdString(d->session->file().string());
}
StudyDocument::Left StudyDocument::left() const
{
    return d->left;
}
quint64 StudyDocument::passing() const
{
    return d->counter->passing();
}

const study::Trial* StudyDocument::trial(TrialId id) const
{
    if (study::isReference(id)) {
        const study::Reference* reference = d->references->find(id);
        return reference ? &reference->trial : nullptr;
    }
    return id < m_snapshot->trials.size() ? &m_snapshot->trials[static_cast<std::size_t>(id)] : nullptr;
}

void StudyDocument::adoptSnapshot()
{
    d->sinceAdopted.restart();
    study::SnapshotPtr newest = d->runner->snapshot();
    if (newest->revision == m_snapshot->revision)
        return;
    m_snapshot = std::move(newest);
    d->counter->setTrials(m_snapshot->trials);
    const bool changed = std::exchange(d->state, m_snapshot->state) != m_snapshot->state;
    if (changed && (d->state == study::RunState::Finished || d->state == study::RunState::Failed))
        d->keepRun(kRunEnded);
    else if (changed && d->state == study::RunState::Running)
        d->keepRun(kRunning);
    Q_EMIT snapshotChanged();
    if (changed)
        Q_EMIT stateChanged();
}

void StudyDocument::startAsLeft()
{
    if (d->left == Left::New || d->left == Left::Running || d->left == Left::Died)
        start();
}

void StudyDocument::start()
{
    CommandGate::of(this)->pass([this] {
        handOverPins();
        d->keepRun(kRunning);
        d->runner->start();
    });
}

void StudyDocument::saveAs(const QString& file)
{
    writePending();
    startInPool([self = QPointer<StudyDocument>(this), session = d->session, file] {
        const Status moved = session->moveTo(file.toStdString());
        const QString problem = moved ? QString() : QString::fromStdString(moved.error().text());
        const auto answer = [self, file, problem] {
            if (self == nullptr)
                return;
            if (problem.isEmpty() && self->snapshot()->unkept)
                self->start();
            Q_EMIT self->savedAs(file, problem);
        };
        QMetaObject::invokeMethod(qApp, answer, Qt::QueuedConnection);
    });
}

void StudyDocument::pause()
{
    d->keepRun(kRunPaused);
    d->runner->pause();
}

void StudyDocument::stop()
{
    d->keepRun(kRunEnded);
    d->runner->stop();
}

void StudyDocument::extendTo(quint64 evaluations)
{
    CommandGate::of(this)->pass([this, evaluations] {
        handOverPins();
        d->runner->extendTo(evaluations);
    });
}

TrialId StudyDocument::inject(const space::Design& design)
{
    CommandGate::of(this)->pass([this, design] { d->runner->inject(design); });
    return m_snapshot->trials.size();
}

const study::Pin* StudyDocument::pinOn(const QString& axis) const
{
    const std::string name = axis.toStdString();
    const auto found = std::find_if(m_pins.begin(), m_pins.end(),
                                    [&](const study::Pin& p) { return p.axis == name; });
    return found == m_pins.end() ? nullptr : &*found;
}

bool StudyDocument::passesPins(const study::Trial& trial) const
{
    return d->filter->passes(trial);
}

void StudyDocument::handOverPins()
{
    d->handOver->stop();
    if (std::exchange(d->pinsDirty, false))
        d->runner->setPins(m_pins);
}

void StudyDocument::forgetLostReferences()
{
    const auto isLost = [this](TrialId id) { return trial(id) == nullptr; };
    if (m_selection.focus() && isLost(*m_selection.focus()))
        m_selection.setFocus(std::nullopt);
    if (m_selection.hover() && isLost(*m_selection.hover()))
        m_selection.setHover(std::nullopt);
    if (std::any_of(m_selection.tray().begin(), m_selection.tray().end(), isLost))
        applyTray(m_selection.tray());
}

QString StudyDocument::note(TrialId id) const
{
    return d->notes.value(id);
}

ReferenceShelf& StudyDocument::references() const
{
    return *d->references;
}

const QHash<TrialId, QString>& StudyDocument::notes() const
{
    return d->notes;
}

DesignMarks& StudyDocument::marks()
{
    return *d->marks;
}

DesignFilter& StudyDocument::filter()
{
    return *d->filterBox;
}

MappingShelf& StudyDocument::mappings()
{
    return *d->mappings;
}

RaceDesk& StudyDocument::race()
{
    return *d->race;
}

std::shared_ptr<const problem::Explanation> StudyDocument::explanation(TrialId id)
{
    const study::Trial* asked = trial(id);
    if (asked == nullptr)
        return nullptr;
    if (!asked->design.empty())
        return d->explainer->ask(id, asked->design);
    if (!d->outside.contains(id)) {
        d->outside.insert(id);
        QMetaObject::invokeMethod(
            this, [this, id] { Q_EMIT explained(id); }, Qt::QueuedConnection);
    }
    return nullptr;
}

QString StudyDocument::explanationError(TrialId id) const
{
    if (d->outside.contains(id))
        return tr("It lies outside of this study's space, so only what it measures is known.");
    return d->explainer->error(id);
}

QVariant StudyDocument::viewSetting(const QString& key, const QVariant& fallback) const
{
    return d->view.value(key, fallback);
}

void StudyDocument::setViewSetting(const QString& key, const QVariant& value)
{
    if (d->view.value(key) == value)
        return;
    d->view.insert(key, value);
    d->viewDirty = true;
    d->write->start(kWriteIn_ms);
}

void StudyDocument::showPair(const QString& x, const QString& y)
{
    setViewSetting(QStringLiteral("front/x"), x);
    setViewSetting(QStringLiteral("front/y"), y);
    Q_EMIT pairWanted(x, y);
}

void StudyDocument::writePending()
{
    d->write->stop();
    if (std::exchange(d->focusDirty, false))
        d->session->put(kFocusKey, focusToJson(m_selection.focus()));
    if (std::exchange(d->viewDirty, false))
        d->session->put(kViewKey, settingsToJson(d->view));
}

} // namespace paretoscope::ui::session
