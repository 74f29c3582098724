// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mapping_shelf.h"

#include <QSignalSpy>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using nlohmann::json;
using session::MappingKey;
using session::MappingShelf;

namespace {

const MappingKey kFirst{3, QStringLiteral("conv1")};
const MappingKey kOther{3, QStringLiteral("conv2")};

cost::spatial::Mapping oneLoop(std::int64_t factor)
{
    cost::spatial::Mapping mapping;
    mapping.levels.emplace_back().temporal = {{0, factor}};
    return mapping;
}

} // namespace

class TestMappingShelf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drafts_areUndoneStepByStep()
    {
        QUndoStack undo;
        MappingShelf shelf(undo, [](const json&) {});
        QList<bool> again;
        connect(&shelf, &MappingShelf::draftChanged, this,
                [&](const MappingKey&, bool repeated) { again << repeated; });
        shelf.setDraft(kFirst, oneLoop(2), QStringLiteral("one"));
        shelf.setDraft(kFirst, oneLoop(2), QStringLiteral("nothing new"));
        shelf.setDraft(kFirst, oneLoop(4), QStringLiteral("two"));
        QCOMPARE(undo.count(), 2);
        QCOMPARE(undo.undoText(), QStringLiteral("two"));
        QVERIFY(!shelf.draft(kOther));
        undo.undo();
        QVERIFY(shelf.draft(kFirst) == oneLoop(2));
        undo.undo();
        QVERIFY(!shelf.draft(kFirst));
        undo.redo();
        QVERIFY(shelf.draft(kFirst) == oneLoop(2));
        QCOMPARE(again, (QList<bool>{false, false, true, true, true}));
    }

    void kept_areStoredAndRestored()
    {
        QUndoStack undo;
        json stored;
        MappingShelf shelf(undo, [&](const json& all) { stored = all; });
        const json mapping{{"levels", json::array()}};
        shelf.keep(kFirst, QStringLiteral("mine"), mapping);
        shelf.keep(kFirst, QString(), mapping); // a name is needed
        shelf.keep(kOther, QStringLiteral("mine"), json{{"levels", {1}}});
        MappingShelf reopened(undo, [](const json&) {});
        reopened.restore(stored);
        QCOMPARE(reopened.names(kFirst), QStringList{QStringLiteral("mine")});
        QVERIFY(reopened.kept(kFirst, QStringLiteral("mine")) == mapping);
        QVERIFY(reopened.kept(kOther, QStringLiteral("mine")) != mapping);
        shelf.forget(kFirst, QStringLiteral("mine"));
        QVERIFY(shelf.names(kFirst).isEmpty());
        QCOMPARE(stored.size(), std::size_t{1});
        undo.undo();
        QVERIFY(shelf.kept(kFirst, QStringLiteral("mine")) == mapping);
    }

    void damagedSession_keepsWhatMakesSense_data()
    {
        QTest::addColumn<QByteArray>("kept");
        QTest::addColumn<int>("names");
        QTest::newRow("null") << QByteArray("null") << 0;
        QTest::newRow("an object") << QByteArray(R"({"a": 1})") << 0;
        QTest::newRow("numbers") << QByteArray("[1, null]") << 0;
        QTest::newRow("no mapping") << QByteArray(R"([{"trial": 3, "layer": "conv1", "name": "x"}])") << 0;
        QTest::newRow("negative trial")
            << QByteArray(R"([{"trial": -3, "layer": "conv1", "name": "x", "mapping": {}}])") << 0;
        QTest::newRow("one of two") << QByteArray(
            R"([{"trial": 3, "layer": "conv1", "name": "x", "mapping": {}}, {"trial": "3"}])")
                                    << 1;
    }
    void damagedSession_keepsWhatMakesSense()
    {
        QFETCH(QByteArray, kept);
        QFETCH(int, names);
        QUndoStack undo;
        MappingShelf shelf(undo, [](const json&) {});
        shelf.restore(json::parse(kept.toStdString()));
        QCOMPARE(shelf.names(kFirst).size(), names);
    }
};

QTEST_MAIN(TestMappingShelf)
#include "tst_mapping_shelf.moc"
