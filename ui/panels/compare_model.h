// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QAbstractTableModel>

#include <vector>

namespace paretoscope::ui::panels {

/// The designs of the compare tray as columns A to H; objectives, other metrics and parameters as rows.
/// Metrics show how they compare with a reference design, in percent and with a glyph that says better or
/// worse.
class CompareModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit CompareModel(session::StudyDocument& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void refresh(); ///< after the tray changed
    void setReference(int place);
    [[nodiscard]] int reference() const { return m_reference; }
    void setDifferencesOnly(bool only);
    /// How a metric's difference from the reference is told.
    enum class Difference { Percent, Ratio, Value };
    void setDifference(Difference difference);
    [[nodiscard]] QString asCsv() const;
    [[nodiscard]] QString asTsv() const; ///< for spreadsheets

Q_SIGNALS:
    void referenceChanged(int place);

private:
    [[nodiscard]] const session::Axis& axisOf(int row) const;
    [[nodiscard]] double value(int row, int place) const; ///< NaN where unknown
    [[nodiscard]] bool differs(std::size_t axis) const;
    [[nodiscard]] QString cell(int row, int place) const;
    [[nodiscard]] QString differenceText(const session::Axis& axis, double from, double to) const;
    [[nodiscard]] QString asText(QChar separator) const;
    [[nodiscard]] int verdict(int row, int place) const; ///< +1 better than the reference, -1 worse

    session::StudyDocument& m_document;
    std::vector<session::TrialId> m_tray;
    std::vector<std::size_t> m_rows; ///< indices of axes
    int m_reference = 0;
    bool m_differencesOnly = false;
    Difference m_difference = Difference::Percent;
};

} // namespace paretoscope::ui::panels
