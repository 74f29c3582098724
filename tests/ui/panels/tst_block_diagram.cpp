// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/panels/realistic_explanation.h"
#include "ui/panels/block_diagram.h"
#include "ui/panels/text.h"

#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::BlockDiagram;
using panels::BlockLayout;
using problem::Block;

namespace {

constexpr double kLine = 17.0; ///< pixels a line of text

std::shared_ptr<const problem::Explanation> explanation()
{
    static const auto made = std::make_shared<problem::Explanation>(test::realisticExplanation());
    return made;
}

/// The machine with this many buffers between memory and array.
std::vector<Block> machine(int columns, int rows, int buffers)
{
    std::vector<Block> blocks = test::realisticExplanation(columns, rows).blocks;
    for (Block& block : blocks)
        block.parent = block.parent < 0 ? -1 : 1 + buffers;
    const Block buffer = blocks[1];
    blocks.erase(blocks.begin() + 1);
    blocks.insert(blocks.begin() + 1, static_cast<std::size_t>(buffers), buffer);
    return blocks;
}

bool holds(const QRectF& outer, const QRectF& inner)
{
    return outer.adjusted(-0.5, -0.5, 0.5, 0.5).contains(inner);
}

QRectF areaOfArray(const BlockLayout& layout, const std::vector<Block>& blocks)
{
    for (const BlockLayout::Placed& placed : layout.blocks)
        if (blocks[static_cast<std::size_t>(placed.block)].kind == Block::Kind::Array)
            return placed.area;
    return {};
}

} // namespace

class TestBlockDiagram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layout_overlapsNothingAtAnyWidth_data();
    void layout_overlapsNothingAtAnyWidth();
    void layout_usesTheArraysWidth_data() { layout_overlapsNothingAtAnyWidth_data(); }
    void layout_usesTheArraysWidth();
    void tooLittleRoom_drawsNoGridOverTheCaption();
    void description_listsEveryBlock();
    void keys_walkAndChoose();
    void clicked_namesTheBlock();
    void emptied_saysSo();
    void theme_keepsWhatIsShown();
};

void TestBlockDiagram::layout_overlapsNothingAtAnyWidth_data()
{
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("buffers");
    for (const auto& [columns, rows] : {std::pair{4, 3}, {14, 12}, {28, 16}, {32, 32}, {32, 4}, {4, 32}})
        for (const int buffers : {0, 1, 2})
            QTest::addRow("%dx%d, %d buffers", columns, rows, buffers) << columns << rows << buffers;
}

void TestBlockDiagram::layout_overlapsNothingAtAnyWidth()
{
    QFETCH(int, columns);
    QFETCH(int, rows);
    QFETCH(int, buffers);
    const std::vector<Block> blocks = machine(columns, rows, buffers);
    for (double width = 260.0; width <= 900.0; width += 20.0) {
        const QSizeF room(width, panels::preferredHeight(blocks, width, kLine));
        const BlockLayout layout = panels::layOut(blocks, room, kLine);
        const QRectF array = areaOfArray(layout, blocks);
        const QString where = QStringLiteral("%1 px").arg(width);
        QVERIFY2(!layout.grid.isNull(), qPrintable(where));
        QVERIFY2(!layout.caption.intersects(layout.grid), qPrintable(where));
        QVERIFY2(layout.caption.height() >= 2.0 * kLine, qPrintable(where));
        QVERIFY2(holds(array, layout.caption) && holds(array, layout.grid), qPrintable(where));
        QVERIFY2(holds(layout.chip, array), qPrintable(where));
        QVERIFY2(!layout.chip.intersects(layout.lens), qPrintable(where));
        QCOMPARE(layout.blocks.size(), blocks.size());
        for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
            QVERIFY2(holds(QRectF(QPointF(), room), layout.blocks[i].area), qPrintable(where));
            QVERIFY2(layout.blocks[i].area.height() >= 2.0 * kLine, qPrintable(where));
            for (std::size_t other = 0; other < i; ++other)
                QVERIFY2(!layout.blocks[i].area.intersects(layout.blocks[other].area), qPrintable(where));
        }
    }
}

void TestBlockDiagram::layout_usesTheArraysWidth()
{
    QFETCH(int, columns);
    QFETCH(int, rows);
    QFETCH(int, buffers);
    const std::vector<Block> blocks = machine(columns, rows, buffers);
    for (double width = 260.0; width <= 900.0; width += 20.0) {
        const QSizeF room(width, panels::preferredHeight(blocks, width, kLine));
        const BlockLayout layout = panels::layOut(blocks, room, kLine);
        const QRectF array = areaOfArray(layout, blocks);
        const QSizeF cell = layout.cell();
        const double stretch = std::max(cell.width(), cell.height()) / std::min(cell.width(), cell.height());
        QVERIFY(stretch < 1.7); // still an element, not a stripe
        const bool fillsWidth = layout.grid.width() > 0.9 * (array.width() - 16.0);
        const bool fillsHeight = layout.grid.bottom() > array.bottom() - 10.0;
        QVERIFY2(fillsWidth || fillsHeight, qPrintable(QStringLiteral("%1 px").arg(width)));
        if (!layout.wide && columns >= rows && width <= 320.0)
            QVERIFY2(fillsWidth, qPrintable(QStringLiteral("%1 px").arg(width)));
    }
}

void TestBlockDiagram::tooLittleRoom_drawsNoGridOverTheCaption()
{
    const std::vector<Block> blocks = machine(14, 12, 1);
    for (const double height : {0.0, 40.0, 120.0, 200.0, 300.0}) {
        const BlockLayout layout = panels::layOut(blocks, {300.0, height}, kLine);
        QVERIFY(!layout.caption.intersects(layout.grid));
    }
}

void TestBlockDiagram::description_listsEveryBlock()
{
    BlockDiagram diagram;
    diagram.setExplanation(explanation());
    const QString description = diagram.accessibleDescription();
    for (const Block& block : explanation()->blocks)
        QVERIFY2(description.contains(panels::readable(block.name) + QLatin1Char(':')), block.name.c_str());
    QVERIFY(description.contains(QStringLiteral("14 × 12")));
    QVERIFY(description.contains(QStringLiteral("holds inputs, outputs")));
    QVERIFY(!diagram.accessibleName().isEmpty());
}

void TestBlockDiagram::keys_walkAndChoose()
{
    BlockDiagram diagram;
    diagram.setExplanation(explanation());
    diagram.resize(300, diagram.heightForWidth(300));
    diagram.show();
    QSignalSpy chosen(&diagram, &BlockDiagram::blockActivated);
    QTest::keyClick(&diagram, Qt::Key_Return);
    QVERIFY(chosen.isEmpty()); // nothing is pointed at yet
    QStringList walked;
    for (std::size_t i = 0; i < explanation()->blocks.size(); ++i) {
        QTest::keyClick(&diagram, Qt::Key_Down);
        QTest::keyClick(&diagram, Qt::Key_Return);
        walked << chosen.takeLast().front().toString();
    }
    walked.sort();
    QStringList all;
    for (const Block& block : explanation()->blocks)
        all << QString::fromStdString(block.name);
    all.sort();
    QCOMPARE(walked, all);
    QTest::keyClick(&diagram, Qt::Key_Escape);
    QTest::keyClick(&diagram, Qt::Key_Return);
    QVERIFY(chosen.isEmpty());
}

void TestBlockDiagram::clicked_namesTheBlock()
{
    BlockDiagram diagram;
    diagram.setExplanation(explanation());
    diagram.resize(820, 500);
    diagram.show();
    QSignalSpy chosen(&diagram, &BlockDiagram::blockActivated);
    for (const int block : {0, 1, 4}) {
        QTest::mouseClick(&diagram, Qt::LeftButton, {}, diagram.areaOf(block).center().toPoint());
        QCOMPARE(chosen.takeLast().front().toString().toStdString(),
                 explanation()->blocks[static_cast<std::size_t>(block)].name);
    }
    QTest::mouseClick(&diagram, Qt::LeftButton, {}, {1, 1});
    QVERIFY(chosen.isEmpty());
}

void TestBlockDiagram::emptied_saysSo()
{
    BlockDiagram diagram;
    diagram.setExplanation(explanation());
    diagram.setExplanation(nullptr);
    QCOMPARE(diagram.accessibleDescription(), QStringLiteral("No machine to draw."));
    QVERIFY(diagram.areaOf(0).isNull());
    QVERIFY(!diagram.grab().isNull());
}

void TestBlockDiagram::theme_keepsWhatIsShown()
{
    BlockDiagram diagram;
    diagram.setExplanation(explanation());
    diagram.setHeat(BlockDiagram::Heat::Utilization);
    diagram.resize(300, diagram.heightForWidth(300));
    diagram.show();
    const QRectF before = diagram.areaOf(2);
    const QImage light = diagram.grab().toImage();
    test::switchTheme(diagram);
    QVERIFY(diagram.grab().toImage() != light);
    QCOMPARE(diagram.heat(), BlockDiagram::Heat::Utilization);
    QCOMPARE(diagram.areaOf(2), before);
}

QTEST_MAIN(TestBlockDiagram)
#include "tst_block_diagram.moc"
