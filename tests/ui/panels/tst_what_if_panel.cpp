// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "tests/ui/panels/panel_checks.h"
#include "tests/ui/session/study_file.h"
#include "ui/panels/what_if_panel.h"
#include "ui/plots/energy_bars.h"
#include "ui/session/reference_shelf.h"

#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

using namespace paretoscope;
using namespace paretoscope::ui;
using panels::WhatIfControl;
using panels::WhatIfPanel;
using panels::WhatIfResult;
using panels::WhatIfSlider;
using panels::WhatIfSteps;

namespace {

/// A dozen machines for a small network; at most 256 PEs, and only wide ones may keep weights still.
class SmallStudy
{
public:
    SmallStudy()
    {
        const nlohmann::json study{
            {"format", "paretoscope-study"},
            {"version", 1},
            {"name", "small"},
            {"problem",
             {{"model", "spatial"},
              {"network", PARETOSCOPE_RESOURCE_DIR "/networks/dqn.json"},
              {"architecture", PARETOSCOPE_RESOURCE_DIR "/hardware/eyeriss_class.json"},
              {"mapper", {{"evaluations", 150}}}}},
            {"parameters",
             {{{"name", "columns"},
               {"label", "PE columns"},
               {"kind", "integer"},
               {"min", 8},
               {"max", 32},
               {"sets", "pe_array.columns"}},
              {{"name", "rows"},
               {"label", "PE rows"},
               {"kind", "integer"},
               {"min", 8},
               {"max", 16},
               {"sets", "pe_array.rows"}},
              {{"name", "buffer"},
               {"label", "Buffer"},
               {"unit", "B"},
               {"kind", "ordinal"},
               {"values", {32768, 65536, 131072, 262144}},
               {"sets", "global_buffer.size_bytes"}},
              {{"name", "flow"},
               {"label", "Dataflow"},
               {"kind", "categorical"},
               {"values", {"row_stationary", "weight_stationary", "any"}},
               {"sets", "dataflow"}}}},
            {"input_constraints",
             {{{"name", "pe_budget"}, {"expression", "columns * rows <= 256"}},
              {{"name", "wide_enough"}, {"expression", "flow != weight_stationary || columns >= 16"}}}},
            {"objectives", {"latency", "energy", "area"}},
            {"method", {{"name", "random"}}},
            {"evaluations", 12},
            {"seed", 3}};
        written = bool(writeFileAtomically(file("study.json"), study.dump()));
        auto opened = session::StudyDocument::open(file("study.json"), file("study.pscope"), {});
        if (!opened)
            qWarning("%s", opened.error().text().c_str());
        document = opened ? std::make_unique<session::StudyDocument>(std::move(opened).value()) : nullptr;
        if (document)
            document->start();
    }
    [[nodiscard]] bool ready() const
    {
        return written && document && document->snapshot()->state == study::RunState::Finished;
    }
    [[nodiscard]] std::string file(const char* name) const
    {
        return folder.filePath(QLatin1String(name)).toStdString();
    }
    /// A feasible design of the front with fewer than 16 columns and not the largest buffer.
    [[nodiscard]] session::TrialId someDesign() const
    {
        const auto snapshot = document->snapshot();
        for (std::size_t i = 0; i < snapshot->trials.size(); ++i) {
            const study::Trial& trial = snapshot->trials[i];
            if (trial.outcome.verdict == problem::Verdict::Feasible && trial.design.row()[0] < 16
                && trial.design.row()[2] < 262144)
                return trial.id;
        }
        return 0;
    }

    QTemporaryDir folder;
    bool written = false;
    std::unique_ptr<session::StudyDocument> document;
};

class Shown
{
public:
    explicit Shown(session::StudyDocument& document)
        : panel(document)
    {
        panel.resize(360, 1500);
        panel.show();
        result = panel.findChild<WhatIfResult*>();
        steps = panel.findChild<WhatIfSteps*>();
    }
    [[nodiscard]] WhatIfControl* control(std::size_t parameter) const
    {
        for (WhatIfControl* one : panel.findChildren<WhatIfControl*>())
            if (one->parameter() == parameter)
                return one;
        return nullptr;
    }
    [[nodiscard]] WhatIfSlider& slider(std::size_t parameter) const
    {
        return *control(parameter)->findChild<WhatIfSlider*>();
    }
    void drag(std::size_t parameter, int place) const
    {
        WhatIfSlider& one = slider(parameter);
        const auto at = [&](int p) { return QPoint(static_cast<int>(std::lround(one.xOf(p))), 9); };
        QTest::mousePress(&one, Qt::LeftButton, {}, at(one.value()));
        const int steps_between = place > one.value() ? 1 : -1;
        for (int p = one.value(); p != place; p += steps_between)
            QTest::mouseMove(&one, at(p + steps_between));
        QTest::mouseRelease(&one, Qt::LeftButton, {}, at(place));
    }
    [[nodiscard]] bool settled() const { return panel.badgeText().contains(QStringLiteral("exact")); }

    WhatIfPanel panel;
    WhatIfResult* result;
    WhatIfSteps* steps;
};

QString energyName()
{
    return QStringLiteral("energy");
}

} // namespace

class TestWhatIfPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_study = std::make_unique<SmallStudy>();
        QVERIFY(m_study->document != nullptr);
        QTRY_VERIFY(m_study->ready());
    }
    void cleanup() { m_study.reset(); }

    void removedReference_isLetGo()
    {
        session::StudyDocument& document = *m_study->document;
        document.references().make(*document.trial(m_study->someDesign()));
        const session::TrialId id = document.references().all().back().trial.id;
        document.selection().setFocus(id);
        Shown shown(document);
        QCOMPARE(document.ghost().origin(), std::optional(id));
        document.references().remove(id);
        QVERIFY(!document.ghost().origin());
        QVERIFY(!shown.panel.isChanged());
        document.undoStack().undo();
        document.selection().setFocus(id);
        QTRY_COMPARE(document.ghost().origin(), std::optional(id));
    }

    void shownWithAFocus_startsItself()
    {
        session::StudyDocument& document = *m_study->document;
        {
            Shown shown(document);
            QVERIFY(shown.panel.design().empty());
        }
        const session::TrialId id = m_study->someDesign();
        document.selection().setFocus(id);
        Shown shown(document);
        QVERIFY(shown.panel.design() == document.trial(id)->design);
        QCOMPARE(document.ghost().origin(), std::optional(id));
        QVERIFY(!shown.panel.isChanged());
    }

    void draggedSlider_changesValuesAndMovesTheGhost()
    {
        session::StudyDocument& document = *m_study->document;
        const session::TrialId id = m_study->someDesign();
        Shown shown(document);
        shown.panel.startFrom(id);
        const QString before = shown.result->valueText(QStringLiteral("area"));
        shown.drag(2, 3);
        QCOMPARE(shown.panel.design().row()[2], 262144.0);
        QTRY_VERIFY(shown.settled());
        QVERIFY2(shown.panel.minimumSizeHint().width() <= 320, // a dock keeps its width while a hand moves
                 qPrintable(QString::number(shown.panel.minimumSizeHint().width())));
        const auto outcome = document.problem().evaluate(shown.panel.design(), {});
        QVERIFY(document.ghost().point().has_value());
        QCOMPARE(document.ghost().point()->metrics, outcome.metrics);
        QVERIFY(shown.result->valueText(QStringLiteral("area")) != before);
        // More buffer is more silicon: worse, and said so with a glyph.
        QVERIFY(shown.result->changeText(QStringLiteral("area")).startsWith(QLatin1Char('+')));
        QVERIFY(shown.result->changeText(QStringLiteral("area")).endsWith(QStringLiteral("▼")));
        QCOMPARE(document.snapshot()->trials.size(), std::size_t{12}); // only a thought
        QVERIFY(shown.control(2)->valueText().contains(QStringLiteral("256")));
        QVERIFY(shown.control(2)->valueText().contains(QStringLiteral("was")));
        QVERIFY(!shown.result->placeText().isEmpty());
        QTRY_VERIFY(shown.panel.findChild<plots::EnergyBars*>()->accessibleDescription().contains(
            QStringLiteral("now")));
    }

    void keys_moveASliderAndTheTrailGrows()
    {
        session::StudyDocument& document = *m_study->document;
        Shown shown(document);
        shown.panel.startFrom(m_study->someDesign());
        WhatIfSlider& slider = shown.slider(0);
        const double columns = shown.panel.design().row()[0];
        QTest::keyClick(&slider, Qt::Key_Left);
        QTest::keyClick(&slider, Qt::Key_Right);
        QVERIFY(!shown.panel.isChanged()); // there and back again
        const Qt::Key away = columns > 8 ? Qt::Key_Left : Qt::Key_Right;
        QTest::keyClick(&slider, away);
        QCOMPARE(std::abs(shown.panel.design().row()[0] - columns), 1.0);
        QTRY_VERIFY(shown.settled());
        QTest::keyClick(&slider, away == Qt::Key_Left && columns < 10 ? Qt::Key_Right : away);
        QTRY_VERIFY(!document.ghost().trail().empty() || !shown.panel.isChanged());
    }

    void keep_addsATrialMadeByHand()
    {
        session::StudyDocument& document = *m_study->document;
        Shown shown(document);
        shown.panel.startFrom(m_study->someDesign());
        shown.drag(2, 3);
        const space::Design wanted = shown.panel.design();
        QTest::keyClick(&shown.panel, Qt::Key_Return);
        QTRY_COMPARE(document.snapshot()->trials.size(), std::size_t{13});
        QTRY_COMPARE(document.selection().focus(), std::optional<session::TrialId>(12));
        const study::Trial& kept = *document.trial(12);
        QVERIFY(kept.origin == study::Origin::Manual);
        QVERIFY(kept.design == wanted);
        QVERIFY(!shown.panel.isChanged()); // it goes on from the new design
        QCOMPARE(document.ghost().origin(), std::optional<session::TrialId>(12));
    }

    void escape_forgets()
    {
        session::StudyDocument& document = *m_study->document;
        const session::TrialId id = m_study->someDesign();
        Shown shown(document);
        shown.panel.startFrom(id);
        shown.drag(2, 3);
        QTRY_VERIFY(document.ghost().point().has_value());
        QTest::keyClick(&shown.slider(2), Qt::Key_Escape);
        QVERIFY(shown.panel.design() == document.trial(id)->design);
        QVERIFY(!document.ghost().point());
        QVERIFY(document.ghost().trail().empty());
        QVERIFY(shown.result->changeText(energyName()).isEmpty());
        QTest::qWait(50); // nothing that was asked before comes late
        QVERIFY(!document.ghost().point());
        QCOMPARE(document.snapshot()->trials.size(), std::size_t{12});
    }

    void illegalValue_isRefusedWithItsRule()
    {
        session::StudyDocument& document = *m_study->document;
        Shown shown(document);
        shown.panel.startFrom(m_study->someDesign());
        const double rows = shown.panel.design().row()[1];
        shown.drag(0, 24); // 32 columns
        const double columns = shown.panel.design().row()[0];
        QCOMPARE(columns, std::floor(256.0 / rows)); // as far as the budget goes
        const QString refusal = shown.control(0)->refusal();
        QVERIFY2(refusal.contains(QStringLiteral("PE columns × PE rows ≤ 256")), qPrintable(refusal));
        QVERIFY2(refusal.contains(QStringLiteral("32 × %1").arg(rows)), qPrintable(refusal));
        QVERIFY(document.problem().space().check(shown.panel.design()));
    }

    void illegalCategory_isGreyedWithItsRule()
    {
        session::StudyDocument& document = *m_study->document;
        Shown shown(document);
        shown.panel.startFrom(m_study->someDesign()); // fewer than 16 columns
        const auto* list = shown.control(3)->findChild<QComboBox*>();
        const auto* items = qobject_cast<QStandardItemModel*>(list->model());
        QCOMPARE(list->itemText(1), QStringLiteral("weight stationary"));
        QVERIFY(!items->item(1)->isEnabled());
        QVERIFY(list->itemData(1, Qt::ToolTipRole).toString().contains(QStringLiteral("wide enough")));
        QVERIFY(items->item(2)->isEnabled());
    }

    void steps_areListedAndTaken()
    {
        session::StudyDocument& document = *m_study->document;
        const session::TrialId id = m_study->someDesign();
        Shown shown(document);
        shown.panel.startFrom(id);
        auto* objective = shown.steps->findChild<QComboBox*>();
        objective->setCurrentIndex(2); // area: a smaller buffer or array always helps
        QTest::mouseClick(test::named<QPushButton>(shown.panel, QStringLiteral("Try every design")),
                          Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.steps->listed().isEmpty(), 10'000);
        for (const QString& step : shown.steps->listed())
            QVERIFY2(step.contains(QStringLiteral("area −")), qPrintable(step));
        QTest::mouseClick(test::named<QPushButton>(shown.panel, QStringLiteral("Take the step")),
                          Qt::LeftButton);
        QVERIFY(shown.panel.isChanged());
        QTRY_VERIFY(shown.settled());
        QVERIFY(shown.result->changeText(QStringLiteral("area")).endsWith(QStringLiteral("▲")));
    }

    void lookAround_canBeCancelled()
    {
        Shown shown(*m_study->document);
        shown.panel.startFrom(m_study->someDesign());
        auto* look = test::named<QPushButton>(shown.panel, QStringLiteral("Try every design"));
        QToolButton* stop = nullptr;
        for (QToolButton* button : shown.panel.findChildren<QToolButton*>())
            if (button->accessibleName().startsWith(QStringLiteral("Stop trying")))
                stop = button;
        QVERIFY(look && stop && !stop->isVisible());
        QTest::mouseClick(look, Qt::LeftButton);
        QVERIFY(stop->isVisible()); // no event in between, or all may have been tried
        QTest::mouseClick(stop, Qt::LeftButton);
        QTest::qWait(50);
        QVERIFY(shown.steps->listed().isEmpty());
        QVERIFY(test::named<QPushButton>(shown.panel, QStringLiteral("Try every design"))->isEnabled());
    }

    void slowEvaluation_answersShortFirst()
    {
        session::StudyDocument& document = *m_study->document;
        const study::Trial& start = *document.trial(m_study->someDesign());
        panels::WhatIfEvaluation evaluation(document.study().problem);
        evaluation.startFrom(start.design, 10.0); // as if an exact one took ten seconds
        std::vector<bool> isShort;
        std::vector<std::vector<double>> metrics;
        connect(&evaluation, &panels::WhatIfEvaluation::answered, this,
                [&](const panels::WhatIfAnswerPtr& answer) {
                    isShort.push_back(answer->isShort);
                    metrics.push_back(answer->outcome.metrics);
                });
        const double value = 262144;
        const space::Design asked = space::withValue(document.problem().space(), start.design, 2,
                                                     std::span(&value, 1));
        evaluation.ask(asked, document.snapshot());
        QTRY_COMPARE(isShort, (std::vector<bool>{true, false}));
        QCOMPARE(metrics[1], document.problem().evaluate(asked, {}).metrics);
        QCOMPARE(metrics[0][2], metrics[1][2]); // area needs no search
    }

    /// Digits on crossbars: noisier cells are no other design, so they are tried and never kept.
    void condition_changesTheErrorAndIsNotKept()
    {
        const StudyFile file(2);
        StudyFile::write(
            file.study,
            QStringLiteral(R"({"format": "paretoscope-study", "version": 1, "name": "Digits", )"
                           R"("problem": {"model": "glyphs"}, "objectives": ["error", "energy"], )"
                           R"("method": {"name": "random"}, "evaluations": 2, "seed": 5})"));
        auto opened = session::StudyDocument::open(file.study.toStdString(), file.session.toStdString(), {});
        QVERIFY(opened);
        const auto owned = std::make_unique<session::StudyDocument>(std::move(opened).value());
        session::StudyDocument& document = *owned;
        document.start();
        QTRY_COMPARE_WITH_TIMEOUT(document.snapshot()->state, study::RunState::Finished, 20'000);
        Shown shown(document);
        shown.panel.startFrom(0);
        auto* condition = shown.panel.findChild<panels::WhatIfCondition*>();
        QVERIFY(condition != nullptr);
        auto* slider = condition->findChild<WhatIfSlider*>();
        const QString error = QStringLiteral("error");
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(condition->value(), 0.5);
        QTRY_VERIFY(!shown.result->changeText(error).isEmpty());
        QVERIFY(!shown.panel.isChanged());
        shown.panel.keep();
        QCOMPARE(document.snapshot()->trials.size(), std::size_t{2});
        QTest::keyClick(slider, Qt::Key_Escape);
        QVERIFY(!condition->isChanged());
        QVERIFY(shown.result->changeText(error).isEmpty());
        QCOMPARE(test::namelessWidgets(shown.panel), QString());
    }

    void everythingFocusable_hasAName_andNarrowFits()
    {
        Shown shown(*m_study->document);
        shown.panel.startFrom(m_study->someDesign());
        QCOMPARE(test::namelessWidgets(shown.panel), QString());
        QVERIFY2(shown.panel.minimumSizeHint().width() <= 320,
                 qPrintable(QString::number(shown.panel.minimumSizeHint().width())));
        test::switchTheme(shown.panel);
        QVERIFY(!shown.panel.grab().isNull());
    }

private:
    std::unique_ptr<SmallStudy> m_study;
};

QTEST_MAIN(TestWhatIfPanel)
#include "tst_what_if_panel.moc"

#include <nlohmann/json.hpp>
