// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/study_file.h"
#include "ui/panels/inspector_panel.h"
#include "ui/plots/front_view.h"
#include "ui/session/design_filter.h"
#include "ui/session/design_marks.h"
#include "ui/session/reference_shelf.h"
#include "ui/window/command_palette.h"
#include "ui/window/main_window.h"
#include "ui/window/tour.h"
#include "ui/window/view_catalogue.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QTabWidget>
#include <QTest>

#include <QToolButton>
#include <algorithm>

using namespace paretoscope;
using namespace paretoscope::ui;
using study::RunState;

/// Finding, naming, copying and presenting, by the keys that people press.
class TestFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    // These leave the window as they found it and share one.
    void numberTyped_bringsTheDesignIntoFocus();
    void searchTyped_becomesTheBrush();
    void wrongSearch_isToldBelow();
    void tagTyped_isOnTheDesign();
    void referenceCommands_makeAndRemove();
    void savedPins_applyAgain();
    void figure_isCopiedAsVectorsAndPicture();
    void figureDialog_asksForFormatAndSize();
    void closedFormula_hasNoPagesOfAChip();
    void viewsOfOtherStudies_areNowhere();
    // Each of these has a window of its own.
    void brush_isKeptAsASet();
    void commandTyped_runs();
    void presenting_hidesWhatIsNoView();
    void layouts_showTheirDocks();
    void everyView_fitsItsPlaceAndTheWindowKeepsItsSize();
    void finishedAndReopened_isStillFinished();
    void tour_followsThePerson();

private:
    template <class Widget> Widget* named(const QString& start) const;
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers);
    void click(const QString& name);   ///< a tool button, once it is there
    void answer(const QString& typed); ///< types into the palette that is open
    [[nodiscard]] QWidget* canvas() const;

    OwnDataFolder m_data;
    std::unique_ptr<QTemporaryDir> m_settings;
    std::unique_ptr<StudyFile> m_file;
    std::unique_ptr<window::MainWindow> m_window;
};

void TestFrame::init()
{
    if (m_window) {
        m_window->document()->selection().setFocus(std::nullopt);
        m_window->document()->selection().setBrush({});
        return;
    }
    m_settings = std::make_unique<QTemporaryDir>();
    m_file = std::make_unique<StudyFile>(120);
    m_window = std::make_unique<window::MainWindow>(std::make_unique<QSettings>(
        m_settings->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat));
    if (QByteArray(QTest::currentTestFunction()) != "tour_followsThePerson")
        m_window->skipTour();
    m_window->show();
    m_window->openFile(m_file->study, m_file->session);
    QTRY_VERIFY(m_window->document() != nullptr
                && m_window->document()->snapshot()->state == RunState::Finished);
}

void TestFrame::cleanup()
{
    static const QSet<QByteArray> kSharing{
        "numberTyped_bringsTheDesignIntoFocus",
        "searchTyped_becomesTheBrush",
        "wrongSearch_isToldBelow",
        "tagTyped_isOnTheDesign",
        "referenceCommands_makeAndRemove",
        "savedPins_applyAgain",
        "figure_isCopiedAsVectorsAndPicture",
        "figureDialog_asksForFormatAndSize",
        "closedFormula_hasNoPagesOfAChip",
    }; // the last of them ends it
    if (kSharing.contains(QTest::currentTestFunction()) && !QTest::currentTestFailed())
        return;
    m_window.reset();
    m_file.reset();
}

template <class Widget> Widget* TestFrame::named(const QString& start) const
{
    QCoreApplication::processEvents(); // new widgets are shown at the end of a turn
    for (Widget* widget : m_window->findChildren<Widget*>())
        if (widget->accessibleName().startsWith(start) && widget->isVisible())
            return widget;
    return nullptr;
}

void TestFrame::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    m_window->activateWindow(); // a palette that has just closed took it
    QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
    QTest::keyClick(m_window.get(), key, modifiers);
}

void TestFrame::click(const QString& name)
{
    QTRY_VERIFY2(named<QToolButton>(name) != nullptr, qPrintable(name));
    QTest::mouseClick(named<QToolButton>(name), Qt::LeftButton);
}

void TestFrame::answer(const QString& typed)
{
    QTRY_VERIFY(m_window->findChild<window::CommandPalette*>() != nullptr);
    auto* palette = m_window->findChild<window::CommandPalette*>();
    auto* line = palette->findChild<QLineEdit*>();
    QTest::keyClicks(line, typed);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<window::CommandPalette*>() == nullptr);
}

QWidget* TestFrame::canvas() const
{
    return m_window->findChild<plots::FrontView*>()->canvas();
}

void TestFrame::commandTyped_runs()
{
    m_window->setTheme(look::Theme::Light);
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    answer(QStringLiteral("dark"));
    QTRY_VERIFY(look::coloursFor(m_window->palette()).dark);
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    answer(QStringLiteral("show compare"));
    QTRY_VERIFY(m_window->findChild<QTabWidget*>()->currentWidget()->objectName()
                == window::comparisonName());
}

void TestFrame::numberTyped_bringsTheDesignIntoFocus()
{
    press(Qt::Key_P, Qt::ControlModifier);
    answer(QStringLiteral("#17"));
    QTRY_COMPARE(m_window->document()->selection().focus(), std::optional<session::TrialId>(17));
}

void TestFrame::searchTyped_becomesTheBrush()
{
    session::StudyDocument& document = *m_window->document();
    press(Qt::Key_F, Qt::ControlModifier);
    auto* box = named<QLineEdit>(QStringLiteral("Search designs"));
    QVERIFY(box != nullptr && box->hasFocus());
    QTest::keyClicks(box, QStringLiteral("design < 30 not front"));
    QTRY_COMPARE(document.filter().text(), QStringLiteral("design < 30 not front"));
    const std::vector<session::TrialId> brush = document.selection().brush();
    QVERIFY(!brush.empty() && brush.back() < 30);
    for (const std::uint64_t id : document.snapshot()->front)
        QVERIFY(!std::binary_search(brush.begin(), brush.end(), id));
    QTest::keyClick(box, Qt::Key_Return);
    QVERIFY(canvas()->hasFocus());
    click(QStringLiteral("Clear the search"));
    QVERIFY(document.selection().brush().empty());
    QTRY_VERIFY(box->text().isEmpty());
}

void TestFrame::wrongSearch_isToldBelow()
{
    press(Qt::Key_F, Qt::ControlModifier);
    auto* box = named<QLineEdit>(QStringLiteral("Search designs"));
    QTest::keyClicks(box, QStringLiteral("weight < 30"));
    QTest::keyClick(box, Qt::Key_Return);
    QVERIFY(box->hasFocus());
    bool told = false;
    QCoreApplication::processEvents();
    for (const QLabel* label : m_window->findChildren<QLabel*>())
        told = told
               || (label->isVisible() && label->text().startsWith(QStringLiteral("\"weight\" is not known")));
    QVERIFY(told);
    QTest::keyClick(box, Qt::Key_Escape);
    QVERIFY(box->text().isEmpty() && !m_window->document()->filter().isActive());
}

void TestFrame::brush_isKeptAsASet()
{
    session::StudyDocument& document = *m_window->document();
    document.selection().setBrush({3, 5, 8});
    press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    answer(QStringLiteral("odd ones"));
    QTRY_COMPARE(document.marks().sets().size(), 1);
    document.selection().setBrush({});
    click(QStringLiteral("Select the designs of set odd ones"));
    QCOMPARE(document.selection().brush(), (std::vector<session::TrialId>{3, 5, 8}));
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document.marks().sets().isEmpty());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(named<QToolButton>(QStringLiteral("Forget set odd ones")) != nullptr);
    m_window->closeStudy();
    m_window->openFile(m_file->session);
    QTRY_VERIFY(m_window->document() != nullptr);
    QCOMPARE(m_window->document()->marks().sets().size(), 1);
}

void TestFrame::tagTyped_isOnTheDesign()
{
    session::StudyDocument& document = *m_window->document();
    document.selection().setFocus(11);
    canvas()->setFocus();
    QTest::keyClick(canvas(), Qt::Key_T);
    answer(QStringLiteral("my own"));
    QTRY_COMPARE(document.marks().tags(11), QStringList(QStringLiteral("my own")));
    QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
    QTest::keyClick(canvas(), Qt::Key_T);
    answer(QStringLiteral("take off"));
    QTRY_VERIFY(document.marks().tags(11).isEmpty());
    QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
    canvas()->setFocus();
    m_window->actions().note->trigger();
    QTRY_VERIFY(named<QLineEdit>(QStringLiteral("Note on this design")) != nullptr);
}

void TestFrame::referenceCommands_makeAndRemove()
{
    session::StudyDocument& document = *m_window->document();
    document.selection().setFocus(std::nullopt);
    m_window->actions().makeReference->trigger(); // says that a design has to be clicked first
    QVERIFY(document.references().all().empty());
    document.selection().setFocus(11);
    m_window->actions().makeReference->trigger();
    answer({}); // by its number
    QCOMPARE(document.references().all().size(), std::size_t(1));
    QCOMPARE(document.references().all().front().name, std::string("Design 11"));
    m_window->actions().nameReference->trigger();
    answer(QStringLiteral("our last chip"));
    QCOMPARE(document.references().all().front().name, std::string("our last chip"));
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document.references().all().front().name, std::string("Design 11"));
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document.references().all().empty());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(document.references().all().size(), std::size_t(1));
    m_window->actions().removeReference->trigger(); // the design that it was made of is in focus
    QVERIFY(document.references().all().empty());
    press(Qt::Key_Z, Qt::ControlModifier);
    document.selection().setFocus(document.references().all().front().trial.id);
    m_window->actions().removeReference->trigger();
    QVERIFY(document.references().all().empty());
    QVERIFY(!document.selection().focus());
}

void TestFrame::savedPins_applyAgain()
{
    session::StudyDocument& document = *m_window->document();
    document.setPin({"f1", 0.1, 0.5, false, true});
    document.setPin({"x1", 0.0, 0.9});
    m_window->actions().savePins->trigger();
    answer(QStringLiteral("small"));
    m_window->actions().clearPins->trigger();
    QVERIFY(document.pins().empty());
    m_window->actions().applyPins->trigger();
    answer(QStringLiteral("small"));
    QTRY_COMPARE(document.pins().size(), std::size_t(2));
    QVERIFY(document.pins().front().excluded);
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document.pins().empty());
}

void TestFrame::figure_isCopiedAsVectorsAndPicture()
{
    canvas()->setFocus();
    press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QVERIFY(data->hasImage());
    QVERIFY(data->data(QStringLiteral("application/pdf")).startsWith("%PDF-"));
    const QByteArray svg = data->data(QStringLiteral("image/svg+xml"));
    QVERIFY(svg.contains("<svg") && svg.contains("seed 3"));
}

void TestFrame::figureDialog_asksForFormatAndSize()
{
    canvas()->setFocus();
    press(Qt::Key_E, Qt::ControlModifier);
    auto* format = named<QComboBox>(QStringLiteral("Format"));
    QVERIFY(format != nullptr && format->count() == 3);
    auto* preview = named<QLabel>(QStringLiteral("Preview"));
    const qint64 before = preview->pixmap().cacheKey();
    const auto boxes = format->window()->findChildren<QComboBox*>(); // the front has a size, too
    const auto size = std::find_if(boxes.begin(), boxes.end(), [](const QComboBox* box) {
        return box->accessibleName() == QStringLiteral("Size");
    });
    QVERIFY(size != boxes.end());
    QTest::keyClick(*size, Qt::Key_Down);
    QVERIFY(preview->pixmap().cacheKey() != before);
    QTest::keyClick(format->window(), Qt::Key_Escape);
}

void TestFrame::presenting_hidesWhatIsNoView()
{
    const double size = QApplication::font().pointSizeF();
    press(Qt::Key_F11, Qt::NoModifier);
    QVERIFY(m_window->isFullScreen());
    QVERIFY(!m_window->menuBar()->isVisible());
    QVERIFY(QApplication::font().pointSizeF() > size);
    QVERIFY(named<QToolButton>(QStringLiteral("Extend the budget")) == nullptr);
    press(Qt::Key_F11, Qt::NoModifier);
    QVERIFY(!m_window->isFullScreen());
    QVERIFY(m_window->menuBar()->isVisible());
    QCOMPARE(QApplication::font().pointSizeF(), size);
    QVERIFY(named<QToolButton>(QStringLiteral("Extend the budget")) != nullptr);
}

void TestFrame::layouts_showTheirDocks()
{
    const auto shown = [this](const QString& name) {
        return m_window->findChild<QDockWidget*>(name)->isVisible();
    };
    m_window->document()->selection().setFocus(5);
    press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(shown(window::tableName()) && shown(window::inspectorName()) && !shown(window::studyName()));
    press(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(!shown(window::tableName()) && shown(window::studyName()));
    QVERIFY(named<QToolButton>(QStringLiteral("Extend the budget")) == nullptr);
    press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(shown(window::studyName()));
    QVERIFY(named<QToolButton>(QStringLiteral("Extend the budget")) != nullptr);
    QCOMPARE(m_window->document()->selection().focus(), std::optional<session::TrialId>(5));
}

void TestFrame::everyView_fitsItsPlaceAndTheWindowKeepsItsSize()
{
    const QSize size(1280, 800);
    m_window->resize(size);
    m_window->actions().resetLayout->trigger();
    for (const window::ViewKind& kind : window::viewCatalogue()) {
        const QWidget* view = m_window->showView(kind.name);
        if (view == nullptr)
            continue;
        QTRY_VERIFY(view->isVisible());
        QTest::qWait(1); // layouts act at the end of a turn
        QCOMPARE(m_window->size(), size);
        const QSize room = view->parentWidget()->size(), least = view->minimumSizeHint();
        QVERIFY2(least.width() <= room.width() && least.height() <= room.height(),
                 qPrintable(QStringLiteral("%1 needs %2 x %3 and has %4 x %5")
                                .arg(kind.name)
                                .arg(least.width())
                                .arg(least.height())
                                .arg(room.width())
                                .arg(room.height())));
    }
}

void TestFrame::viewsOfOtherStudies_areNowhere()
{
    const auto* tabs = named<QTabWidget>(QStringLiteral("Views of the middle"));
    QVERIFY(tabs != nullptr);
    QStringList titles;
    for (int tab = 0; tab < tabs->count(); ++tab)
        titles << tabs->tabText(tab);
    QVERIFY2(!titles.contains(QStringLiteral("Co-design")), qPrintable(titles.join(QLatin1Char(','))));
    QVERIFY(titles.contains(QStringLiteral("Race")));
    const auto* training = m_window->findChild<QDockWidget*>(QStringLiteral("training"));
    QVERIFY(training->isHidden());
    QVERIFY(!training->toggleViewAction()->isVisible());
    QCOMPARE(m_window->showView(QStringLiteral("training")), nullptr);
}

void TestFrame::finishedAndReopened_isStillFinished()
{
    m_window.reset();
    m_window = std::make_unique<window::MainWindow>(std::make_unique<QSettings>(
        m_settings->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat));
    m_window->skipTour();
    m_window->show();
    m_window->openFile(m_file->study, m_file->session);
    QTRY_VERIFY(m_window->document() != nullptr);
    QTRY_VERIFY2(m_window->stripSentence().startsWith(QStringLiteral("Finished: 120 designs")),
                 qPrintable(m_window->stripSentence()));
    QVERIFY(m_window->document()->selection().focus().has_value());
    QVERIFY(named<QPushButton>(QStringLiteral("Continue the search")) != nullptr);
}

void TestFrame::closedFormula_hasNoPagesOfAChip()
{
    m_window->document()->selection().setFocus(5);
    auto* inspector = qobject_cast<panels::InspectorPanel*>(m_window->showView(window::inspectorName()));
    const auto offered = [&](const QString& page) {
        for (const QAbstractButton* button : inspector->findChildren<QAbstractButton*>())
            if (button->text() == page && button->isVisible())
                return true;
        return false;
    };
    QTRY_VERIFY(offered(QStringLiteral("Overview")) && !offered(QStringLiteral("Roofline")));
    QVERIFY(!offered(QStringLiteral("Machine")));
}

void TestFrame::tour_followsThePerson()
{
    auto* tour = m_window->findChild<window::Tour*>();
    QVERIFY(tour != nullptr && tour->isVisible());
    QCOMPARE(tour->step(), 0);
    session::StudyDocument& document = *m_window->document();
    document.setPin({"f1", 0.0, 0.9});
    QCOMPARE(tour->step(), 1);
    document.selection().setFocus(document.snapshot()->front.front());
    canvas()->setFocus();
    QTest::keyClick(canvas(), Qt::Key_B);
    document.selection().setFocus(document.snapshot()->front.back());
    QTest::keyClick(canvas(), Qt::Key_B);
    QTRY_COMPARE(tour->step(), 2);
    press(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(tour->step(), 3);
    QVERIFY(document.filter().set(QStringLiteral("front")));
    QCOMPARE(tour->step(), 4);
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tour->step(), 5);
    QVERIFY(tour->text().startsWith(QStringLiteral("That is all")));
    QTest::keyClick(m_window->findChild<window::CommandPalette*>(), Qt::Key_Escape);
    QTest::mouseClick(tour->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(m_window->findChild<window::Tour*>() == nullptr);
    m_window->closeStudy();
    m_window->openFile(m_file->session);
    QTRY_VERIFY(m_window->document() != nullptr);
    QVERIFY(m_window->findChild<window::Tour*>() == nullptr); // once is enough
}

QTEST_MAIN(TestFrame)
#include "tst_frame.moc"
