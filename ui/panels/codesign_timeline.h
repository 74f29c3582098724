// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/codesign_desk.h"
#include "ui/plots/machine_timeline.h"
#include "ui/session/refresh_gate.h"

#include <QScrollArea>

#include <map>

namespace paretoscope::ui::panels {

/// The timeline of all machines tried. Their searches are run again in the background, one machine after the
/// other, and kept.
class CodesignTimeline : public QScrollArea
{
    Q_OBJECT

public:
    CodesignTimeline(session::StudyDocument& document, CodesignDesk& desk, QWidget* parent = nullptr);
    [[nodiscard]] plots::MachineTimeline& timeline() const { return *m_timeline; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

private:
    using Curves = std::vector<std::vector<double>>;
    void refresh();
    void search();

    session::StudyDocument& m_document;
    CodesignDesk& m_desk;
    plots::MachineTimeline* m_timeline;
    std::map<session::TrialId, Curves> m_curves;
    bool m_searching = false;
    plots::LatestJob m_job;
    session::RefreshGate* m_gate;
};

} // namespace paretoscope::ui::panels
