// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report.h"

#include "core/base/json_reader.h"
#include "ui/panels/block_diagram.h"
#include "ui/report/figures.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::ui;

namespace {

/// Two designs of a test problem on the front, one beside it; the study's name tries to be markup.
report::ReportContent content()
{
    auto study = study::studyFromDocument(
        nlohmann::json::parse(
            R"({"format": "paretoscope-study", "version": 1, "name": "<b>a & b</b>", "seed": 7,
            "description": "What is asked.", "problem": {"model": "test", "function": "zdt1", "variables": 2}})"),
        "test");
    report::ReportContent made;
    made.study = std::move(study).value();
    auto snapshot = std::make_shared<study::Snapshot>();
    for (const auto& x : {std::array{0.25, 0.0}, std::array{0.0, 0.0}, std::array{0.5, 1.0}}) {
        study::Trial trial;
        trial.id = snapshot->trials.size();
        trial.design = space::Design({x[0], x[1]});
        trial.outcome = made.study.problem->evaluate(trial.design, {});
        snapshot->trials.append(std::move(trial));
    }
    snapshot->front = {1, 0};
    snapshot->knee = 0;
    snapshot->feasible = 3;
    snapshot->reasons = {{"too <large>", 12, 2}};
    made.snapshot = std::move(snapshot);
    QImage image(4, 3, QImage::Format_RGB32);
    image.fill(Qt::blue);
    made.figures = {{QStringLiteral("front"), QStringLiteral("The front."), image, "<svg/>"},
                    {QStringLiteral("convergence"), QStringLiteral("Convergence."), image, {}}};
    made.pins = {{QStringLiteral("f1 ≤ 0.3"), true}};
    made.search = QStringLiteral("f1 < 1");
    made.sets = {{QStringLiteral("<good>"), 2}};
    made.notes = {{0, {QStringLiteral("rejected")}, QStringLiteral("too & slow")}};
    report::ChosenDesign chosen;
    chosen.id = 1;
    chosen.place = QStringLiteral("A");
    chosen.tags = {QStringLiteral("candidate")};
    chosen.explanation = problem::Explanation{};
    chosen.explanation->notes = {"Wires are free (our choice)."};
    chosen.figures = {{QStringLiteral("machine-1"), QStringLiteral("Machine."), image, {}}};
    made.chosen.push_back(std::move(chosen));
    return made;
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void page_saysWhatRepeatsTheRun()
    {
        const report::ReportContent made = content();
        const QString html = report::reportHtml(made);
        QVERIFY(html.contains(QStringLiteral("seed 7")));
        QVERIFY(html.contains(QString::number(study::fingerprint(*made.study.document), 16)));
        QVERIFY(html.contains(QStringLiteral("What is asked.")));
    }

    void front_isListedWithItsKneeAndNoOther()
    {
        const QString html = report::reportHtml(content());
        QVERIFY(html.contains(QStringLiteral("<td>#0 (knee)</td>")));
        QVERIFY(html.contains(QStringLiteral("<td>#1</td>")));
        QVERIFY(!html.contains(QStringLiteral("<tr><td>#2")));
    }

    void references_standBesideTheBestFound()
    {
        report::ReportContent made = content();
        QVERIFY(!report::reportHtml(made).contains(QStringLiteral("Against reference designs")));
        study::Reference reference;
        reference.trial = made.snapshot->trials[0];
        reference.trial.id = study::kFirstReference;
        reference.name = "<Eyeriss>";
        reference.note = "first-hand";
        reference.evaluated = true;
        made.references.push_back(reference);
        made.chosen[0].id = reference.trial.id;
        const QString html = report::reportHtml(made);
        QVERIFY(html.contains(QStringLiteral("Against reference designs")));
        QVERIFY(html.contains(QStringLiteral("<th>★ &lt;Eyeriss&gt;</th>")));
        QVERIFY(html.contains(QStringLiteral("★ &lt;Eyeriss&gt;: first-hand")));
        QVERIFY(html.contains(QStringLiteral("★ &lt;Eyeriss&gt; (A)"))); // chosen, taken apart
    }

    void textFromFiles_isNeverMarkup()
    {
        const QString html = report::reportHtml(content());
        QVERIFY(!html.contains(QStringLiteral("<b>a")));
        QVERIFY(html.contains(QStringLiteral("&lt;b&gt;a &amp; b&lt;/b&gt;")));
        QVERIFY(html.contains(QStringLiteral("too &lt;large&gt;")));
    }

    void page_tellsWhatWasDecided()
    {
        const QString html = report::reportHtml(content());
        for (const char* said : {"f1 ≤ 0.3", "the search obeys it", "f1 &lt; 1", "&lt;good&gt;",
                                 "too &amp; slow", "#1 (A)", "candidate", "Wires are free", "Machine."})
            QVERIFY2(html.contains(QString::fromUtf8(said)), said);
    }

    /// A crossbar machine: its blocks would lie on each other in a picture of any lesser height.
    void machineOfManyBlocks_hasTheHeightItNeeds()
    {
        problem::Explanation machine;
        for (int i = 0; i < 14; ++i) {
            problem::Block& block = machine.blocks.emplace_back();
            block.name = "part";
            block.area_mm2 = 1.0;
            block.parent = i < 6 ? -1 : 5;
        }
        machine.blocks[5].kind = problem::Block::Kind::Array;
        machine.blocks[5].columns = 4;
        machine.blocks[5].rows = 2;
        panels::BlockDiagram diagram;
        diagram.setExplanation(std::make_shared<const problem::Explanation>(machine));
        const report::Figure figure = report::diagramOf(machine, 3, QStringLiteral("#3"));
        const QSizeF size = figure.image.deviceIndependentSize();
        QVERIFY(size.height() > 900.0);
        QCOMPARE(size.height(), diagram.heightForWidth(static_cast<int>(size.width())));
    }

    void paper_hasItsPages()
    {
        const QByteArray pdf = report::reportPdf(content());
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.count("/Type /Page\n") + pdf.count("/Type /Page ") >= 1);
        QVERIFY(pdf.contains("/Subtype /Image"));
    }

    void folder_holdsThePageAndEveryFigure()
    {
        QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("new/report"));
        QVERIFY(report::writeReport(content(), target));
        const QStringList files = QDir(target).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files, (QStringList{QStringLiteral("convergence.png"), QStringLiteral("front.png"),
                                     QStringLiteral("front.svg"), QStringLiteral("machine-1.png"),
                                     QStringLiteral("report.html"), QStringLiteral("report.pdf")}));
        QCOMPARE(QImage(QDir(target).filePath(QStringLiteral("front.png"))).size(), QSize(4, 3));
    }

    void folderThatCannotBe_isOneSentence()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        const Status written = report::writeReport(content(), file.fileName() + QStringLiteral("/inside"));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Io);
    }
};

QTEST_MAIN(TestReport)
#include "tst_report.moc"
