// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/codesign_problem.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace paretoscope::ui::panels {

/// What the parts of the co-design view look at together: a machine, one of its layers, and the machine's
/// inner searches run again, with every choice of the model. They are the very searches that the machine's
/// score rests on.
class CodesignDesk : public QObject
{
    Q_OBJECT

public:
    using ResultPtr = std::shared_ptr<const codesign::MachineResult>;

    explicit CodesignDesk(session::StudyDocument& document, QObject* parent = nullptr);
    ~CodesignDesk() override; ///< stops what is under way

    /// Null where the study does not search machines and mappings together.
    [[nodiscard]] const codesign::CodesignView* model() const { return m_model; }
    /// Says that a view is looking, at the design in focus or else at the best. Cheap.
    void want();

    [[nodiscard]] std::optional<session::TrialId> shown() const { return m_shown; }
    [[nodiscard]] std::optional<codesign::Machine> machine() const;
    [[nodiscard]] std::size_t layer() const { return m_layer; } ///< of model()->layers()
    void setLayer(std::size_t layer);
    [[nodiscard]] ResultPtr result() const { return m_result; } ///< null while it is searched
    /// The search of the layer; null while there is none, also where an earlier layer had no valid mapping.
    [[nodiscard]] const codesign::MappingRecord* record() const;
    /// How things stand, in a sentence; empty when all is there.
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void changed(); ///< machine, layer or result

private:
    void start();

    session::StudyDocument& m_document;
    const codesign::CodesignView* m_model;
    std::optional<session::TrialId> m_shown;
    std::size_t m_layer = 0;
    ResultPtr m_result;
    QString m_problem;
    std::stop_source m_stop;
    plots::LatestJob m_job;
};

/// "14 × 12 PEs; 12, 192 and 16 words in a PE for inputs, weights and outputs; 1 bank".
[[nodiscard]] QString machineWords(const codesign::Machine& machine);

} // namespace paretoscope::ui::panels
