// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/reference_marks.h"

#include "tests/ui/plots/fabricated_document.h"
#include "ui/plots/convergence_view.h"
#include "ui/plots/design_card.h"
#include "ui/plots/front_view.h"
#include "ui/plots/parallel_axes_view.h"
#include "ui/plots/projection_view.h"
#include "ui/plots/scatter_matrix_view.h"

#include <QTest>

#include <cmath>

using namespace paretoscope;
using namespace paretoscope::ui::plots;
using ui::session::TrialId;

namespace {

/// Some designs, one of which was made a reference.
struct Scene
{
    explicit Scene(TrialId of = 20)
        : made(300)
    {
        document().references().make(*document().trial(of));
        id = document().references().all().front().trial.id;
    }
    ui::session::StudyDocument& document() { return made.document(); }
    ui::session::Selection& selection() { return made.document().selection(); }
    test::FabricatedDocument made;
    TrialId id = 0;
};

void show(QWidget& view, QSize size)
{
    view.resize(size);
    view.show();
    QCoreApplication::processEvents();
}

/// Pixels that have a colour, nearly.
int pixelsOf(const QImage& picture, const QColor& colour)
{
    int found = 0;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QColor here = picture.pixelColor(x, y);
            found += std::abs(here.red() - colour.red()) + std::abs(here.green() - colour.green())
                                 + std::abs(here.blue() - colour.blue())
                             < 12
                         ? 1
                         : 0;
        }
    return found;
}

} // namespace

class TestReferenceMarks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void front_clickOnTheStarFocusesIt()
    {
        Scene scene;
        FrontView view(scene.document());
        show(view, {800, 560});
        QCOMPARE(view.referenceMarks().size(), std::size_t{1});
        const QPoint at = view.pixelOf(scene.id).value();
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, at);
        QCOMPARE(scene.selection().focus().value_or(0), scene.id);
        QTest::keyClick(view.canvas(), Qt::Key_B);
        QCOMPARE(scene.selection().tray(), std::vector<TrialId>{scene.id});
        QVERIFY(pixelsOf(view.canvas()->grab().toImage(), ui::look::coloursFor(view.palette()).reference)
                > 20);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("reference Design 20")));
    }

    void front_showsItOnAnyAxes()
    {
        Scene scene;
        FrontView view(scene.document());
        show(view, {800, 560});
        view.setAxes(QStringLiteral("columns"), QStringLiteral("area"), {});
        QCOMPARE(view.referenceMarks().size(), std::size_t{1});
        // It stands where the design that it was made of stands.
        const QPointF own = view.referenceMarks()[0].at;
        QVERIFY(QLineF(own, QPointF(view.pixelOf(20).value())).length() < 2.0);
        QVERIFY(view.productLines().isEmpty()); // nothing here is a product
    }

    void front_beyondTheViewIsOnTheEdge()
    {
        Scene scene;
        study::Trial far = *scene.document().trial(21);
        for (double& metric : far.outcome.metrics)
            metric *= 1000.0;
        far.design = scene.document().trial(22)->design;
        scene.document().references().make(far);
        FrontView view(scene.document());
        show(view, {800, 560});
        QCOMPARE(view.referenceMarks().size(), std::size_t{2});
        const ReferenceMark& mark = view.referenceMarks()[1];
        QVERIFY(!mark.towards.isNull());
        QVERIFY(view.plane().area.contains(mark.at));
        // It does not press the designs into a corner.
        QVERIFY(view.plane().x.high < 100.0 * scene.document().trial(21)->outcome.metrics[1]);
    }

    void front_undoneIsGone()
    {
        Scene scene;
        FrontView view(scene.document());
        show(view, {800, 560});
        scene.document().undoStack().undo();
        QCoreApplication::processEvents();
        QVERIFY(view.referenceMarks().empty());
        QVERIFY(!view.pixelOf(scene.id));
    }

    void card_tellsTheRatio()
    {
        Scene scene;
        QVERIFY(designCard(scene.document(), scene.id).contains(QStringLiteral("reference design")));
        const QString card = designCard(scene.document(), 21);
        const double ratio = scene.document().trial(21)->outcome.metrics[0]
                             / scene.document().trial(20)->outcome.metrics[0];
        QVERIFY2(card.contains(QString::number(ratio, 'g', 3) + QStringLiteral(" × Design 20 (Energy)")),
                 qPrintable(card));
    }

    void parallelAxes_clickOnTheLineFocusesIt()
    {
        Scene scene;
        ParallelAxesView view(scene.document());
        show(view, {900, 420});
        QTRY_VERIFY(view.isSettled());
        // Half way between the first two axes, a line lies half way between its places on them.
        const QStringList axes = view.axisOrder();
        const auto placeOf = [&](const QString& name) {
            const int axis = ui::session::axisNamed(scene.document().axes(), name);
            return view.placeOf(name, scene.document().axes()[static_cast<std::size_t>(axis)].value(
                                          *scene.document().trial(scene.id), scene.document().problem()));
        };
        const QPointF middle = (placeOf(axes[0]) + placeOf(axes[1])) / 2.0;
        QTest::mouseClick(&view, Qt::LeftButton, {}, middle.toPoint());
        QCOMPARE(scene.selection().focus().value_or(0), scene.id);
        scene.selection().setFocus(std::nullopt);
        QCoreApplication::processEvents();
        QVERIFY(pixelsOf(view.grab().toImage(), ui::look::coloursFor(view.palette()).reference) > 200);
    }

    void scatterMatrix_clickOnTheStarFocusesIt()
    {
        Scene scene;
        ScatterMatrixView view(scene.document());
        show(view, {800, 700});
        QTRY_VERIFY(view.isSettled());
        const auto at = view.placeOf(scene.id, QStringLiteral("energy"), QStringLiteral("latency"));
        QVERIFY(at.has_value());
        QTest::mouseClick(&view, Qt::LeftButton, {}, at->toPoint());
        QCOMPARE(scene.selection().focus().value_or(0), scene.id);
    }

    void projection_clickOnTheStarFocusesIt()
    {
        Scene scene;
        ProjectionView view(scene.document());
        show(view, {700, 600});
        QTRY_VERIFY(view.isSettled() && view.placeOf(scene.id));
        const QPointF at = view.placeOf(scene.id).value();
        // The same parameters, the same place.
        QVERIFY(QLineF(at, view.placeOf(20).value()).length() < 2.0);
        QTest::mouseClick(&view, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(scene.selection().focus().value_or(0), scene.id);
    }

    void convergence_drawsItsValueAsALine()
    {
        Scene scene;
        ConvergenceView view(scene.document());
        show(view, {640, 320});
        const QColor ink = ui::look::coloursFor(view.palette()).reference;
        QCOMPARE(pixelsOf(view.canvas()->grab().toImage(), ink), 0); // hypervolume has no such value
        view.setMeasure({0});
        QCoreApplication::processEvents();
        QVERIFY(pixelsOf(view.canvas()->grab().toImage(), ink) > 200);
    }

    void names_neverOverlap()
    {
        Scene scene;
        for (TrialId id = 30; id < 40; ++id)
            scene.document().references().make(*scene.document().trial(id));
        // All at one place, the worst case.
        const QRectF area(0, 0, 400, 400);
        const auto marks = referenceMarks(scene.document().references(), area,
                                          [](const study::Reference&) { return QPointF(390.0, 10.0); });
        QVERIFY(marks.size() >= 10);
        QImage picture(400, 400, QImage::Format_RGB32);
        picture.fill(Qt::black);
        QPainter painter(&picture);
        ui::look::Colours colours;
        colours.canvas = Qt::black;
        colours.reference = Qt::white;
        paintReferenceNames(painter, marks, area, colours);
        painter.end();
        // Ten names below one another leave dark rows between them.
        int bands = 0;
        bool lit = false;
        for (int y = 0; y < 400; ++y) {
            bool any = false;
            for (int x = 0; x < 400; ++x)
                any = any || qGray(picture.pixel(x, y)) > 128;
            bands += any && !lit ? 1 : 0;
            lit = any;
        }
        QVERIFY2(bands >= 8, qPrintable(QString::number(bands)));
    }
};

QTEST_MAIN(TestReferenceMarks)
#include "tst_reference_marks.moc"
