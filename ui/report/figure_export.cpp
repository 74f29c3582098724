// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/figure_export.h"

#include "ui/look/quantity.h"
#include "ui/panels/pin_text.h"
#include "ui/plots/figure_source.h"
#include "ui/plots/race_style.h"
#include "ui/session/design_filter.h"

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QDate>
#include <QGuiApplication>
#include <QMimeData>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace paretoscope::ui::report {

namespace {

constexpr int kDotsPerInch = 96;
constexpr double kResolution = 2.0; ///< pixels of a picture per pixel of the view
constexpr int kMargin_px = 8;

QString say(const char* text)
{
    return QCoreApplication::translate("FigureExport", text);
}

QRect captionArea(const QFont& font, const QString& caption, int width)
{
    if (caption.isEmpty())
        return {};
    const QRect room(kMargin_px, 0, width - 2 * kMargin_px, 10'000);
    return QFontMetrics(font).boundingRect(room, Qt::TextWordWrap, caption);
}

} // namespace

QList<FigureSize> figureSizes()
{
    return {{say("As on the screen"), {}},
            {say("Slide, 16:9 (1280 × 720)"), {1280, 720}},
            {say("Double column (180 mm wide)"), {680, 440}},
            {say("Single column (88 mm wide)"), {332, 260}},
            {say("Poster (1920 × 1200)"), {1920, 1200}}};
}

FigureExport::FigureExport(QWidget& view, QString title, QString caption, QSize size)
    : m_view(view)
    , m_title(std::move(title))
    , m_caption(std::move(caption))
    , m_size(size)
{
    if (m_size.isEmpty()) {
        m_size = view.size();
        const QRect area = captionArea(view.font(), m_caption, m_size.width());
        m_size.rheight() += area.isEmpty() ? 0 : area.height() + 2 * kMargin_px;
    }
}

void FigureExport::paint(QPainter& painter) const
{
    painter.fillRect(QRect(QPoint(), m_size), m_view.palette().color(QPalette::Window));
    const QRect area = captionArea(m_view.font(), m_caption, m_size.width());
    const int below = area.isEmpty() ? 0 : area.height() + 2 * kMargin_px;
    const QSize room(m_size.width(), std::max(1, m_size.height() - below));
    painter.save();
    if (auto* source = dynamic_cast<plots::FigureSource*>(&m_view)) {
        source->paintFigure(painter, room);
    } else {
        const double scale = std::min(static_cast<double>(room.width()) / std::max(1, m_view.width()),
                                      static_cast<double>(room.height()) / std::max(1, m_view.height()));
        painter.translate((room.width() - scale * m_view.width()) / 2.0, 0.0);
        painter.scale(scale, scale);
        m_view.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
    }
    painter.restore();
    painter.setFont(m_view.font());
    painter.setPen(m_view.palette().color(QPalette::WindowText));
    painter.drawText(area.translated(0, room.height() + kMargin_px), Qt::TextWordWrap, m_caption);
}

QImage FigureExport::image(double resolution) const
{
    QImage image((QSizeF(m_size) * resolution).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(resolution);
    image.fill(m_view.palette().color(QPalette::Window));
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    return image;
}

QByteArray FigureExport::bytes(FigureFormat format) const
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    switch (format) {
    case FigureFormat::Png:
        image(kResolution).save(&buffer, "PNG");
        break;
    case FigureFormat::Svg: {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setResolution(kDotsPerInch);
        generator.setSize(m_size);
        generator.setViewBox(QRect(QPoint(), m_size));
        generator.setTitle(m_title);
        generator.setDescription(m_caption);
        QPainter painter(&generator);
        paint(painter);
        break;
    }
    case FigureFormat::Pdf: {
        QPdfWriter writer(&buffer);
        writer.setTitle(m_title);
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize(QSizeF(m_size) / kDotsPerInch, QPageSize::Inch, m_title));
        writer.setPageMargins({});
        QPainter painter(&writer);
        paint(painter);
        break;
    }
    }
    return bytes;
}

QString captionOf(session::StudyDocument& document)
{
    const study::Study& study = document.study();
    QStringList parts{QString::fromStdString(study.name), plots::methodTitle(study.method.name),
                      say("seed %1").arg(study.seed),
                      say("%1 designs").arg(look::count(document.snapshot()->trials.size()))};
    QStringList pins;
    for (const study::Pin& pin : document.pins())
        if (const int axis = session::axisNamed(document.axes(), QString::fromStdString(pin.axis)); axis >= 0)
            pins << panels::pinText(document.axes()[static_cast<std::size_t>(axis)], pin);
    if (!pins.isEmpty())
        parts << say("pins: %1").arg(pins.join(QStringLiteral("; ")));
    if (document.filter().isActive())
        parts << say("search: %1").arg(document.filter().text());
    parts << say("study %1").arg(study::fingerprint(*study.document), 16, 16, QLatin1Char('0'))
          << QDate::currentDate().toString(Qt::ISODate);
    return parts.join(QStringLiteral(", "));
}

void copyFigure(const FigureExport& figure)
{
    auto* data = new QMimeData; // the clipboard owns it
    data->setImageData(figure.image(kResolution));
    data->setData(QStringLiteral("image/svg+xml"), figure.bytes(FigureFormat::Svg));
    data->setData(QStringLiteral("application/pdf"), figure.bytes(FigureFormat::Pdf));
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace paretoscope::ui::report
