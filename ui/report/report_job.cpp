// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_job.h"

#include "ui/panels/pin_text.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/front_view.h"
#include "ui/report/figures.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"
#include "ui/session/design_name.h"
#include "ui/session/reference_shelf.h"

#include <QTimer>

#include <algorithm>

namespace paretoscope::ui::report {

namespace {

constexpr int kSettle_ms = 300; ///< views refine in the background; this is enough for 100,000 designs
constexpr std::size_t kMostChosen = 6;

void choose(session::StudyDocument& document, ReportContent& content)
{
    const auto add = [&](std::uint64_t id, const QString& place) {
        const bool there = std::any_of(content.chosen.begin(), content.chosen.end(),
                                       [id](const ChosenDesign& each) { return each.id == id; });
        const study::Reference* reference = document.references().find(id);
        if (there || content.chosen.size() >= kMostChosen || document.trial(id) == nullptr
            || (reference != nullptr && !reference->evaluated))
            return;
        ChosenDesign design;
        design.id = id;
        design.place = place;
        design.tags = document.marks().tags(id);
        design.note = document.note(id);
        content.chosen.push_back(std::move(design));
    };
    const std::vector<session::TrialId>& tray = document.selection().tray();
    for (std::size_t i = 0; i < tray.size(); ++i)
        add(tray[i], QString(QChar(u'A' + static_cast<int>(i))));
    for (const session::TrialId id : document.marks().taggedDesigns())
        add(id, {});
    if (content.chosen.empty() && content.snapshot->knee)
        add(*content.snapshot->knee, ReportJob::tr("knee"));
    if (content.chosen.empty() && !content.snapshot->front.empty())
        add(content.snapshot->front.front(), {});
}

} // namespace

ReportContent textOf(session::StudyDocument& document)
{
    ReportContent content;
    content.study = document.study();
    content.snapshot = document.snapshot();
    for (const study::Pin& pin : document.pins()) {
        const int axis = session::axisNamed(document.axes(), QString::fromStdString(pin.axis));
        if (axis >= 0)
            content.pins.append(
                {panels::pinText(document.axes()[static_cast<std::size_t>(axis)], pin), pin.steer});
    }
    for (const study::Reference& reference : document.references().all())
        if (reference.evaluated)
            content.references.push_back(reference);
    content.search = document.filter().text();
    for (const session::DesignSet& set : document.marks().sets())
        content.sets.append({set.name, static_cast<quint64>(set.ids.size())});
    for (auto note = document.notes().begin(); note != document.notes().end(); ++note)
        if (document.trial(note.key()) != nullptr) // a reference may have been removed
            content.notes.append({note.key(), document.marks().tags(note.key()), note.value()});
    for (const session::TrialId id : document.marks().taggedDesigns())
        if (document.note(id).isEmpty() && document.trial(id) != nullptr)
            content.notes.append({id, document.marks().tags(id), {}});
    std::sort(content.notes.begin(), content.notes.end(),
              [](const MarkedDesign& a, const MarkedDesign& b) { return a.id < b.id; });
    choose(document, content);
    return content;
}

/// What is taken apart: a trial of the log, or a reference.
const space::Design& designOf(const ReportContent& content, std::uint64_t id)
{
    for (const study::Reference& reference : content.references)
        if (reference.trial.id == id)
            return reference.trial.design;
    return content.snapshot->trials[id].design;
}

ReportJob::ReportJob(session::StudyDocument& document, QString folder, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_folder(std::move(folder))
    , m_work(this)
{ }

ReportJob::~ReportJob() = default;

void ReportJob::start()
{
    Q_EMIT progressed(tr("Drawing the figures…"));
    m_content = std::make_shared<ReportContent>(textOf(m_document));
    m_front = std::make_unique<plots::FrontView>(m_document);
    m_convergence = std::make_unique<plots::ConvergenceView>(m_document);
    prepare(*m_front, kFrontSize);
    prepare(*m_convergence, kConvergenceSize);
    QTimer::singleShot(kSettle_ms, this, &ReportJob::drawViews);
}

void ReportJob::drawViews()
{
    if (m_front != nullptr) {
        m_content->figures.push_back(
            figureOf(*m_front, QStringLiteral("front"),
                     tr("The front (discs), the designs it dominates, and the knee (diamond).")));
        m_front.reset();
        QTimer::singleShot(0, this, &ReportJob::drawViews);
        return;
    }
    m_content->figures.push_back(figureOf(*m_convergence, QStringLiteral("convergence"),
                                          tr("Hypervolume of the front over evaluations.")));
    m_convergence.reset();
    explain();
}

void ReportJob::explain()
{
    Q_EMIT progressed(tr("Taking %n design(s) apart…", nullptr, static_cast<int>(m_content->chosen.size())));
    const std::shared_ptr<ReportContent> content = m_content;
    using Explained = std::vector<std::optional<problem::Explanation>>;
    m_work.run<Explained>(
        [content](const plots::LatestJob::Stale& stale, const std::function<void(Explained)>& deliver) {
            Explained all;
            for (const ChosenDesign& design : content->chosen) {
                if (stale())
                    return;
                const space::Design& chosen = designOf(*content, design.id);
                if (chosen.empty()) { // a reference outside of the space
                    all.emplace_back();
                    continue;
                }
                auto told = content->study.problem->explain(chosen, {});
                all.push_back(told ? std::optional(std::move(told).value()) : std::nullopt);
            }
            deliver(std::move(all));
        },
        [this](const Explained& all) {
            for (std::size_t i = 0; i < all.size(); ++i)
                m_content->chosen[i].explanation = all[i];
            drawParts(0);
        });
}

void ReportJob::drawParts(std::size_t next)
{
    if (next == m_content->chosen.size())
        return write();
    ChosenDesign& design = m_content->chosen[next];
    if (design.explanation)
        for (Figure figure :
             {diagramOf(*design.explanation, design.id, session::designName(m_document, design.id)),
              energyOf(*design.explanation, design.id, session::designName(m_document, design.id))})
            if (!figure.image.isNull())
                design.figures.push_back(std::move(figure));
    QTimer::singleShot(0, this, [this, next] { drawParts(next + 1); });
}

void ReportJob::write()
{
    Q_EMIT progressed(tr("Writing the report…"));
    m_work.run<QString>(
        [content = m_content, folder = m_folder](const plots::LatestJob::Stale&,
                                                 const std::function<void(QString)>& deliver) {
            const Status written = writeReport(*content, folder);
            deliver(written ? QString() : QString::fromStdString(written.error().text()));
        },
        [this](const QString& problem) { Q_EMIT finished(problem, m_folder); });
}

} // namespace paretoscope::ui::report
