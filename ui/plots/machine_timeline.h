// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/selection.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// The search in the search: one column for every machine tried, in it one small curve a layer: how the best
/// mapping found improved. A cross where no valid mapping was found.
class MachineTimeline : public QWidget
{
    Q_OBJECT

public:
    struct Column
    {
        session::TrialId id = 0;
        bool feasible = false;
        bool best = false;                       ///< the best machine so far
        bool known = false;                      ///< whether its searches are at hand
        std::vector<std::vector<double>> layers; ///< best J·s after each evaluation; NaN before a valid one
        QString words;                           ///< for the card
    };

    explicit MachineTimeline(QWidget* parent = nullptr);
    void setColumns(std::vector<Column> columns, QStringList layers);
    void setMarks(std::optional<session::TrialId> shown, std::optional<session::TrialId> hovered);
    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
    [[nodiscard]] QRectF cellOf(std::size_t column, std::size_t layer) const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }

Q_SIGNALS:
    void machineChosen(quint64 id, int layer);
    void machineHovered(std::optional<quint64> id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] double namesWidth() const;
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> at(QPointF position) const;
    void paintColumn(QPainter& painter, std::size_t column) const;
    void describe();

    std::vector<Column> m_columns;
    QStringList m_layers;
    std::vector<std::pair<double, double>> m_ranges; ///< of every layer over all machines, as logarithms
    std::optional<session::TrialId> m_shown, m_hovered;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
