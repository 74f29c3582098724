// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/figures.h"

#include "ui/look/colours.h"
#include "ui/panels/block_diagram.h"
#include "ui/plots/energy_bars.h"
#include "ui/plots/figure_source.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <memory>

namespace paretoscope::ui::report {

namespace {

constexpr double kFigureResolution = 2.0; ///< pixels of the picture per pixel of the view
constexpr int kPartWidth_px = 640;

QString figureText(const char* text)
{
    return QCoreApplication::translate("Figures", text);
}

QByteArray vectorsOf(plots::FigureSource& source, QSize size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    QPainter painter(&generator);
    source.paintFigure(painter, size);
    painter.end();
    return bytes;
}

} // namespace

void prepare(QWidget& view, QSize size)
{
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.setAttribute(Qt::WA_QuitOnClose, false); // it may be the only window there is
    view.setPalette(look::paletteFor(look::Theme::Light));
    view.resize(size);
    view.show();
}

Figure figureOf(QWidget& view, const QString& name, const QString& caption)
{
    Figure figure{
        name, caption, QImage((QSizeF(view.size()) * kFigureResolution).toSize(), QImage::Format_RGB32), {}};
    figure.image.setDevicePixelRatio(kFigureResolution);
    figure.image.fill(Qt::white);
    QPainter painter(&figure.image);
    if (auto* source = dynamic_cast<plots::FigureSource*>(&view)) {
        source->paintFigure(painter, view.size());
        figure.svg = vectorsOf(*source, view.size());
    } else {
        view.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    }
    return figure;
}

Figure diagramOf(const problem::Explanation& explanation, std::uint64_t id, const QString& name)
{
    if (explanation.blocks.empty())
        return {};
    panels::BlockDiagram diagram;
    diagram.setExplanation(std::make_shared<const problem::Explanation>(explanation));
    prepare(diagram, {kPartWidth_px, std::clamp(diagram.heightForWidth(kPartWidth_px), 200, 1600)});
    return figureOf(diagram, QStringLiteral("machine-%1").arg(id),
                    figureText("The machine of design %1; colour is the share of energy.").arg(name));
}

Figure energyOf(const problem::Explanation& explanation, std::uint64_t id, const QString& name)
{
    if (explanation.energy.empty())
        return {};
    plots::EnergyBars bars;
    const look::Colours colours = look::coloursFor(look::paletteFor(look::Theme::Light));
    bars.setData({{name, colours.front, explanation.energy}});
    prepare(bars, {kPartWidth_px, std::max(200, bars.sizeHint().height())});
    return figureOf(bars, QStringLiteral("energy-%1").arg(id),
                    figureText("Energy of design %1 by component and operand.").arg(name));
}

} // namespace paretoscope::ui::report
