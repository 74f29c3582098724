// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/training_counts.h"
#include "core/accuracy/training_engine.h"
#include "core/base/atomic_file.h"
#include "core/problem/training_problem.h"
#include "core/study/study.h"
#include "tests/ui/panels/panel_checks.h"
#include "ui/panels/crossbar_page.h"
#include "ui/panels/data_choice.h"
#include "ui/panels/study_panel.h"
#include "ui/panels/training_view.h"
#include "ui/session/session_location.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>

using namespace paretoscope;
using nlohmann::json;
using ui::session::StudyDocument;

namespace {

constexpr int kLong_ms = 20'000;

/// An open study with networks small enough to be trained in a moment.
struct Scene
{
    explicit Scene(int epochs = 2, const char* sample = "pabo-trained-crossbar.json", int trials = 3,
                   const json& halving = {})
        : evaluations(static_cast<std::size_t>(trials))
    {
        const auto read = study::readStudy(std::string(PARETOSCOPE_RESOURCE_DIR "/studies/") + sample);
        json small = *read->document;
        if (small["problem"]["model"] == "training") {
            small["problem"]["epochs"] = epochs;
            small["problem"]["patience"] = 0;
            small["problem"]["judged_images"] = 32;
            small["problem"]["data"] = {{"kind", "glyphs"}, {"training", 160}, {"validation", 64}};
            if (!halving.is_null())
                small["problem"]["halving"] = halving;
        }
        small["method"] = {{"name", "random"}};
        small["evaluations"] = trials;
        const auto file = std::filesystem::path(folder.filePath(QStringLiteral("small.json")).toStdString());
        (void)writeFileAtomically(file, small.dump());
        open();
    }
    /// Opens the session again, as after a restart of the program.
    void open()
    {
        document.reset();
        auto opened = StudyDocument::open(folder.filePath(QStringLiteral("small.json")).toStdString(),
                                          folder.filePath(QStringLiteral("small.pscope")).toStdString(), {});
        document = std::make_unique<StudyDocument>(std::move(opened).value());
    }
    /// All evaluations done, the first design explained.
    void finish()
    {
        document->start();
        QTRY_COMPARE_WITH_TIMEOUT(document->snapshot()->trials.size(), evaluations, kLong_ms);
        QTRY_VERIFY_WITH_TIMEOUT(document->explanation(first()) != nullptr, kLong_ms);
    }

    [[nodiscard]] ui::session::TrialId first() const { return document->snapshot()->trials[0].id; }

    std::size_t evaluations;
    QTemporaryDir folder;
    std::unique_ptr<StudyDocument> document;
};

void write(const QString& file, const QByteArray& bytes)
{
    QFile opened(file);
    if (!opened.open(QIODevice::WriteOnly) || opened.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
}

/// Images of 12x12 pixels as MNIST's files hold them, six to learn from and four to judge by.
void writeIdx(const QString& folder)
{
    const auto file = [](std::initializer_list<char> sizes, qsizetype bytes, char value) {
        QByteArray text("\0\0\x08", 3);
        text.append(static_cast<char>(sizes.size()));
        for (const char size : sizes)
            text += QByteArray("\0\0\0", 3) + size;
        return text + QByteArray(bytes, value);
    };
    write(folder + QStringLiteral("/train-images-idx3-ubyte"), file({6, 12, 12}, 6 * 144, 'x'));
    write(folder + QStringLiteral("/train-labels-idx1-ubyte"), file({6}, 6, '\1'));
    write(folder + QStringLiteral("/t10k-images-idx3-ubyte"), file({4, 12, 12}, 4 * 144, 'y'));
    write(folder + QStringLiteral("/t10k-labels-idx1-ubyte"), file({4}, 4, '\1'));
}

/// Two images a file, as CIFAR-10 is distributed.
void writeCifar(const QString& folder)
{
    const QByteArray image = QByteArray(1, '\3') + QByteArray(3072, 'z');
    for (int batch = 1; batch <= 5; ++batch)
        write(QStringLiteral("%1/data_batch_%2.bin").arg(folder).arg(batch), image + image);
    write(folder + QStringLiteral("/test_batch.bin"), image);
}

/// "Other images…" as a person uses it: its button, an entry of its menu, the dialog.
struct Chooser
{
    explicit Chooser(const StudyDocument& document)
        : choice(document)
    {
        choice.resize(500, 200);
        choice.show();
        QObject::connect(&choice, &ui::panels::DataChoice::written, &choice,
                         [this](const QString& file) { files << file; });
    }
    [[nodiscard]] QMenu* menu() const { return choice.findChild<QPushButton*>()->menu(); }
    void pick(const QString& words)
    {
        bool found = false;
        QTimer::singleShot(0, menu(), [&] { // the button's press returns when its menu is closed
            for (QAction* action : menu()->actions()) {
                if (found || !action->text().contains(words))
                    continue;
                found = true;
                QTest::mouseClick(menu(), Qt::LeftButton, {}, menu()->actionGeometry(action).center());
            }
            menu()->close();
        });
        QTest::mouseClick(choice.findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY2(found, qPrintable(words + QStringLiteral(" is not in the menu")));
    }
    [[nodiscard]] QFileDialog* dialog() const { return choice.findChild<QFileDialog*>(); }
    void answer(const QString& folder)
    {
        QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
        auto* name = dialog()->findChild<QLineEdit*>();
        name->setText(folder);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(dialog() == nullptr || !dialog()->isVisible());
    }

    ui::panels::DataChoice choice;
    QStringList files; ///< studies that were written
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

    QTemporaryDir m_home; ///< nothing of the person who tests is read or written

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
        QCoreApplication::setOrganizationName(QStringLiteral("Paretoscope"));
    }

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

    void trainingsThatAreJudged_showTheirRungs()
    {
        Scene scene(3, "pabo-trained-crossbar.json", 9, {{"keep", 3}});
        ui::panels::StudyPanel panel(*scene.document, nullptr);
        show(panel);
        QVERIFY(says(panel, QStringLiteral("after epoch 1 the best 1 in 3 go on")));
        ui::panels::TrainingView view(*scene.document);
        show(view);
        scene.finish();
        const auto log = problem::trainingLogOf(scene.document->problem());
        const auto counts = accuracy::countTrainings(*log->snapshot());
        QVERIFY(counts.outranked > 0 && counts.passed.at(1) > 0);
        QTRY_VERIFY2_WITH_TIMEOUT(view.statusText().startsWith(
                                      QStringLiteral("%1 trainings began, %2 went past epoch 1 (▲); %3 ended")
                                          .arg(log->snapshot()->size())
                                          .arg(counts.passed.at(1))
                                          .arg(counts.outranked)),
                                  qPrintable(view.statusText()), kLong_ms);
        // The end of one that was outranked tells why it ended, where no other curve is as near.
        bool told = false;
        for (std::size_t i = 0; i < log->snapshot()->size(); ++i) {
            if ((*log->snapshot())[i]->state != accuracy::TrainingState::Outranked)
                continue;
            const QPointF place = view.chart().placeOf(i, 1);
            QMouseEvent move(QEvent::MouseMove, place, view.chart().mapToGlobal(place), Qt::NoButton,
                             Qt::NoButton, {});
            QCoreApplication::sendEvent(&view.chart(), &move);
            told = told || says(view, QStringLiteral("at a rung"));
        }
        QVERIFY(told);
    }

    void trainingsOfEarlierSittings_keepTheirCurves()
    {
        Scene scene;
        scene.finish();
        scene.document->stop();
        scene.open();
        ui::panels::TrainingView view(*scene.document);
        show(view);
        QTRY_VERIFY(view.statusText().startsWith(QStringLiteral("0 at work, 3 finished")));
        QVERIFY(view.statusText().contains(QStringLiteral("6 epochs in all")));
        QTest::mouseClick(&view.chart(), Qt::LeftButton, {}, view.chart().placeOf(0, 2).toPoint());
        QVERIFY(scene.document->selection().focus().has_value());
    }

    void trainingThatWasInterrupted_saysWhereItGoesOn()
    {
        Scene scene(10'000);
        const auto hasEpochs = [&](std::size_t epochs) {
            const auto curves = problem::trainingLogOf(scene.document->problem())->snapshot();
            return !curves->empty() && curves->front()->epochs.size() >= epochs;
        };
        scene.document->start();
        QTRY_VERIFY_WITH_TIMEOUT(hasEpochs(2), kLong_ms);
        scene.document->stop();
        QTRY_VERIFY_WITH_TIMEOUT(scene.document->snapshot()->state == study::RunState::Stopped, kLong_ms);
        scene.open();
        ui::panels::TrainingView view(*scene.document);
        show(view);
        scene.document->start();
        QTRY_VERIFY_WITH_TIMEOUT(says(view, QStringLiteral("of 10000, went on from epoch")), kLong_ms);
        scene.document->stop();
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

    void otherImages_areChosenInADialogAndRemembered()
    {
        Scene scene;
        const QTemporaryDir idx, cifar;
        writeIdx(idx.path());
        writeCifar(cifar.path());
        Chooser chooser(*scene.document);
        chooser.pick(QStringLiteral("MNIST"));
        chooser.answer(idx.path());
        QTRY_COMPARE_WITH_TIMEOUT(chooser.files.size(), 1, kLong_ms);
        chooser.pick(QStringLiteral("CIFAR binary"));
        chooser.answer(cifar.path());
        QTRY_COMPARE_WITH_TIMEOUT(chooser.files.size(), 2, kLong_ms);
        QCOMPARE(chooser.choice.remark(), QString());
        const auto first = study::readStudy(chooser.files[0].toStdString());
        QVERIFY2(first, first ? "" : first.error().text().c_str());
        QCOMPARE(problem::trainingDataOf(*first->problem)->training.size(), 6U);
        const auto second = study::readStudy(chooser.files[1].toStdString());
        QVERIFY2(second, second ? "" : second.error().text().c_str());
        QCOMPARE(problem::trainingDataOf(*second->problem)->name, std::string("CIFAR-10"));
        QCOMPARE(problem::trainingDataOf(*second->problem)->training.size(), 10U);
        // The next time the folders stand in the menu, the one used last first.
        Chooser later(*scene.document);
        later.pick(QFileInfo(idx.path()).fileName());
        QTRY_COMPARE_WITH_TIMEOUT(later.files, QStringList{chooser.files[0]}, kLong_ms);
    }

    void otherImages_areLeftWhereTheDialogIsCancelledOrTheFolderWrong()
    {
        Scene scene;
        Chooser chooser(*scene.document);
        chooser.pick(QStringLiteral("CIFAR binary"));
        QTRY_VERIFY(chooser.dialog() != nullptr && chooser.dialog()->isVisible());
        QTest::keyClick(chooser.dialog(), Qt::Key_Escape);
        QTRY_VERIFY(chooser.dialog() == nullptr);
        QCOMPARE(chooser.choice.remark(), QString());
        const QTemporaryDir broken;
        write(broken.filePath(QStringLiteral("train.bin")), QByteArray(3000, 'x'));
        chooser.pick(QStringLiteral("CIFAR binary"));
        chooser.answer(broken.path());
        QTRY_VERIFY_WITH_TIMEOUT(chooser.choice.remark().contains(QStringLiteral("train.bin")), kLong_ms);
        QVERIFY(chooser.files.isEmpty());
        Q_EMIT chooser.menu()->aboutToShow();
        for (const QAction* action : chooser.menu()->actions())
            QVERIFY(!action->text().contains(QFileInfo(broken.path()).fileName()));
    }
};

QTEST_MAIN(TestCrossbarViews)
#include "tst_crossbar_views.moc"

#include <nlohmann/json.hpp>
