// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

namespace paretoscope::ui::plots {

class HoverCard;

/// One outcome's column of bars.
struct ImportanceColumn
{
    QString title;                 ///< "Energy"
    QString quality;               ///< "fit 97 %"
    bool poor = false;             ///< not to be trusted
    std::vector<double> shares;    ///< one per parameter
    std::vector<double> low, high; ///< spread; empty where there is none
    std::vector<QString> notes;    ///< said of each bar under the pointer
};

/// A row per parameter, a column of bars per outcome, all on one scale from 0 to 1. Bars of a model that is
/// not to be trusted are hatched and pale. One cell is current; click, or arrow keys and Enter, choose.
class ImportanceChart : public QWidget
{
    Q_OBJECT

public:
    explicit ImportanceChart(QWidget* parent = nullptr);

    /// \param order  parameters from top to bottom
    void setData(QStringList names, std::vector<std::size_t> order, std::vector<ImportanceColumn> columns);
    void setCurrent(std::size_t parameter, std::size_t outcome);
    /// Where a bar begins, for tests and for cards. Empty where there is no such cell.
    [[nodiscard]] QRectF cell(std::size_t parameter, std::size_t outcome) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(std::size_t parameter, std::size_t outcome);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] double namesWidth() const;
    [[nodiscard]] double headerHeight() const;
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] QRectF place(std::size_t row, std::size_t column) const;
    [[nodiscard]] std::size_t rowOf(std::size_t parameter) const;
    [[nodiscard]] bool at(QPointF position, std::size_t& row, std::size_t& column) const;
    void paintHeader(QPainter& painter, std::size_t column) const;
    void paintBar(QPainter& painter, std::size_t row, std::size_t column) const;
    void describe();

    QStringList m_names;
    std::vector<std::size_t> m_order;
    std::vector<ImportanceColumn> m_columns;
    std::size_t m_row = 0;
    std::size_t m_column = 0;
    HoverCard* m_card;
};

} // namespace paretoscope::ui::plots
