// SPDX-License-Identifier: GPL-3.0-or-later
//
// Paints every page of the inspector, the comparison and the table at the widths that docks have, light and
// dark, for looking at:  paint_panels <folder>
#include "tests/ui/panels/realistic_explanation.h"
#include "tests/ui/plots/fabricated_document.h"
#include "ui/look/colours.h"
#include "ui/look/style_sheet.h"
#include "ui/panels/block_diagram.h"
#include "ui/panels/compare_panel.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/trial_table.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

void paint(QWidget& widget, QSize size, const QString& file)
{
    widget.resize(size);
    widget.show();
    QTest::qWait(30);
    if (!widget.grab().save(file))
        qWarning("Cannot write %s.", qPrintable(file));
}

void paintAll(const QDir& folder, const QString& theme)
{
    test::FabricatedDocument fabricated(800, [](const space::Design&) {
        return Result<problem::Explanation>(test::realisticExplanation(28, 16));
    });
    session::StudyDocument& document = fabricated.document();
    const std::vector<std::uint64_t>& front = document.snapshot()->front;
    for (std::size_t i = 0; i < 3; ++i)
        document.addToTray(front[i * front.size() / 3]);
    document.selection().setFocus(front[front.size() / 2]);
    panels::InspectorPanel inspector(document);
    panels::ComparePanel compare(document);
    panels::TrialTable table(document);
    inspector.show();
    QTest::qWait(300); // explained in the background
    for (const int width : {290, 300, 480, 900}) {
        const auto file = [&](const QString& name) {
            return folder.filePath(QStringLiteral("%1-%2-%3.png").arg(name).arg(width).arg(theme));
        };
        for (int page = 0; page < 6; ++page) {
            inspector.showPage(static_cast<panels::InspectorPanel::Page>(page));
            paint(inspector, {width, 660}, file(QStringLiteral("inspector%1").arg(page)));
        }
        paint(compare, {width, 660}, file(QStringLiteral("compare")));
        paint(table, {width, 400}, file(QStringLiteral("table")));
    }
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."));
    for (const auto& [theme, name] :
         {std::pair{look::Theme::Light, "light"}, std::pair{look::Theme::Dark, "dark"}}) {
        QApplication::setPalette(look::paletteFor(theme));
        application.setStyleSheet(look::styleSheetFor(look::coloursFor(QApplication::palette())));
        paintAll(folder, QLatin1String(name));
    }
    return 0;
}
