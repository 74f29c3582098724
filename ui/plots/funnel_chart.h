// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace paretoscope::ui::plots {

/// What is left of random samples after each rule, one bar under the other. Lengths are logarithmic, since
/// one in ten thousand would not be seen otherwise; the numbers say how many.
class FunnelChart : public QWidget
{
    Q_OBJECT

public:
    struct Stage
    {
        QString name;
        std::int64_t left = 0; ///< of the samples
        bool enforced = true;  ///< a rule that is switched off is drawn pale
    };

    explicit FunnelChart(QWidget* parent = nullptr);
    /// \param stages  all samples first; each has at most as many left as the one before
    void setStages(std::vector<Stage> stages);
    [[nodiscard]] const std::vector<Stage>& stages() const { return m_stages; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QString words(const Stage& stage) const;
    void paintStage(QPainter& painter, std::size_t i) const;
    std::vector<Stage> m_stages;
};

/// "fits the array", by the place of the rule in the order of testing.
[[nodiscard]] QString ruleTitle(std::size_t rule);
/// "0.64 %", "1 in 23 000" where a percentage would have only zeros.
[[nodiscard]] QString shareWords(std::int64_t part, std::int64_t all);

} // namespace paretoscope::ui::plots
