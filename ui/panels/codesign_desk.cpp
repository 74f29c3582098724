// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/codesign_desk.h"

#include "ui/session/analysis_desk.h"

namespace paretoscope::ui::panels {

CodesignDesk::CodesignDesk(session::StudyDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_model(codesign::codesignOf(document.problem()))
    , m_job(this)
{ }

CodesignDesk::~CodesignDesk()
{
    m_stop.request_stop();
}

void CodesignDesk::want()
{
    const auto wanted = m_model == nullptr ? std::nullopt : session::AnalysisDesk::of(m_document).centre();
    const study::Trial* trial = wanted ? m_document.trial(*wanted) : nullptr;
    const bool fits = trial != nullptr && !trial->design.empty();
    if (!fits || wanted == m_shown)
        return;
    m_shown = wanted;
    start();
    Q_EMIT changed();
}

void CodesignDesk::start()
{
    using Answer = std::shared_ptr<const Result<codesign::MachineResult>>;
    m_stop.request_stop();
    m_stop = {};
    m_result.reset();
    m_problem.clear();
    const auto work = [problem = m_document.study().problem, design = m_document.trial(*m_shown)->design,
                       stop = m_stop.get_token()](const plots::LatestJob::Stale&,
                                                  const std::function<void(Answer)>& deliver) {
        deliver(std::make_shared<const Result<codesign::MachineResult>>(
            codesign::replay(*problem, design, stop)));
    };
    m_job.run<Answer>(work, [this](const Answer& answer) {
        if (*answer)
            m_result = std::make_shared<const codesign::MachineResult>(answer->value());
        else
            m_problem = QString::fromStdString(answer->error().what);
        Q_EMIT changed();
    });
}

std::optional<codesign::Machine> CodesignDesk::machine() const
{
    const study::Trial* trial = m_shown ? m_document.trial(*m_shown) : nullptr;
    return trial == nullptr ? std::nullopt : std::optional(m_model->machine(trial->design));
}

void CodesignDesk::setLayer(std::size_t layer)
{
    if (m_model == nullptr || layer >= m_model->layers().size() || layer == m_layer)
        return;
    m_layer = layer;
    Q_EMIT changed();
}

const codesign::MappingRecord* CodesignDesk::record() const
{
    return m_result != nullptr && m_layer < m_result->layers.size() ? &m_result->layers[m_layer] : nullptr;
}

QString CodesignDesk::sentence() const
{
    if (m_model == nullptr)
        return tr("This study does not search machines and mappings together. Open one of the studies named "
                  "“Learned co-design” to see both searches at work.");
    if (!m_shown)
        return tr("No machine has been tried yet. The searches appear with the first one.");
    if (!m_problem.isEmpty())
        return m_problem;
    if (m_result == nullptr)
        return tr("Searching the mappings of this machine again…");
    if (record() == nullptr)
        return tr("The search ended before this layer: %1.").arg(QString::fromStdString(m_result->reason));
    return {};
}

QString machineWords(const codesign::Machine& machine)
{
    return CodesignDesk::tr(
               "%1 × %2 PEs; %3, %4 and %5 words in a PE for inputs, weights and outputs; buffer: %6")
        .arg(machine.columns)
        .arg(machine.rows)
        .arg(machine.inputWords)
        .arg(machine.weightWords)
        .arg(machine.outputWords)
        .arg(machine.banks == 1 ? CodesignDesk::tr("1 bank")
                                : CodesignDesk::tr("%1 banks").arg(machine.banks));
}

} // namespace paretoscope::ui::panels
