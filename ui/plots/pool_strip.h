// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_search.h"

#include <QWidget>

#include <optional>

namespace paretoscope::ui::plots {

/// What a model thought of the mappings that it chose among: one column a mapping, the most promising first,
/// a whisker for what is expected give or take one deviation, and the chosen one highlighted.
class PoolStrip : public QWidget
{
    Q_OBJECT

public:
    explicit PoolStrip(QWidget* parent = nullptr);
    void setMoment(std::optional<codesign::PoolMoment> moment, const QString& whyNone);
    [[nodiscard]] const std::optional<codesign::PoolMoment>& moment() const { return m_moment; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 90}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    std::optional<codesign::PoolMoment> m_moment;
    std::vector<std::size_t> m_order; ///< of the pool, by score
    QString m_whyNone;
};

} // namespace paretoscope::ui::plots
