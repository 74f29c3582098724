// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/search_again.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::study;

namespace {

Study small()
{
    const auto document = nlohmann::json::parse(R"({"format": "paretoscope-study", "version": 1,
        "name": "Small", "problem": {"model": "test", "function": "zdt1", "variables": 4},
        "method": {"name": "nsga2", "population": 40}, "evaluations": 100, "seed": 3})");
    return studyFromDocument(document, "small").value();
}

/// What a dialog hands over: every option of the method, at its default.
optimizer::MethodChoice defaultsOf(const optimizer::MethodDoc& doc)
{
    optimizer::MethodChoice choice;
    choice.name = doc.name;
    for (const optimizer::OptionDoc& option : doc.options) {
        if (option.choices.empty())
            choice.options.emplace_back(option.name, option.fallback);
        else
            choice.choices.emplace_back(option.name,
                                        option.choices[static_cast<std::size_t>(option.fallback)]);
    }
    return choice;
}

} // namespace

class TestSearchAgain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMethod_givesTheSameQuestionAnew()
    {
        const Study before = small();
        for (const optimizer::MethodDoc& doc : optimizer::methods()) {
            const Search search{defaultsOf(doc), 17, 250};
            if (!checkSearch(before, search))
                continue; // a grid has nothing to count here
            const auto after = searchedAgain(before, search);
            QVERIFY2(bool(after), doc.name.c_str());
            QCOMPARE(after->method.name, doc.name);
            QCOMPARE(after->seed, 17U);
            QCOMPARE(after->evaluations, 250U);
            QCOMPARE(after->document->at("problem"), before.document->at("problem"));
            QCOMPARE(after->document->at("method").size(), std::size_t{1}); // defaults go without saying
            QVERIFY(fingerprint(*after->document) != fingerprint(*before.document));
        }
    }

    void options_areKept()
    {
        Search search;
        search.method = {"nsga2", {{"population", 60}}, {}};
        const auto after = searchedAgain(small(), search);
        QVERIFY(bool(after));
        QCOMPARE(after->method.options.size(), std::size_t{1});
        QCOMPARE(after->method.options[0].second, 60.0);
        QCOMPARE(after->document->at("method").at("population").dump(), std::string("60"));
    }

    void whatCannotBe_isRefusedInASentence()
    {
        const Study study = small();
        const Search grid{{"grid", {}, {}}, 1, 100}; // over a continuum
        QVERIFY(!checkSearch(study, grid));
        QVERIFY(!searchedAgain(study, grid));
        Search wild{{"nsga2", {{"population", -5}}, {}}, 1, 100};
        QVERIFY(!checkSearch(study, wild));
        const auto refused = searchedAgain(study, wild);
        QVERIFY(!refused && !refused.error().what.empty());
        QVERIFY(!searchedAgain(Study{}, {}));
    }

    void written_readsBackAlike()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("again.json").toStdString();
        const Study after = searchedAgain(small(), {{"random", {}, {}}, 5, 70}).value();
        QVERIFY(bool(writeStudy(after, file)));
        const auto read = readStudy(file);
        QVERIFY(bool(read));
        QCOMPARE(fingerprint(*read->document), fingerprint(*after.document));
        QVERIFY(!writeStudy(after, folder.filePath("no/such/folder.json").toStdString()));
        QVERIFY(!writeStudy(Study{}, file));
    }
};

QTEST_APPLESS_MAIN(TestSearchAgain)
#include "tst_search_again.moc"
