// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace paretoscope::ui::panels {

/// Which designs a table lists.
enum class TrialFilter { All, Feasible, Front, Passing, Brushed };

/// The designs of the newest snapshot as rows: id, standing, marks, then every axis; above them, whatever the
/// order, the reference designs. Virtual: it holds an
/// order of ids and reads the values where they are, so a hundred thousand rows cost a vector of integers.
class TrialTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int kIdColumn = 0;
    static constexpr int kStandingColumn = 1;
    static constexpr int kMarksColumn = 2; ///< tags and note; the colour of the set
    static constexpr int kFirstAxisColumn = 3;

    explicit TrialTableModel(session::StudyDocument& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    void setFilter(TrialFilter filter);
    [[nodiscard]] TrialFilter filter() const { return m_filter; }
    /// Takes in the newest snapshot: appends rows where that is all that changed, so that a reader's place
    /// and selection stay.
    void refresh();

    [[nodiscard]] std::optional<session::TrialId> idAt(int row) const;
    [[nodiscard]] int rowOf(session::TrialId id) const; ///< -1 when it is not listed
    /// Every listed row, base units, C locale, with a header.
    [[nodiscard]] QString asCsv() const;

private:
    [[nodiscard]] const study::Trial* trialOf(session::TrialId id) const; ///< null when it is gone
    [[nodiscard]] std::vector<session::TrialId> listed() const;
    void order(std::vector<session::TrialId>& ids) const;
    [[nodiscard]] double key(const study::Trial& trial, int column) const;
    [[nodiscard]] QString text(const study::Trial& trial, int column) const;

    session::StudyDocument& m_document;
    study::SnapshotPtr m_snapshot;
    TrialFilter m_filter = TrialFilter::All;
    std::vector<session::TrialId> m_rows; ///< as the filter lists them, sorted
    int m_sortColumn = kIdColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace paretoscope::ui::panels
