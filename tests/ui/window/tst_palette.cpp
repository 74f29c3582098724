// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_palette.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QTest>

using namespace paretoscope::ui::window;

namespace {

QList<Command> commands(QStringList& ran)
{
    QList<Command> made;
    for (const char* title : {"Open", "Export figure", "Export report", "Reset layout", "Run", "Dark"}) {
        const QString name = QString::fromLatin1(title);
        made.append({name, QStringLiteral("Menu"), {}, [&ran, name] { ran << name; }});
    }
    made.append({QStringLiteral("Undo"),
                 QStringLiteral("Edit"),
                 {},
                 [&ran] { ran << QStringLiteral("Undo"); },
                 false});
    return made;
}

} // namespace

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letters_mustBeThereInOrder()
    {
        const QString text = QStringLiteral("Export figure");
        QVERIFY(fit(QStringLiteral("exfig"), text) > 0);
        QVERIFY(fit(QStringLiteral("EF"), text) > 0);
        QVERIFY(fit(QStringLiteral("gife"), text) < 0);
        QVERIFY(fit(QStringLiteral("export figures"), text) < 0);
        QCOMPARE(fit({}, text), 0);
        QCOMPARE(fit(QStringLiteral("  "), text), 0);
    }

    void startsOfWords_countMore()
    {
        const auto better = [](const char* typed, const char* a, const char* b) {
            return fit(QString::fromLatin1(typed), QString::fromLatin1(a))
                   > fit(QString::fromLatin1(typed), QString::fromLatin1(b));
        };
        QVERIFY(better("er", "Export report", "Reset layout where"));
        QVERIFY(better("rep", "Export report", "Ripe apple"));
        QVERIFY(better("run", "Run", "Prune"));
    }

    void model_keepsItsPromises()
    {
        QStringList ran;
        CommandList model(
            commands(ran),
            [](const QString& typed) -> QList<Command> {
                return {{typed, {}, {}, [] {}}};
            },
            nullptr);
        const QAbstractItemModelTester tester(&model);
        model.type(QStringLiteral("exp"));
        QCOMPARE(model.rowCount(), 3); // the extra one stands last
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Export figure"));
        model.type(QStringLiteral("undo"));
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsEnabled));
        QVERIFY(model.index(0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .endsWith(QStringLiteral("not available now")));
        model.type(QStringLiteral("zzz"));
        QCOMPARE(model.rowCount(), 1);
    }

    void typedAndEntered_runsAfterItIsGone()
    {
        QStringList ran;
        QWidget window;
        window.resize(900, 700);
        window.show();
        QPointer<CommandPalette> palette = new CommandPalette(
            QStringLiteral("Commands"), QStringLiteral("Type"), commands(ran), {}, &window);
        palette->show();
        auto* line = palette->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("exp"));
        QTest::keyClick(line, Qt::Key_Down);
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(ran.isEmpty());
        QTRY_COMPARE(ran, QStringList(QStringLiteral("Export report")));
        QTRY_VERIFY(palette.isNull());
    }

    void whatIsNotAvailable_isNotRun()
    {
        QStringList ran;
        QWidget window;
        window.resize(900, 700);
        window.show();
        QPointer<CommandPalette> palette = new CommandPalette(
            QStringLiteral("Commands"), QStringLiteral("Type"), commands(ran), {}, &window);
        palette->show();
        auto* line = palette->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("undo"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(!palette.isNull() && palette->isVisible());
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(palette.isNull());
        QVERIFY(ran.isEmpty());
    }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
