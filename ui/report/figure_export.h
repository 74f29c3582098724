// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/study_document.h"

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QSize>
#include <QString>
#include <QWidget>

namespace paretoscope::ui::report {

enum class FigureFormat { Pdf, Svg, Png };

/// A size that figures are made for.
struct FigureSize
{
    QString name;
    QSize size; ///< in pixels of 1/96 inch; empty = as the view stands
};
[[nodiscard]] QList<FigureSize> figureSizes();

/// One view as a figure: the view, and below it a line that says where it comes from. On the UI thread.
class FigureExport
{
public:
    /// \param caption empty = none \param size empty = as the view stands
    FigureExport(QWidget& view, QString title, QString caption, QSize size);

    [[nodiscard]] QSize size() const { return m_size; } ///< with the caption
    [[nodiscard]] QImage image(double resolution) const;
    [[nodiscard]] QByteArray bytes(FigureFormat format) const;

private:
    void paint(QPainter& painter) const;
    QWidget& m_view;
    QString m_title;
    QString m_caption;
    QSize m_size;
};

/// "Study, method, seed 7, 41 200 designs, pins: area ≤ 5 mm², study 1f2e3d4c, 2025-01-31"
[[nodiscard]] QString captionOf(session::StudyDocument& document);

/// Puts the figure on the clipboard as vectors (SVG, PDF) and as a picture, for whatever is pasted into.
void copyFigure(const FigureExport& figure);

} // namespace paretoscope::ui::report
