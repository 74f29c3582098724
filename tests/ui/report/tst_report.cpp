// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report.h"

#include "core/base/json_reader.h"

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

    void textFromFiles_isNeverMarkup()
    {
        const QString html = report::reportHtml(content());
        QVERIFY(!html.contains(QStringLiteral("<b>a")));
        QVERIFY(html.contains(QStringLiteral("&lt;b&gt;a &amp; b&lt;/b&gt;")));
        QVERIFY(html.contains(QStringLiteral("too &lt;large&gt;")));
    }

    void folder_holdsThePageAndEveryFigure()
    {
        QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("new/report"));
        QVERIFY(report::writeReport(content(), target));
        const QStringList files = QDir(target).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files, (QStringList{QStringLiteral("convergence.png"), QStringLiteral("front.png"),
                                     QStringLiteral("front.svg"), QStringLiteral("report.html")}));
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

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
