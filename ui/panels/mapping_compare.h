// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/mapping_bench.h"
#include "ui/panels/loop_nest_view.h"
#include "ui/panels/plain_table.h"
#include "ui/plots/latest_job.h"
#include "ui/session/study_document.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QTableView>

#include <array>
#include <vector>

namespace paretoscope::ui::panels {

/// Two mappings of one layer side by side, of one design or of two: differing loops marked, costs with their
/// differences below.
class MappingCompare : public QDialog
{
    Q_OBJECT

public:
    static constexpr std::size_t kSides = 2;

    /// \param designs whose mappings can be chosen; with one, its searched mapping stands against its edited
    /// one, with more, the searched ones of the first two against each other
    MappingCompare(session::StudyDocument& document, std::vector<session::TrialId> designs,
                   const QString& layer, QWidget* parent = nullptr);

    [[nodiscard]] LoopNestView& nest(std::size_t side) { return *m_nests[side]; }
    [[nodiscard]] QString summary() const { return m_summary->text(); }
    [[nodiscard]] QSize sizeHint() const override { return {960, 720}; }
    /// As a part of another window it stays where it is.
    void reject() override
    {
        if (isWindow())
            QDialog::reject();
    }

private:
    /// Where a mapping comes from.
    struct Source
    {
        session::TrialId trial = 0;
        enum class Kind { Searched, Draft, Kept } kind = Kind::Searched;
        QString name; ///< of a kept one
    };
    struct Compared;
    void fillLayers(const QString& layer);
    void fillSources();
    void compare();
    void present(const Compared& compared);

    session::StudyDocument& m_document;
    std::vector<session::TrialId> m_designs;
    std::vector<Source> m_sources;
    QComboBox* m_layers;
    std::array<QComboBox*, kSides> m_choices{};
    std::array<LoopNestView*, kSides> m_nests{};
    QLabel* m_summary;
    PlainTableModel* m_model;
    QTableView* m_table;
    plots::LatestJob m_job;
};

} // namespace paretoscope::ui::panels
