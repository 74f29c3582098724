// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/session/study_file.h"
#include "ui/panels/search_dialog.h"
#include "ui/panels/study_panel.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QWheelEvent>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

std::unique_ptr<session::StudyDocument> documentOf(const StudyFile& file)
{
    auto opened = session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(), {});
    return opened ? std::make_unique<session::StudyDocument>(std::move(opened).value()) : nullptr;
}

void chooseMethod(const panels::SearchDialog& dialog, const char* name)
{
    const auto& docs = optimizer::methods();
    const auto found = std::find_if(docs.begin(), docs.end(),
                                    [&](const auto& doc) { return doc.name == name; });
    dialog.findChild<QListWidget*>()->setCurrentRow(static_cast<int>(found - docs.begin()));
}

QPushButton* startButton(const panels::SearchDialog& dialog)
{
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->isDefault())
            return button;
    return nullptr;
}

} // namespace

class TestSearchDialog : public QObject
{
    Q_OBJECT

    OwnDataFolder m_data;

private Q_SLOTS:
    void opened_showsThePresentSearch()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        QVERIFY(document != nullptr);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        QCOMPARE(dialog.search().method.name, std::string("random"));
        QCOMPARE(dialog.search().seed, 3U);
        QCOMPARE(dialog.search().evaluations, 50U);
        QTRY_VERIFY(dialog.remark().contains(QStringLiteral("same designs")));
        QVERIFY(startButton(dialog)->isEnabled());
        auto* list = dialog.findChild<QListWidget*>();
        QCOMPARE(list->count(), static_cast<int>(optimizer::methods().size()));
        QVERIFY(list->currentItem()->text().endsWith(QStringLiteral("(now)")));
    }

    void everyOption_hasAnEditorWithItsDefaultAndItsHelp()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        for (const optimizer::MethodDoc& doc : optimizer::methods()) {
            chooseMethod(dialog, doc.name.c_str());
            const optimizer::MethodChoice choice = dialog.search().method;
            QCOMPARE(choice.options.size() + choice.choices.size(), doc.options.size());
            for (const optimizer::OptionDoc& option : doc.options) {
                auto* editor = test::named<QWidget>(dialog, QString::fromStdString(option.label));
                QVERIFY2(editor != nullptr, option.label.c_str());
                QVERIFY(!editor->accessibleDescription().isEmpty());
            }
            for (const auto& [name, value] : choice.options)
                for (const optimizer::OptionDoc& option : doc.options)
                    if (option.name == name)
                        QVERIFY2(std::abs(value - option.fallback) <= 1e-9 * std::abs(option.fallback),
                                 name.c_str()); // nothing is lost to rounding in the editor
            QCOMPARE(test::namelessWidgets(dialog), QString());
        }
    }

    void impossibleMethod_saysWhyAndCannotStart()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        chooseMethod(dialog, "grid"); // over a continuum
        QTRY_VERIFY(!startButton(dialog)->isEnabled());
        QVERIFY(dialog.remark().size() > 20 && dialog.remark().front().isUpper());
        chooseMethod(dialog, "nsga2");
        QTRY_VERIFY(startButton(dialog)->isEnabled());
        QVERIFY(dialog.remark().isEmpty());
    }

    void typedByKeyboard_writesAStudyThatOpens()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        QSignalSpy written(&dialog, &panels::SearchDialog::written);
        auto* list = dialog.findChild<QListWidget*>();
        const auto& docs = optimizer::methods();
        while (docs[static_cast<std::size_t>(list->currentRow())].name != "nsga2" && list->currentRow() > 0)
            QTest::keyClick(list, Qt::Key_Up);
        QCOMPARE(dialog.search().method.name, std::string("nsga2"));
        auto* evaluations = test::named<QSpinBox>(dialog, QStringLiteral("Evaluations"));
        evaluations->setFocus();
        evaluations->selectAll();
        QTest::keyClicks(evaluations, QStringLiteral("70"));
        auto* population = test::named<QSpinBox>(dialog, QStringLiteral("Population"));
        QVERIFY(population != nullptr);
        population->setValue(population->value() + 4);
        const QString target = file.folder.filePath(QStringLiteral("again.json"));
        dialog.setFile(target);
        QTRY_VERIFY(startButton(dialog)->isEnabled());
        QTest::keyClick(&dialog, Qt::Key_Return);
        QTRY_COMPARE(written.size(), 1);
        QCOMPARE(written[0][0].toString(), target);
        const auto again = study::readStudy(target.toStdString());
        QVERIFY(bool(again));
        QCOMPARE(again->method.name, std::string("nsga2"));
        QCOMPARE(again->evaluations, 70U);
        QCOMPARE(again->method.options.size(), std::size_t{1}); // the rest are defaults
        QCOMPARE(again->name, document->study().name);
        QVERIFY(dialog.isHidden());
    }

    void wheelOverAnEditor_changesNothingWithoutTheKeyboard()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        chooseMethod(dialog, "nsga2");
        auto* population = test::named<QSpinBox>(dialog, QStringLiteral("Population"));
        const int before = population->value();
        const auto turn = [&] {
            QWheelEvent wheel({5, 5}, population->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(population, &wheel);
        };
        dialog.findChild<QListWidget*>()->setFocus();
        turn();
        QCOMPARE(population->value(), before);
        dialog.activateWindow();
        population->setFocus();
        QTRY_VERIFY(population->hasFocus());
        turn();
        QVERIFY(population->value() > before);
    }

    void unwritablePlace_saysSoAndStays()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::SearchDialog dialog(*document, nullptr);
        dialog.show();
        dialog.setFile(QStringLiteral("/proc/nowhere/again.json"));
        QTRY_VERIFY(startButton(dialog)->isEnabled());
        QTest::mouseClick(startButton(dialog), Qt::LeftButton);
        QTRY_VERIFY(dialog.remark().contains(QStringLiteral("again.json")));
        QVERIFY(dialog.isVisible());
    }

    void panelButton_opensTheDialogAndPassesTheStudyOn()
    {
        const StudyFile file(50);
        const auto document = documentOf(file);
        panels::StudyPanel panel(*document, nullptr);
        panel.show();
        QSignalSpy requested(&panel, &panels::StudyPanel::openRequested);
        auto* button = test::named<QPushButton>(panel, QStringLiteral("Search again"));
        QVERIFY(button != nullptr);
        QTest::keyClick(button, Qt::Key_Space);
        auto* dialog = panel.window()->findChild<panels::SearchDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        chooseMethod(*dialog, "latin");
        QTRY_VERIFY(startButton(*dialog)->isEnabled());
        QTest::mouseClick(startButton(*dialog), Qt::LeftButton);
        QTRY_COMPARE(requested.size(), 1);
        QVERIFY(QFile::exists(requested[0][0].toString())); // among the program's own
        QVERIFY(QFile::remove(requested[0][0].toString()));
    }
};

QTEST_MAIN(TestSearchDialog)
#include "tst_search_dialog.moc"
