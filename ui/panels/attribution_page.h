// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/codesign_problem.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <stop_token>

class QLabel;

namespace paretoscope::ui::panels {

/// What of an improvement over the hand-made machine is the machine's, and what its style of mapping brings:
/// all four of old and new machine with old and new style, searched alike. Works while it is seen.
class AttributionPage : public QWidget
{
    Q_OBJECT

public:
    explicit AttributionPage(session::StudyDocument& document, QWidget* parent = nullptr);
    ~AttributionPage() override;

    void setDesign(session::TrialId id);
    [[nodiscard]] QString words() const;
    [[nodiscard]] QString cellText(std::size_t row, std::size_t column) const; ///< old first

protected:
    void showEvent(QShowEvent* event) override;

private:
    using Answer = std::shared_ptr<const Result<codesign::Attribution>>;
    void start();
    void take(const Answer& answer);

    session::StudyDocument& m_document;
    std::optional<session::TrialId> m_wanted, m_asked;
    std::array<std::array<QLabel*, 2>, 2> m_cells{};
    QLabel* m_words;
    std::stop_source m_stop;
    plots::LatestJob m_job;
};

} // namespace paretoscope::ui::panels
