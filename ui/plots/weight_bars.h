// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codesign/mapping_surrogate.h"

#include <QWidget>

#include <vector>

namespace paretoscope::ui::plots {

/// The weights of a linear model with their standard errors, the strongest first: which property of a mapping
/// makes energy times delay grow or fall.
class WeightBars : public QWidget
{
    Q_OBJECT

public:
    explicit WeightBars(QWidget* parent = nullptr);
    void setWeights(std::vector<codesign::FeatureWeight> weights, const QString& whyNone);
    [[nodiscard]] const std::vector<codesign::FeatureWeight>& weights() const { return m_weights; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    std::vector<codesign::FeatureWeight> m_weights; ///< the strongest first
    QString m_whyNone;
};

} // namespace paretoscope::ui::plots
