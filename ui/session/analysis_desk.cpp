// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/analysis_desk.h"

#include "core/analysis/analyst.h"
#include "ui/look/quantity.h"
#include "ui/session/pool_task.h"

#include <QLocale>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace paretoscope::ui::session {

namespace {

constexpr double kGrowth = 1.1;
constexpr double kPoor = 0.5;
constexpr const char* kOutcomeSetting = "analysis/outcome";
constexpr const char* kParameterSetting = "analysis/parameter";

/// While a run goes on, models may take so much of the time and no more: the search comes first (our choice).
constexpr qint64 kRest = 4; ///< times as long as the last fit took

/// Empty where a model explains nothing.
QString explainedPercent(const analysis::OutcomeFacts& facts)
{
    const double share = facts.validation.determination;
    if (!(share > 0.005))
        return {};
    // 99.97 % is not 100 %.
    const double percent = std::min(100.0 * share, share < 1.0 ? 99.9 : 100.0);
    return QLocale().toString(percent, 'f', percent > 99.0 ? 1 : 0) + QStringLiteral(" %");
}

} // namespace

/// What a fit and its desk share. The desk may go first: then nobody waits for the fit, which ends early and
/// finds nobody to tell.
struct AnalysisDesk::Work
{
    std::mutex mutex; ///< guards desk
    AnalysisDesk* desk = nullptr;
    std::atomic<bool> givenUp = false;
    Result<AnalystPtr> result = Error{};
    std::shared_ptr<std::jthread> thread;
    QElapsedTimer clock;

    void tell(std::function<void(AnalysisDesk&)> what)
    {
        const std::scoped_lock lock(mutex);
        if (desk == nullptr)
            return;
        AnalysisDesk* told = desk;
        QMetaObject::invokeMethod(
            told, [told, what = std::move(what)] { what(*told); }, Qt::QueuedConnection);
    }
};

AnalysisDesk& AnalysisDesk::of(StudyDocument& document)
{
    if (auto* desk = document.findChild<AnalysisDesk*>(QString(), Qt::FindDirectChildrenOnly))
        return *desk;
    return *new AnalysisDesk(document);
}

AnalysisDesk::AnalysisDesk(StudyDocument& document)
    : QObject(&document)
    , m_document(document)
{
    connect(&document, &StudyDocument::snapshotChanged, this, [this] {
        if (m_analyst == nullptr && !m_busy) // the sentence counts designs
            Q_EMIT changed();
    });
}

AnalysisDesk::~AnalysisDesk()
{
    if (m_work == nullptr)
        return;
    m_work->givenUp = true;
    const std::scoped_lock lock(m_work->mutex);
    m_work->desk = nullptr;
    // A model takes a second to finish; the pool waits for it, the screen does not.
    startInPool([thread = std::move(m_work->thread)]() mutable { thread.reset(); });
}

void AnalysisDesk::want()
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    const quint64 trials = snapshot->trials.size();
    if (m_busy || trials < analysis::kFewestTrials)
        return;
    const bool resting = snapshot->state == study::RunState::Running && m_since.isValid()
                         && m_since.elapsed() < kRest * m_took_ms;
    if (static_cast<double>(trials) > kGrowth * static_cast<double>(m_triedWith) && !resting)
        start();
}

void AnalysisDesk::refit()
{
    const quint64 trials = m_document.snapshot()->trials.size();
    if (!m_busy && trials >= analysis::kFewestTrials && (trials > m_triedWith || m_analyst == nullptr))
        start();
}

void AnalysisDesk::start()
{
    m_busy = true;
    m_percent = 0;
    m_work = std::make_shared<Work>();
    m_work->desk = this;
    m_work->clock.start();
    const study::SnapshotPtr snapshot = m_document.snapshot();
    m_triedWith = snapshot->trials.size();
    // The thread must not own what owns it, or it would have to wait for itself.
    const auto run = [work = m_work.get(), keep = std::weak_ptr(m_work), study = m_document.study(),
                      snapshot](const std::stop_token&) {
        const std::shared_ptr<Work> alive = keep.lock();
        if (alive == nullptr)
            return;
        int told = 0;
        const auto goOn = [work, &told](double share) {
            const int percent = static_cast<int>(100.0 * share);
            if (percent > told)
                work->tell([share](AnalysisDesk& desk) { desk.showProgress(share); });
            told = std::max(told, percent);
            return !work->givenUp;
        };
        try {
            alive->result = analysis::Analyst::fit(study, snapshot, {}, goOn);
        } catch (const std::exception& failure) {
            alive->result = Error{ErrorCode::Internal, failure.what(), "analysis", {}};
        }
        alive->tell([alive](AnalysisDesk& desk) { desk.finish(alive); });
    };
    m_work->thread = std::make_shared<std::jthread>(run);
    Q_EMIT changed();
}

void AnalysisDesk::showProgress(double share)
{
    m_percent = static_cast<int>(100.0 * share);
    Q_EMIT changed();
}

void AnalysisDesk::finish(const std::shared_ptr<Work>& work)
{
    work->thread.reset(); // it has nothing left to do
    m_work.reset();
    m_busy = false;
    m_took_ms = work->clock.elapsed();
    m_since.start();
    m_problem.clear();
    if (work->result)
        m_analyst = work->result.value();
    else
        m_problem = QString::fromStdString(work->result.error().what);
    Q_EMIT changed();
}

QString AnalysisDesk::sentence() const
{
    const quint64 trials = m_document.snapshot()->trials.size();
    if (m_busy && m_analyst == nullptr)
        return tr("Fitting models to the designs: %1 %").arg(m_percent);
    if (!m_problem.isEmpty())
        return tr("No models: %1").arg(m_problem);
    if (m_analyst == nullptr && trials < analysis::kFewestTrials)
        return tr("Needs %1 evaluated designs to tell chance from law; %2 so far.")
            .arg(look::count(analysis::kFewestTrials), look::count(trials));
    if (m_analyst == nullptr)
        return tr("No models of the designs yet.");
    QString text = tr("Based on %1 of %2 designs")
                       .arg(look::count(m_analyst->learntFrom()), look::count(m_analyst->outOf()));
    if (m_busy)
        text += tr("; fitting anew: %1 %").arg(m_percent);
    else if (trials > m_analyst->trialsThen())
        text += tr("; %1 are newer").arg(look::count(trials - m_analyst->trialsThen()));
    return text;
}

std::size_t AnalysisDesk::outcome() const
{
    if (m_analyst == nullptr)
        return 0;
    const auto kept = m_document.viewSetting(QString::fromLatin1(kOutcomeSetting), 0).toULongLong();
    return kept < m_analyst->outcomes().size() ? static_cast<std::size_t>(kept) : 0;
}

void AnalysisDesk::setOutcome(std::size_t outcome)
{
    if (outcome == this->outcome())
        return;
    m_document.setViewSetting(QString::fromLatin1(kOutcomeSetting), static_cast<qulonglong>(outcome));
    Q_EMIT chosen();
}

std::size_t AnalysisDesk::parameter() const
{
    const QString name = m_document.viewSetting(QString::fromLatin1(kParameterSetting)).toString();
    return m_document.problem().space().indexOf(name.toStdString()).value_or(0);
}

void AnalysisDesk::setParameter(std::size_t parameter)
{
    const space::Space& space = m_document.problem().space();
    if (parameter >= space.size() || parameter == this->parameter())
        return;
    m_document.setViewSetting(QString::fromLatin1(kParameterSetting),
                              QString::fromStdString(space.parameter(parameter).name()));
    Q_EMIT chosen();
}

std::optional<TrialId> AnalysisDesk::centre() const
{
    const study::SnapshotPtr snapshot = m_document.snapshot();
    const std::optional<TrialId> focus = m_document.selection().focus();
    const study::Trial* trial = focus ? m_document.trial(*focus) : nullptr;
    if (trial != nullptr && !trial->design.empty()) // a reference outside of the space has no place here
        return focus;
    if (snapshot->knee)
        return snapshot->knee;
    return snapshot->front.empty() ? std::nullopt : std::optional<TrialId>(snapshot->front.front());
}

bool AnalysisDesk::isLit(TrialId id) const
{
    const std::vector<TrialId>& brush = m_document.selection().brush();
    const study::Trial* trial = m_document.trial(id);
    return trial != nullptr && m_document.passesPins(*trial)
           && (brush.empty() || std::binary_search(brush.begin(), brush.end(), id));
}

QString outcomeName(const analysis::OutcomeFacts& facts, const problem::Problem& problem)
{
    using Kind = analysis::OutcomeFacts::Kind;
    if (facts.kind == Kind::Feasibility)
        return AnalysisDesk::tr("Whether it works");
    const QString label = QString::fromStdString(problem.metrics()[facts.metric].label);
    return facts.kind == Kind::Limit ? AnalysisDesk::tr("%1 over its limit").arg(label) : label;
}

QString outcomeUnit(const analysis::OutcomeFacts& facts, const problem::Problem& problem)
{
    return facts.kind == analysis::OutcomeFacts::Kind::Objective
               ? QString::fromStdString(problem.metrics()[facts.metric].unit)
               : QString();
}

QString explainedText(const analysis::OutcomeFacts& facts)
{
    const QString percent = explainedPercent(facts);
    return percent.isEmpty() ? AnalysisDesk::tr("explains nothing")
                             : AnalysisDesk::tr("explains %1").arg(percent);
}

QString fitText(const analysis::OutcomeFacts& facts)
{
    const QString percent = explainedPercent(facts);
    return percent.isEmpty() ? AnalysisDesk::tr("no fit") : AnalysisDesk::tr("fit %1").arg(percent);
}

bool isPoor(const analysis::OutcomeFacts& facts)
{
    return !(facts.validation.determination >= kPoor);
}

} // namespace paretoscope::ui::session
