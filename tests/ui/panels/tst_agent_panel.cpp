// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/agent_panel.h"

#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/session/study_file.h"

#include <QTest>

#include <algorithm>

using namespace paretoscope;
using study::RunState;
using ui::panels::AgentPanel;

namespace {

constexpr int kLong_ms = 20'000;

struct Scene
{
    explicit Scene(const char* method)
    {
        ui::StudyFile::write(
            file.study, QStringLiteral(R"({"format": "paretoscope-study", "version": 1, "name": "Small", )"
                                       R"("description": "For tests.", "problem": {"model": "test", )"
                                       R"("function": "zdt1", "variables": 4}, )"
                                       R"("method": {"name": "%1"}, "evaluations": 16, "seed": 3})")
                            .arg(QLatin1String(method)));
        auto opened = ui::session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(),
                                                       {});
        document = std::make_unique<ui::session::StudyDocument>(std::move(opened).value());
        panel = std::make_unique<AgentPanel>(*document, nullptr);
        panel->resize(900, 400);
        panel->show();
    }
    void run()
    {
        document->start();
        QTRY_COMPARE_WITH_TIMEOUT(document->snapshot()->state, RunState::Finished, kLong_ms);
    }
    [[nodiscard]] QTableView& table() const { return panel->ledger().table(); }
    [[nodiscard]] QString decision(int row) const
    {
        return table().model()->index(row, ui::panels::AgentTurns::kDecision).data().toString();
    }

    ui::StudyFile file{16};
    std::unique_ptr<ui::session::StudyDocument> document;
    std::unique_ptr<AgentPanel> panel;
};

} // namespace

class TestAgentPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherMethod_saysThereIsNoAgent()
    {
        Scene scene("random");
        QVERIFY(!scene.table().isVisible());
        QVERIFY(scene.panel->message().contains(QStringLiteral("no agent")));
        scene.run();
        QVERIFY(!scene.document->snapshot()->ledger);
        QVERIFY(!scene.table().isVisible());
        QCOMPARE(test::namelessWidgets(*scene.panel), QString());
    }

    void runningSearch_tellsItsTurns()
    {
        Scene scene("pabo_literal");
        QVERIFY(scene.panel->message().contains(QStringLiteral("Start the search")));
        const auto labels = scene.panel->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QStringLiteral("weak front builder here"));
        }));
        scene.run();
        QVERIFY(scene.document->snapshot()->ledger);
        QTRY_COMPARE_WITH_TIMEOUT(scene.table().model()->rowCount(), 6, kLong_ms); // after ten first designs
        QTRY_VERIFY_WITH_TIMEOUT(scene.decision(5).contains(QStringLiteral("learn")), kLong_ms);
        QVERIFY(scene.table().isVisible());
        QVERIFY(scene.panel->ledger().sums().contains(QStringLiteral("model fits")));
        test::switchTheme(*scene.panel);
        QCOMPARE(test::namelessWidgets(*scene.panel), QString());
    }

    void turn_putsItsDesignInFocus()
    {
        Scene scene("pabo");
        scene.run();
        QTRY_COMPARE_WITH_TIMEOUT(scene.table().model()->rowCount(), 6, kLong_ms);
        const QRect row = scene.table().visualRect(
            scene.table().model()->index(2, ui::panels::AgentTurns::kDecision));
        QTest::mouseClick(scene.table().viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(scene.document->selection().focus().value_or(0), std::uint64_t{12});
    }
};

QTEST_MAIN(TestAgentPanel)
#include "tst_agent_panel.moc"
