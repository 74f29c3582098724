// SPDX-License-Identifier: GPL-3.0-or-later
// Saves pictures of every plot, in both themes, to the folder given as argument.
#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/energy_bars.h"
#include "ui/plots/front_view.h"
#include "ui/plots/layer_bars.h"
#include "ui/plots/parallel_axes_view.h"
#include "ui/plots/roofline_plot.h"

#include <QApplication>
#include <QThreadPool>

using namespace paretoscope;
namespace look = paretoscope::ui::look;
using namespace paretoscope::ui::plots;

namespace {

void settle()
{
    for (int i = 0; i < 10; ++i) {
        QThreadPool::globalInstance()->waitForDone(2000);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 30);
    }
}

void save(QWidget& view, QSize size, const QString& folder, const QString& name)
{
    view.resize(size);
    view.show();
    settle();
    view.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name).arg(size.width()));
}

std::vector<problem::EnergyPart> parts(double scale)
{
    return {{"DRAM", "weights", 1.1e-3 * scale},         {"DRAM", "inputs", 0.4e-3 * scale},
            {"DRAM", "outputs", 0.2e-3 * scale},         {"global_buffer", "weights", 0.2e-3},
            {"global_buffer", "inputs", 0.5e-3 / scale}, {"weight_scratchpad", "weights", 0.35e-3},
            {"psum_scratchpad", "outputs", 0.3e-3},      {"MAC", "arithmetic", 0.55e-3},
            {"global_buffer", "leakage", 0.05e-3}};
}

void savePictures(const QString& folder, const QString& theme)
{
    const look::Colours colours = look::coloursFor(QApplication::palette());
    for (const auto& [name, trials] :
         {std::pair("small", 900), std::pair("large", 60'000), std::pair("empty", 0)}) {
        test::FabricatedDocument made(static_cast<std::uint64_t>(trials));
        FrontView front(made.document());
        ParallelAxesView parallel(made.document());
        ConvergenceView convergence(made.document());
        if (trials > 0) {
            study::Pin pin;
            pin.axis = "energy";
            pin.maximum = 0.0032;
            made.document().setPin(pin);
            pin = {};
            pin.axis = "buffer";
            pin.minimum = 65536;
            made.document().setPin(pin);
            made.document().selection().setFocus(made.document().snapshot()->knee);
            made.document().addToTray(made.document().snapshot()->front[2]);
            made.document().addToTray(made.document().snapshot()->front.back());
            made.document().selection().setHover(made.document().snapshot()->front[5]);
            made.document().ghost().startFrom(made.document().snapshot()->knee);
            for (const double step : {1.0, 1.1, 1.25})
                made.document().ghost().setGhost(
                    ui::session::GhostPoint{{0.0026 * step, 0.006 / step, 4.0}, {}, true});
        }
        const QString stem = theme + QLatin1Char('-') + QLatin1String(name);
        for (const QSize size : {QSize(700, 500), QSize(1400, 900)})
            save(front, size, folder, stem + QStringLiteral("-front"));
        front.setAxes(QStringLiteral("latency"), QStringLiteral("energy"), QStringLiteral("dataflow"),
                      QStringLiteral("area"));
        made.document().removePin(QStringLiteral("energy"));
        save(front, {900, 560}, folder, stem + QStringLiteral("-front-sizes"));
        save(parallel, {700, 280}, folder, stem + QStringLiteral("-parallel"));
        save(parallel, {1400, 420}, folder, stem + QStringLiteral("-parallel"));
        save(convergence, {600, 240}, folder, stem + QStringLiteral("-convergence"));
    }
    EnergyBars energy;
    energy.setData({{QStringLiteral("A"), look::trayColour(colours, 0), parts(1.0)},
                    {QStringLiteral("B"), look::trayColour(colours, 1), parts(0.6)}});
    save(energy, {460, 280}, folder, theme + QStringLiteral("-energy"));
    LayerBars layers;
    QStringList names;
    LayerSeries a{QStringLiteral("A"), look::trayColour(colours, 0), {}, {}};
    RooflineSeries roof{QStringLiteral("A"),
                        look::trayColour(colours, 0),
                        {4e11, {{"DRAM", 1.2e10}, {"global_buffer", 1e11}}},
                        {}};
    for (int i = 0; i < 21; ++i) {
        names << QStringLiteral("conv%1").arg(i);
        a.values.push_back(1e-4 * (1.0 + (i * 7) % 5));
        a.utilization.push_back(0.3 + 0.1 * ((i * 3) % 7));
        roof.dots.push_back(
            {names.back(), 3.0 * (1 + (i * 13) % 40), 3e10 * (1 + (i * 5) % 12), 0.02 * (1 + (i * 7) % 5)});
    }
    layers.setData(names, QStringLiteral("s"), {a});
    layers.setHighlighted(6);
    save(layers, {520, 220}, folder, theme + QStringLiteral("-layers"));
    RooflinePlot roofline;
    roofline.setData({roof});
    roofline.setHighlighted(6);
    save(roofline, {520, 340}, folder, theme + QStringLiteral("-roofline"));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    for (const auto& [theme, name] :
         {std::pair(look::Theme::Light, "light"), std::pair(look::Theme::Dark, "dark")}) {
        QApplication::setPalette(look::paletteFor(theme));
        savePictures(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."),
                     QString::fromLatin1(name));
    }
    return 0;
}
