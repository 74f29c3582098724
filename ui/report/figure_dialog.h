// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/figure_export.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;

namespace paretoscope::ui::report {

/// Asks how a view is to become a figure and shows what it will look like.
class FigureDialog : public QDialog
{
    Q_OBJECT

public:
    /// \param view the dialog closes with it \param title what the view is called
    FigureDialog(QWidget& view, const QString& title, const QString& caption, QWidget* parent);

    [[nodiscard]] FigureFormat format() const;
    [[nodiscard]] FigureExport figure() const;
    /// "front.pdf"
    [[nodiscard]] QString fileName() const;

private:
    void showPreview();

    QWidget& m_view;
    QString m_title;
    QString m_caption;
    QComboBox* m_format;
    QComboBox* m_size;
    QCheckBox* m_withCaption;
    QLabel* m_preview;
};

} // namespace paretoscope::ui::report
