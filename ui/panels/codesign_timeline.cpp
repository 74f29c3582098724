// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_timeline.h"

#include "ui/look/quantity.h"
#include "ui/session/design_name.h"

#include <QScrollBar>

#include <cmath>
#include <limits>

namespace paretoscope::ui::panels {

namespace {

/// What a batch of machines' searches found; empty marks the end.
struct SearchedMachine
{
    std::optional<session::TrialId> id;
    std::vector<std::vector<double>> curves;
};

} // namespace

CodesignTimeline::CodesignTimeline(session::StudyDocument& document, CodesignDesk& desk, QWidget* parent)
    : QScrollArea(parent)
    , m_document(document)
    , m_desk(desk)
    , m_timeline(new plots::MachineTimeline(this))
    , m_job(this)
    , m_gate(new session::RefreshGate(
          this, [this] { refresh(); }, 6.0))
{
    setWidget(m_timeline);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Timeline of machines"));
    connect(&desk, &CodesignDesk::changed, m_gate, &session::RefreshGate::request);
    connect(&document, &session::StudyDocument::snapshotChanged, m_gate, &session::RefreshGate::request);
    connect(&document.selection(), &session::Selection::hoverChanged, this,
            [this] { m_timeline->setMarks(m_desk.shown(), m_document.selection().hover()); });
    connect(m_timeline, &plots::MachineTimeline::machineHovered, this,
            [this](std::optional<quint64> id) { m_document.selection().setHover(id); });
    connect(m_timeline, &plots::MachineTimeline::machineChosen, this, [this](quint64 id, int layer) {
        if (layer >= 0)
            m_desk.setLayer(static_cast<std::size_t>(layer));
        m_document.selection().setFocus(id);
    });
    m_gate->request();
}

QSize CodesignTimeline::sizeHint() const
{
    return {600, m_timeline->minimumSizeHint().height() + horizontalScrollBar()->sizeHint().height()};
}

void CodesignTimeline::refresh()
{
    if (m_desk.model() == nullptr)
        return;
    const study::SnapshotPtr snapshot = m_document.snapshot();
    QStringList layers;
    for (const codesign::CodesignLayer& layer : m_desk.model()->layers())
        layers << QString::fromStdString(layer.name);
    std::vector<plots::MachineTimeline::Column> columns;
    std::optional<std::size_t> best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
        const study::Trial& trial = snapshot->trials[i];
        plots::MachineTimeline::Column column;
        column.id = trial.id;
        column.feasible = trial.outcome.verdict == problem::Verdict::Feasible;
        const auto found = m_curves.find(trial.id);
        column.known = found != m_curves.end();
        if (column.known)
            column.layers = found->second;
        const QString ratio = session::ratioText(m_document, trial);
        column.words = QStringLiteral("<b>%1</b><br>%2")
                           .arg(session::designName(m_document, trial.id),
                                !column.feasible
                                    ? QString::fromStdString(trial.outcome.reason).toHtmlEscaped()
                                : ratio.isEmpty()
                                    ? look::quantity(trial.outcome.metrics[0], QStringLiteral("J·s"))
                                    : ratio.toHtmlEscaped());
        if (column.feasible && trial.outcome.metrics[0] < least) {
            least = trial.outcome.metrics[0];
            best = columns.size();
        }
        columns.push_back(std::move(column));
    }
    if (best)
        columns[*best].best = true;
    m_timeline->setColumns(std::move(columns), layers);
    m_timeline->setMarks(m_desk.shown(), m_document.selection().hover());
    updateGeometry();
    search();
}

void CodesignTimeline::search()
{
    if (m_searching)
        return;
    std::vector<std::pair<session::TrialId, space::Design>> missing;
    const study::SnapshotPtr snapshot = m_document.snapshot();
    for (std::size_t i = 0; i < snapshot->trials.size(); ++i)
        if (!m_curves.contains(snapshot->trials[i].id))
            missing.emplace_back(snapshot->trials[i].id, snapshot->trials[i].design);
    if (missing.empty())
        return;
    m_searching = true;
    m_job.run<SearchedMachine>(
        [problem = m_document.study().problem, missing = std::move(missing)](
            const plots::LatestJob::Stale& stale, const std::function<void(SearchedMachine)>& deliver) {
            const codesign::CodesignView& model = *codesign::codesignOf(*problem);
            for (const auto& [id, design] : missing) {
                if (stale())
                    return;
                SearchedMachine searched{id, {}};
                for (const codesign::MappingRecord& record :
                     codesign::searchMachine(model.layers(), model.machine(design), model.question().inner)
                         .layers)
                    searched.curves.push_back(record.bestSoFar_Js());
                deliver(std::move(searched));
            }
            deliver({});
        },
        [this](const SearchedMachine& searched) {
            if (searched.id)
                m_curves[*searched.id] = searched.curves;
            else
                m_searching = false;
            m_gate->request();
        });
}

} // namespace paretoscope::ui::panels
