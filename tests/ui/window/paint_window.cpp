// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs a study and takes pictures of the window and of every view, light and dark, at two sizes, for looking
// at:  paint_window <folder> <study.json> [evaluations]
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

constexpr int kSettle_ms = 400; ///< views refine and explain in the background
constexpr int kLongestRun_ms = 120'000;

void save(QWidget& widget, const QDir& folder, const QString& name)
{
    if (!widget.grab().save(folder.filePath(name + QStringLiteral(".png"))))
        qWarning("Cannot write %s.", qPrintable(folder.filePath(name)));
}

/// A design in focus, three to compare, a pin, a set: so that every view has something to show.
void furnish(session::StudyDocument& document)
{
    const std::vector<std::uint64_t> front = document.snapshot()->front;
    if (front.empty())
        return;
    for (std::size_t i = 0; i < 3; ++i)
        document.addToTray(front[i * (front.size() - 1) / 2]);
    document.selection().setFocus(document.snapshot()->knee.value_or(front.front()));
    const session::Axis& axis = document.axes().front();
    const study::Trial* middle = document.trial(front[front.size() / 2]);
    document.setPin({axis.name.toStdString(), -INFINITY, 2.0 * axis.value(*middle, document.problem())});
}

void paintAll(window::MainWindow& window, const QDir& folder, const QString& theme, QSize size)
{
    const QString suffix = QStringLiteral("-%1-%2x%3").arg(theme).arg(size.width()).arg(size.height());
    window.resize(size);
    window.actions().resetLayout->trigger();
    QTest::qWait(kSettle_ms);
    save(window, folder, QStringLiteral("window") + suffix);
    for (const window::ViewKind& kind : window::viewCatalogue()) {
        QWidget* view = window.showView(kind.name);
        QTest::qWait(kSettle_ms);
        if (view != nullptr)
            save(*view, folder, kind.name + suffix);
        save(window, folder, QStringLiteral("window-") + kind.name + suffix);
    }
    window.showView(window::frontName());
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc < 3) {
        qWarning("Usage: paint_window <folder> <study.json> [evaluations]");
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    const std::size_t evaluations = argc > 3 ? QByteArray(argv[3]).toULongLong() : 400;
    if (!folder.mkpath(QStringLiteral(".")))
        return 4;
    const QTemporaryDir own;
    window::MainWindow window(
        std::make_unique<QSettings>(own.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat));
    window.skipTour();
    window.show();
    window.openFile(QString::fromLocal8Bit(argv[2]), own.filePath(QStringLiteral("run.pscope")));
    const bool ran = QTest::qWaitFor(
        [&] {
            return window.document() != nullptr
                   && (window.document()->snapshot()->trials.size() >= evaluations
                       || window.document()->snapshot()->state == study::RunState::Finished);
        },
        kLongestRun_ms);
    if (!ran) {
        qWarning("The study did not get far enough. %s", qPrintable(window.stripSentence()));
        return 4;
    }
    window.document()->pause();
    furnish(*window.document());
    for (const auto& [theme, name] :
         {std::pair{look::Theme::Light, "light"}, std::pair{look::Theme::Dark, "dark"}}) {
        window.setTheme(theme);
        for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)})
            paintAll(window, folder, QLatin1String(name), size);
    }
    window.close();
    return 0;
}
