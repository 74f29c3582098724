// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/projection_view.h"

#include "tests/ui/plots/fabricated_document.h"

#include <QMouseEvent>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui::plots;

namespace {

void dragAlong(QWidget& view, const QPolygonF& way, Qt::KeyboardModifiers keys = {})
{
    QTest::mousePress(&view, Qt::LeftButton, keys, way.front().toPoint());
    for (const QPointF& point : way) {
        QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::LeftButton,
                         keys);
        QCoreApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton, keys, way.back().toPoint());
}

struct Shown
{
    explicit Shown(std::uint64_t trials)
        : made(trials)
        , view(made.document())
    {
        view.resize(900, 600);
        view.show();
    }
    [[nodiscard]] bool isReady() const
    {
        return view.isSettled() && view.projection() && !view.picture().isNull();
    }
    [[nodiscard]] std::vector<std::uint64_t> inside(const QPolygonF& outline) const
    {
        std::vector<std::uint64_t> ids;
        for (std::uint64_t id = 0; id < view.projection()->places.size() / 2; ++id) {
            const std::optional<QPointF> at = view.placeOf(id);
            if (at && outline.containsPoint(*at, Qt::OddEvenFill))
                ids.push_back(id);
        }
        return ids;
    }
    test::FabricatedDocument made;
    ProjectionView view;
};

} // namespace

class TestProjectionView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewDesigns_saysWhatItNeeds()
    {
        Shown shown(2);
        QVERIFY(!shown.view.projection());
        QVERIFY(!shown.view.placeOf(0));
        shown.made.growTo(40);
        QTRY_VERIFY(shown.isReady());
        QVERIFY(shown.view.placeOf(0));
    }

    void components_separateTheCategories()
    {
        Shown shown(500);
        QTRY_VERIFY(shown.isReady());
        const auto& components = shown.view.projection()->components;
        QVERIFY(components.explained[0] >= components.explained[1] && components.explained[1] > 0.0);
        QVERIFY(components.explained[0] + components.explained[1] < 1.0);
        QCOMPARE(shown.view.projection()->placed,
                 DesignFieldKeeper::of(shown.made.document()).field()->feasible);
        QCOMPARE(featureNames(shown.made.document().problem().space()).back(),
                 QStringLiteral("Dataflow = output stationary"));
    }

    void drag_brushesTheBox()
    {
        Shown shown(400);
        QTRY_VERIFY(shown.isReady());
        const QPointF centre = *shown.view.placeOf(3);
        const QPolygonF box(QRectF(centre - QPointF(60, 40), QSizeF(120, 80)));
        dragAlong(shown.view, QPolygonF({box[0], box[2]}));
        QCOMPARE(shown.made.document().selection().brush(), shown.inside(box));
        QVERIFY(!shown.inside(box).empty());
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QVERIFY(shown.made.document().selection().brush().empty());
    }

    void lasso_brushesTheOutlineAndControlAdds()
    {
        Shown shown(400);
        QTRY_VERIFY(shown.isReady());
        const auto triangle = [&](std::uint64_t id) {
            const QPointF at = *shown.view.placeOf(id);
            return QPolygonF({at + QPointF(-30, -20), at + QPointF(40, 0), at + QPointF(-30, 50)});
        };
        std::uint64_t first = 0;
        dragAlong(shown.view, triangle(first), Qt::AltModifier);
        QCOMPARE(shown.made.document().selection().brush(), shown.inside(triangle(first)));
        for (QToolButton* button : shown.view.findChildren<QToolButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            if (button->accessibleName() == QStringLiteral("Lasso"))
                button->click();
        }
        dragAlong(shown.view, triangle(9), Qt::ControlModifier);
        std::vector<std::uint64_t> both = shown.inside(triangle(first));
        for (const auto id : shown.inside(triangle(9)))
            both.push_back(id);
        std::sort(both.begin(), both.end());
        both.erase(std::unique(both.begin(), both.end()), both.end());
        QCOMPARE(shown.made.document().selection().brush(), both);
    }

    void click_focusesAndHoverIsEchoed()
    {
        Shown shown(30);
        QTRY_VERIFY(shown.isReady());
        const QPoint at = shown.view.placeOf(5)->toPoint();
        QTest::mouseMove(&shown.view, at);
        QTRY_VERIFY(shown.made.document().selection().hover());
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, at);
        QVERIFY(shown.made.document().selection().focus());
        QVERIFY(
            (*shown.view.placeOf(*shown.made.document().selection().focus()) - QPointF(at)).manhattanLength()
            < 12.0);
    }

    void wheel_zoomsAtThePointer()
    {
        Shown shown(100);
        QTRY_VERIFY(shown.isReady());
        const QPointF held = *shown.view.placeOf(1);
        const QPointF before = *shown.view.placeOf(2);
        QWheelEvent wheel(held, shown.view.mapToGlobal(held), {}, {0, 240}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&shown.view, &wheel);
        QVERIFY((*shown.view.placeOf(1) - held).manhattanLength() < 0.01);
        QVERIFY((*shown.view.placeOf(2) - held).manhattanLength() > 1.3 * (before - held).manhattanLength());
        QTest::keyClick(&shown.view, Qt::Key_0);
        QVERIFY((*shown.view.placeOf(2) - before).manhattanLength() < 0.01);
    }

    void neighbours_areArrangedInTheBackground()
    {
        Shown shown(300);
        shown.view.setMethod(ProjectionMethod::Neighbours);
        QTRY_VERIFY_WITH_TIMEOUT(shown.isReady(), 20000);
        const ProjectionPtr first = shown.view.projection();
        QCOMPARE(first->representatives.size(), std::size_t{first->placed});
        QVERIFY2(first->kept > 0.3, qPrintable(QString::number(first->kept)));

        // A few more find places; the others stay.
        shown.made.growTo(310);
        QTRY_VERIFY_WITH_TIMEOUT(shown.isReady() && shown.view.projection() != first, 20000);
        QCOMPARE(shown.view.projection()->representatives, first->representatives);
        QVERIFY(shown.view.projection()->hasPlace(301));
        QCOMPARE(shown.view.projection()->place(7), first->place(7));

        // Many more make a new picture, which lies on the former.
        shown.made.growTo(420);
        QTRY_VERIFY_WITH_TIMEOUT(shown.isReady() && shown.view.projection()->hasPlace(419)
                                     && shown.view.projection()->representatives.size() > 320,
                                 20000);
        double moved = 0.0;
        for (const auto id : first->representatives)
            moved += std::hypot(shown.view.projection()->place(id).x() - first->place(id).x(),
                                shown.view.projection()->place(id).y() - first->place(id).y());
        moved /= static_cast<double>(first->representatives.size());
        QVERIFY2(moved < 0.2 * std::hypot(first->extent.width(), first->extent.height()),
                 qPrintable(QString::number(moved)));
    }

    void stop_endsTheArrangement()
    {
        Shown shown(4000);
        shown.view.setMethod(ProjectionMethod::Neighbours);
        QTRY_VERIFY_WITH_TIMEOUT(shown.view.isArranging(), 20000);
        shown.view.cancelArranging();
        QVERIFY(!shown.view.isArranging());
        QVERIFY(!shown.view.projection());
        QTRY_VERIFY(shown.view.isSettled());
        QVERIFY(!shown.view.projection());
    }

    void colours_followTheChoice()
    {
        Shown shown(300);
        QTRY_VERIFY(shown.isReady());
        const QImage byEnergy = shown.view.picture();
        shown.view.setColouredBy(QStringLiteral("#order"));
        QTRY_VERIFY(shown.isReady() && shown.view.picture() != byEnergy);
        const QImage byOrder = shown.view.picture();
        shown.view.setColouredBy(QStringLiteral("dataflow"));
        QTRY_VERIFY(shown.isReady() && shown.view.picture() != byOrder);
        const QImage byDataflow = shown.view.picture();
        shown.view.setColouredBy(QString());
        QTRY_VERIFY(shown.isReady() && shown.view.picture() != byDataflow);
        ProjectionView later(shown.made.document());
        QCOMPARE(later.method(), ProjectionMethod::Components);
    }
};

QTEST_MAIN(TestProjectionView)
#include "tst_projection_view.moc"
