// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/figure_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace paretoscope::ui::report {

namespace {

constexpr QSize kPreview{520, 340};

} // namespace

FigureDialog::FigureDialog(QWidget& view, const QString& title, const QString& caption, QWidget* parent)
    : QDialog(parent)
    , m_view(view)
    , m_title(title)
    , m_caption(caption)
    , m_format(new QComboBox(this))
    , m_size(new QComboBox(this))
    , m_withCaption(new QCheckBox(tr("Say below where it comes from: study, method, seed, pins, date"), this))
    , m_preview(new QLabel(this))
{
    setWindowTitle(tr("Export figure: %1").arg(title));
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("PDF, vectors"));
    m_format->addItem(tr("SVG, vectors"));
    m_format->addItem(tr("PNG, a picture of twice the size"));
    m_size->setAccessibleName(tr("Size"));
    for (const FigureSize& each : figureSizes())
        m_size->addItem(each.name, each.size);
    m_withCaption->setChecked(true);
    m_preview->setFixedSize(kPreview);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setAccessibleName(tr("Preview"));
    auto* form = new QFormLayout;
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Size"), m_size);
    form->addRow(QString(), m_withCaption);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save as…"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(m_preview);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(m_size, &QComboBox::currentIndexChanged, this, &FigureDialog::showPreview);
    connect(m_withCaption, &QCheckBox::toggled, this, &FigureDialog::showPreview);
    connect(&view, &QObject::destroyed, this, &QDialog::reject);
    showPreview();
}

FigureFormat FigureDialog::format() const
{
    return static_cast<FigureFormat>(m_format->currentIndex());
}

FigureExport FigureDialog::figure() const
{
    return {m_view, m_title, m_withCaption->isChecked() ? m_caption : QString(),
            m_size->currentData().toSize()};
}

QString FigureDialog::fileName() const
{
    const char* endings[]{".pdf", ".svg", ".png"};
    return m_title.toLower().replace(QLatin1Char(' '), QLatin1Char('-'))
           + QLatin1String(endings[m_format->currentIndex()]);
}

void FigureDialog::showPreview()
{
    const double ratio = devicePixelRatioF();
    QImage picture = figure().image(ratio).scaled((QSizeF(kPreview) * ratio).toSize(), Qt::KeepAspectRatio,
                                                  Qt::SmoothTransformation);
    picture.setDevicePixelRatio(ratio);
    m_preview->setPixmap(QPixmap::fromImage(picture));
}

} // namespace paretoscope::ui::report
