// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/mapping_editing.h"

#include <QComboBox>
#include <QFrame>
#include <QListWidget>

namespace paretoscope::ui::panels {

/// All factors that a loop may have, with what remains of its dimension where: a small window that closes
/// when one is chosen or the hand goes elsewhere. With whom the loop exchanges is chosen at its top.
class FactorList : public QFrame
{
    Q_OBJECT

public:
    FactorList(const MappingEditing& editing, cost::spatial::LoopPlace loop, QWidget* parent);
    void popUpAt(QPoint global);

Q_SIGNALS:
    void chosen(qint64 factor, paretoscope::cost::spatial::LanePlace partner);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void listPartners();
    void listFactors();
    void choose();
    [[nodiscard]] cost::spatial::LanePlace partner() const;

    const MappingEditing& m_editing;
    cost::spatial::LoopPlace m_loop;
    std::vector<cost::spatial::LanePlace> m_partners;
    QComboBox* m_with;
    QListWidget* m_factors;
};

} // namespace paretoscope::ui::panels
