// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_engine.h"
#include "core/base/json_reader.h"
#include "core/problem/training_problem.h"
#include "core/study/study.h"
#include "tests/ui/panels/panel_checks.h"
#include "ui/panels/crossbar_page.h"
#include "ui/panels/data_choice.h"
#include "ui/panels/training_view.h"
#include "ui/session/session_location.h"

#include <QAbstractButton>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace paretoscope;
using nlohmann::json;
using ui::session::StudyDocument;

namespace {

constexpr int kLong_ms = 20'000;

/// An open study with networks small enough to be trained in a moment.
struct Scene
{
    explicit Scene(int epochs = 2, const char* sample = "pabo-trained-crossbar.json")
    {
        const auto read = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR "/studies/") + sample);
        json small = *read->document;
        if (small["problem"]["model"] == "training") {
            small["problem"]["epochs"] = epochs;
            small["problem"]["patience"] = 0;
            small["problem"]["judged_images"] = 32;
            small["problem"]["data"] = {{"kind", "glyphs"}, {"training", 160}, {"validation", 64}};
        }
        small["method"] = {{"name", "random"}};
        small["evaluations"] = 3;
        const auto file = std::filesystem::path(folder.filePath(QStringLiteral("small.json")).toStdString());
        (void)writeFileAtomically(file, small.dump());
        auto opened = StudyDocument::open(file, folder.filePath(QStringLiteral("small.pscope")).toStdString(),
                                          {});
        document = std::make_unique<StudyDocument>(std::move(opened).value());
    }
    /// All evaluations done, the first design explained.
    void finish()
    {
        document->start();
        QTRY_COMPARE_WITH_TIMEOUT(document->snapshot()->trials.size(), std::size_t{3}, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(document->explanation(first()) != nullptr, kLong_ms);
    }

    [[nodiscard]] ui::session::TrialId first() const { return document->snapshot()->trials[0].id; }

    QTemporaryDir folder;
    std::unique_ptr<StudyDocument> document;
};

/// Whether a visible label of the widget holds these words.
bool says(const QWidget& widget, const QString& words)
{
    const auto labels = widget.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(words);
    });
}

template <class Widget> void show(Widget& widget)
{
    widget.resize(700, 500);
    widget.show();
    QCoreApplication::processEvents();
}

} // namespace

class TestCrossbarViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const QByteArray test = QTest::currentTestFunction();
        const Status available = accuracy::trainingAvailable();
        if (!available && test.startsWith("train"))
            QSKIP(available.error().text().c_str());
    }

    void trainings_areFollowedAndChosen()
    {
        Scene scene;
        ui::panels::TrainingView view(*scene.document);
        show(view);
        QTRY_VERIFY(says(view, QStringLiteral("Start the search")));
        scene.finish();
        QTRY_VERIFY_WITH_TIMEOUT(view.statusText().startsWith(QStringLiteral("0 at work, 3 finished")),
                                 kLong_ms);
        QVERIFY(view.statusText().contains(QStringLiteral("160 images")));
        // A click on the end of a curve puts a design with that network in focus.
        const auto log = problem::trainingLogOf(scene.document->problem());
        const QPoint end = view.chart().placeOf(0, 2).toPoint();
        QTest::mouseClick(&view.chart(), Qt::LeftButton, {}, end);
        const auto focus = scene.document->selection().focus();
        QVERIFY(focus.has_value());
        const std::string title = problem::trainingTitleOf(scene.document->problem(),
                                                           scene.document->trial(*focus)->design);
        const auto curves = log->snapshot();
        QVERIFY(std::any_of(curves->begin(), curves->end(),
                            [&](const auto& curve) { return curve->title == title; }));
    }

    void trainingAtWork_isCancelledByItsButton()
    {
        Scene scene(10'000);
        ui::panels::TrainingView view(*scene.document);
        show(view);
        scene.document->start();
        QAbstractButton* cancel = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(
            (cancel = view.findChild<QAbstractButton*>()) != nullptr && cancel->isVisible(), kLong_ms);
        QVERIFY(cancel->accessibleName().startsWith(QStringLiteral("Cancel the training of")));
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(view.statusText().contains(QStringLiteral("1 cancelled or failed")),
                                 kLong_ms);
        scene.document->stop();
    }

    void trainedDesign_showsSumsThatWereCounted()
    {
        Scene scene;
        scene.finish();
        ui::panels::CrossbarPage page(*scene.document);
        show(page);
        QCOMPARE(test::namelessWidgets(page), QString());
        const auto explanation = scene.document->explanation(scene.first());
        QVERIFY(explanation->crossbar.has_value());
        page.setDesign(scene.first(), explanation);
        QTRY_VERIFY_WITH_TIMEOUT(says(page, QStringLiteral("counted while images ran")), kLong_ms);
    }

    void modelledDesign_saysThatNothingWasMeasuredAndLayersAreChosen()
    {
        Scene scene(1, "crossbar-resnet18.json");
        scene.finish();
        ui::panels::CrossbarPage page(*scene.document);
        show(page);
        page.setDesign(scene.first(), scene.document->explanation(scene.first()));
        QTRY_VERIFY_WITH_TIMEOUT(says(page, QStringLiteral("not measured")), kLong_ms);
        int chosen = -1;
        connect(&page, &ui::panels::CrossbarPage::layerChosen, this, [&](int layer) {
            chosen = layer;
            page.setLayer(layer);
        });
        auto* tiles = page.findChild<ui::plots::ArrayTiles*>();
        const auto layers = static_cast<int>(
            scene.document->explanation(scene.first())->crossbar->layers.size());
        int widest = 1;
        for (int layer = 1; layer < layers; ++layer)
            if (tiles->pieceOf(layer).width() > tiles->pieceOf(widest).width())
                widest = layer;
        QTest::mouseClick(tiles, Qt::LeftButton, {}, tiles->pieceOf(widest).center().toPoint());
        QCOMPARE(chosen, widest);
        tiles->setFocus();
        QTest::keyClick(tiles, Qt::Key_Left);
        QCOMPARE(chosen, widest - 1);
    }

    void studyWithoutTrainings_saysSo()
    {
        Scene scene(1, "zdt1-front.json");
        ui::panels::TrainingView view(*scene.document);
        show(view);
        QTRY_VERIFY(says(view, QStringLiteral("trains no networks")));
    }

    void folderWithoutImages_isRefusedInOneSentence()
    {
        Scene scene;
        ui::panels::DataChoice choice(*scene.document);
        show(choice);
        QStringList files;
        connect(&choice, &ui::panels::DataChoice::written, this, [&](const QString& file) { files << file; });
        choice.choose(QStringLiteral("idx"), scene.folder.path());
        QTRY_VERIFY_WITH_TIMEOUT(!choice.remark().isEmpty(), kLong_ms);
        QVERIFY2(choice.remark().contains(QStringLiteral("train-images")), qPrintable(choice.remark()));
        QVERIFY(files.isEmpty());
    }
};

QTEST_MAIN(TestCrossbarViews)
#include "tst_crossbar_views.moc"
