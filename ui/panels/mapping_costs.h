// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem/mapping_bench.h"
#include "ui/look/colours.h"

#include <QWidget>

#include <memory>

namespace paretoscope::ui::panels {

/// What a mapping costs, beside another one: four figures with their change, energy and fill of every memory
/// as small bars with a tick where the other stands, and one sentence. Where the mapping cannot run the
/// sentence says why, and the figures of the last one that could are greyed. Never changes its height while
/// mappings change, so that nothing jumps below a dragging hand.
class MappingCosts : public QWidget
{
    Q_OBJECT

public:
    using TriedPtr = std::shared_ptr<const problem::TriedMapping>;

    explicit MappingCosts(QWidget* parent = nullptr);

    /// \param base what changes are told against
    /// \param shown may be illegal, then `legal` gives the greyed figures
    void setCosts(TriedPtr base, TriedPtr shown, TriedPtr legal);

    /// What can be done, said below the sentence while the mapping is the base itself.
    void setHint(const QString& hint);
    /// Leaves the memories out where height is scarce.
    void setBrief(bool brief);

    /// "Energy 3.9 mJ, −3 %" for each figure, and the sentence: what a screen reader hears.
    [[nodiscard]] QString asText() const;
    [[nodiscard]] QString sentence() const;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// One of the four figures at the top.
    struct Figure
    {
        QString name;
        QString value;
        double change = 0.0; ///< relative
        QString changeText;
        bool lessIsBetter = true;
    };
    [[nodiscard]] std::vector<Figure> figures() const;
    [[nodiscard]] int columns(int width) const;
    [[nodiscard]] double rowHeight() const;
    void paintFigure(QPainter& painter, const Figure& figure, const QRectF& area) const;
    void paintParts(QPainter& painter, const QRectF& area) const;
    void paintBar(QPainter& painter, QRectF ground, double filled, double tick, const QColor& colour) const;
    void paintSentence(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] QColor changeColour(double change, bool lessIsBetter) const;

    [[nodiscard]] double partsHeight() const;

    bool m_brief = false;
    QString m_hint;
    TriedPtr m_base, m_shown, m_legal;
    look::Colours m_colours;
};

} // namespace paretoscope::ui::panels
