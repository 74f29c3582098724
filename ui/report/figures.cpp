// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/figures.h"

#include "ui/look/colours.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/front_view.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QSvgGenerator>

namespace paretoscope::ui::report {

namespace {

constexpr QSize kFrontSize{1000, 640};
constexpr QSize kConvergenceSize{1000, 360};
constexpr double kResolution = 2.0; ///< pixels of the picture per pixel of the view
constexpr int kSettle_ms = 250;     ///< views refine in the background; this is enough for 100,000 designs

QString tr(const char* text)
{
    return QCoreApplication::translate("Figures", text);
}

/// Lays a view out and lets it draw without its ever being seen.
void settle(QWidget& view, QSize size)
{
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.setPalette(look::paletteFor(look::Theme::Light));
    view.resize(size);
    view.show();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < kSettle_ms)
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents, 20);
}

QImage blank(QSize size)
{
    QImage image((QSizeF(size) * kResolution).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(kResolution);
    image.fill(Qt::white);
    return image;
}

Figure frontFigure(session::StudyDocument& document)
{
    plots::FrontView view(document);
    settle(view, kFrontSize);
    Figure figure{QStringLiteral("front"),
                  tr("The front (discs), the designs it dominates, and the knee (diamond)."),
                  blank(kFrontSize),
                  {}};
    {
        QPainter painter(&figure.image);
        view.paintFigure(painter, kFrontSize);
    }
    QBuffer buffer(&figure.svg);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(kFrontSize);
    generator.setViewBox(QRect(QPoint(), kFrontSize));
    generator.setTitle(QString::fromStdString(document.study().name));
    QPainter painter(&generator);
    view.paintFigure(painter, kFrontSize);
    return figure;
}

Figure convergenceFigure(session::StudyDocument& document)
{
    plots::ConvergenceView view(document);
    settle(view, kConvergenceSize);
    Figure figure{QStringLiteral("convergence"),
                  tr("Hypervolume of the front over evaluations."),
                  blank(kConvergenceSize),
                  {}};
    QPainter painter(&figure.image);
    view.render(&painter);
    return figure;
}

} // namespace

std::vector<Figure> figuresOf(session::StudyDocument& document)
{
    std::vector<Figure> figures;
    figures.push_back(frontFigure(document));
    figures.push_back(convergenceFigure(document));
    return figures;
}

ReportContent contentOf(session::StudyDocument& document)
{
    ReportContent content;
    content.study = document.study();
    content.snapshot = document.snapshot();
    content.figures = figuresOf(document);
    content.highlighted = content.snapshot->knee;
    if (!content.highlighted && !content.snapshot->front.empty())
        content.highlighted = content.snapshot->front.front();
    return content;
}

void explainHighlighted(ReportContent& content)
{
    if (!content.highlighted)
        return;
    const study::Trial& trial = content.snapshot->trials[*content.highlighted];
    if (auto told = content.study.problem->explain(trial.design, {}))
        content.explanation = std::move(told).value();
}

} // namespace paretoscope::ui::report
