// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizer/optimizer.h"

#include <QScrollArea>

#include <functional>
#include <vector>

class QGridLayout;

namespace paretoscope::ui::panels {

/// What a search method says of itself, and an editor for each of its options with its range, its default
/// and where that comes from.
class MethodForm : public QScrollArea
{
    Q_OBJECT

public:
    explicit MethodForm(QWidget* parent = nullptr);

    /// Shows a method with its defaults, or with the options that `choice` names where it is of this method.
    void setMethod(const optimizer::MethodDoc& doc, const optimizer::MethodChoice& choice);
    /// Every option as the editors have it.
    [[nodiscard]] optimizer::MethodChoice choice() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Puts what an editor holds into the choice.
    using Reader = std::function<void(optimizer::MethodChoice&)>;
    [[nodiscard]] QWidget* numberEditor(const optimizer::OptionDoc& option, double value);
    [[nodiscard]] QWidget* choiceEditor(const optimizer::OptionDoc& option, const std::string& value);
    void addOption(QGridLayout& grid, const optimizer::OptionDoc& option,
                   const optimizer::MethodChoice& choice);

    optimizer::MethodDoc m_doc;
    std::vector<Reader> m_readers;
};

} // namespace paretoscope::ui::panels
