// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/reference.h"

#include "core/study/export.h"
#include "core/study/reference_ratio.h"
#include "core/study/runner.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace paretoscope;
using namespace paretoscope::study;
using nlohmann::json;

namespace {

/// A closed-form study with two parameters x1 and x2 in [0, 1], as a person writes it.
json document(const char* references = nullptr)
{
    json made = json::parse(R"({"format": "paretoscope-study", "version": 1, "name": "Small",
        "problem": {"model": "test", "function": "zdt1", "variables": 2},
        "method": {"name": "nsga2"}, "evaluations": 120, "seed": 3})");
    if (references != nullptr)
        made["references"] = json::parse(references);
    return made;
}

Study studyWith(const char* references = nullptr)
{
    return studyFromDocument(document(references), "small.json").value();
}

constexpr const char* kOne = R"([{"name": "Corner", "note": "our choice",
                                  "parameters": {"x1": 0.25, "x2": "0.5"}}])";

/// A machine of one parameter that measures energy, delay and their product; it brings a reference from
/// outside of its space.
class Machine : public problem::Problem
{
public:
    Machine()
    {
        std::vector<space::ParameterPtr> parameters;
        parameters.push_back(space::makeInteger({"width", "Width", "", {}}, 1, 8).value());
        m_space = space::Space::make(std::move(parameters)).value();
        m_metrics = {
            {"energy", "Energy", "J", problem::Direction::Minimize, problem::Scale::Linear, ""},
            {"latency", "Latency", "s", problem::Direction::Minimize, problem::Scale::Linear, ""},
            {"edp", "Energy × delay", "J·s", problem::Direction::Minimize, problem::Scale::Linear, ""}};
        m_objectives = {{1}, {0}};
    }
    const std::string& name() const override { return m_name; }
    const space::Space& space() const override { return m_space; }
    const std::vector<problem::Metric>& metrics() const override { return m_metrics; }
    const std::vector<problem::Objective>& objectives() const override { return m_objectives; }
    const std::vector<problem::MetricConstraint>& constraints() const override { return m_constraints; }
    problem::Outcome evaluate(const space::Design& design, const std::stop_token&) const override
    {
        return measured(design.row()[0]);
    }
    Result<problem::Explanation> explain(const space::Design&, const std::stop_token&) const override
    {
        return Error{ErrorCode::Unsupported, "nothing to explain", {}, {}};
    }
    std::vector<problem::ReferenceDesign> references() const override
    {
        return {
            {"Wide", "first-hand", {}, [](const std::stop_token&) { return measured(20.0); }},
            {"Broken",
             "",
             {},
             [](const std::stop_token&) -> problem::Outcome { throw std::runtime_error("no such machine"); }},
            {"Nothing", "has neither design nor measure", {}, {}}};
    }
    static problem::Outcome measured(double width)
    {
        const double energy_J = 2.0 * width, latency_s = 10.0 / width + 1.0;
        return {problem::Verdict::Feasible, {energy_J, latency_s, energy_J * latency_s}, 0.0, {}, 0.0};
    }

private:
    std::string m_name = "machine";
    space::Space m_space;
    std::vector<problem::Metric> m_metrics;
    std::vector<problem::Objective> m_objectives;
    std::vector<problem::MetricConstraint> m_constraints;
};

Study machineStudy()
{
    Study study;
    study.name = "Machine";
    study.problem = std::make_shared<const Machine>();
    return study;
}

Trial trialOf(std::uint64_t id, double width)
{
    Trial trial;
    trial.id = id;
    trial.design = space::Design({width});
    trial.outcome = Machine::measured(width);
    return trial;
}

/// What a run finds, in exact numbers.
std::string found(const Study& study, const std::filesystem::path& file)
{
    auto session = Session::create(file, study).value();
    auto runner = Runner::make(*session, {}).value();
    runner->start();
    if (!runner->waitUntilQuiet(20.0))
        return "still running";
    std::vector<std::uint64_t> ids(runner->snapshot()->trials.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i] = i;
    return trialsToCsv(study, runner->snapshot()->trials, ids);
}

} // namespace

class TestReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void studyFile_givesItsDesigns()
    {
        const Study study = studyWith(kOne);
        QCOMPARE(study.references.size(), std::size_t{1});
        QCOMPARE(study.references[0].name, std::string("Corner"));
        QCOMPARE(study.references[0].note, std::string("our choice"));
        QCOMPARE(*study.references[0].design, space::Design({0.25, 0.5}));
        const References references = referencesOf(study);
        QCOMPARE(references.size(), std::size_t{1});
        QVERIFY(isReference(references[0].trial.id));
        QVERIFY(!references[0].evaluated);
        QVERIFY(referencesOf(studyWith()).empty());
    }

    void hostileFiles_giveOneSentence_data()
    {
        QTest::addColumn<QByteArray>("references");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* references, const char* says) {
            QTest::newRow(name) << QByteArray(references) << QByteArray(says);
        };
        row("no list", R"({"name": "A"})", "references");
        row("no object", R"(["Eyeriss"])", "references");
        row("no name", R"([{"parameters": {"x1": 0, "x2": 0}}])", "name");
        row("empty name", R"([{"name": "", "parameters": {"x1": 0, "x2": 0}}])", "letters");
        row("same name", R"([{"name": "A", "parameters": {"x1": 0, "x2": 0}},
                             {"name": "A", "parameters": {"x1": 1, "x2": 0}}])",
            "another reference");
        row("no parameters", R"([{"name": "A"}])", "parameters");
        row("list of parameters", R"([{"name": "A", "parameters": [0, 0]}])", "parameters");
        row("unknown parameter", R"([{"name": "A", "parameters": {"x1": 0, "x2": 0, "y": 1}}])",
            "no parameter here");
        row("missing parameter", R"([{"name": "A", "parameters": {"x1": 0}}])", "no value for x2");
        row("value outside", R"([{"name": "A", "parameters": {"x1": 7, "x2": 0}}])", "x1");
        row("value of no kind", R"([{"name": "A", "parameters": {"x1": null, "x2": 0}}])", "x1");
        row("word for a number", R"([{"name": "A", "parameters": {"x1": "wide", "x2": 0}}])", "x1");
        row("misspelt key", R"([{"name": "A", "parametres": {}, "parameters": {"x1": 0, "x2": 0}}])",
            "parametres");
    }
    void hostileFiles_giveOneSentence()
    {
        QFETCH(QByteArray, references);
        QFETCH(QByteArray, says);
        const auto study = studyFromDocument(document(references.constData()), "small.json");
        QVERIFY(!study);
        const QByteArray text = QByteArray::fromStdString(study.error().text());
        QVERIFY2(text.contains(says), text.constData());
    }

    void tooMany_areRefused()
    {
        json many = document();
        for (std::size_t i = 0; i <= kMostReferences; ++i)
            many["references"].push_back(
                {{"name", "R" + std::to_string(i)}, {"parameters", {{"x1", 0.5}, {"x2", 0.5}}}});
        QVERIFY(!studyFromDocument(many, "small.json"));
        many["references"].erase(0);
        QVERIFY(bool(studyFromDocument(many, "small.json")));
    }

    void evaluation_isTheProblemsOwn()
    {
        const Study study = studyWith(kOne);
        const References references = referencesOf(study);
        const auto outcome = evaluateReference(*study.problem, references[0], {});
        QVERIFY(outcome.has_value());
        const auto direct = study.problem->evaluate(*study.references[0].design, {});
        QCOMPARE(outcome->metrics, direct.metrics);
        QVERIFY(outcome->verdict == problem::Verdict::Feasible);
    }

    void outsideOfTheSpace_isMeasuredByTheProblem()
    {
        const Study study = machineStudy();
        const References references = referencesOf(study);
        QCOMPARE(references.size(), std::size_t{2}); // one had nothing to measure it by
        QVERIFY(references[0].trial.design.empty());
        QCOMPARE(evaluateReference(*study.problem, references[0], {})->metrics,
                 Machine::measured(20.0).metrics);
        const auto broken = evaluateReference(*study.problem, references[1], {});
        QVERIFY(broken->verdict == problem::Verdict::Failed);
        QCOMPARE(broken->reason, std::string("the evaluator failed: no such machine"));
    }

    void stopped_givesNothing()
    {
        const Study study = studyFromDocument(
                                [] {
                                    json slow = document(kOne);
                                    slow["problem"]["evaluation_s"] = 5.0;
                                    return slow;
                                }(),
                                "slow.json")
                                .value();
        std::stop_source source;
        source.request_stop();
        QVERIFY(!evaluateReference(*study.problem, referencesOf(study)[0], source.get_token()));
    }

    void method_isNotTold()
    {
        const QTemporaryDir folder;
        const auto file = [&](const char* name) {
            return std::filesystem::path(folder.filePath(QString::fromLatin1(name)).toStdString());
        };
        const std::string without = found(studyWith(), file("without.pscope"));
        QCOMPARE(without.size() > 1000, true);
        QCOMPARE(found(studyWith(kOne), file("with.pscope")), without);
    }

    void session_bringsBackWhatWasMeasured()
    {
        const Study study = studyWith(kOne);
        References references = referencesFromJson(nullptr, study);
        QCOMPARE(references.size(), std::size_t{1});
        references[0].trial.outcome = *evaluateReference(*study.problem, references[0], {});
        references[0].evaluated = true;
        Reference own = references[0];
        own.trial.id = freeReferenceId(references);
        own.name = "Design 7";
        own.own = true;
        own.evaluated = false;
        references.push_back(own);
        const References back = referencesFromJson(json::parse(referencesToJson(references).dump()), study);
        QCOMPARE(back.size(), references.size());
        for (std::size_t i = 0; i < back.size(); ++i) {
            QCOMPARE(back[i].trial.id, references[i].trial.id);
            QCOMPARE(back[i].trial.design, references[i].trial.design);
            QCOMPARE(back[i].name, references[i].name);
            QCOMPARE(back[i].note, references[i].note);
            QCOMPARE(back[i].own, references[i].own);
            QCOMPARE(back[i].evaluated, references[i].evaluated);
        }
        QCOMPARE(back[0].trial.outcome.metrics, references[0].trial.outcome.metrics);
        QCOMPARE(freeReferenceId(back), own.trial.id + 1);
        QVERIFY(referencesFromJson(json::array(), study).empty()); // taken away stays away
    }

    void sessionOfOutsiders_measuresAgain()
    {
        const Study study = machineStudy();
        const References back = referencesFromJson(referencesToJson(referencesOf(study)), study);
        QCOMPARE(back.size(), std::size_t{2});
        QCOMPARE(evaluateReference(*study.problem, back[0], {})->metrics, Machine::measured(20.0).metrics);
    }

    void damagedSession_keepsWhatMakesSense()
    {
        const Study study = studyWith(kOne);
        const std::uint64_t id = kFirstReference;
        const json good{{"id", id}, {"name", "Good"}, {"design", {0.5, 0.5}}};
        for (const json& kept : {json(3), json("x"), json::object()})
            QCOMPARE(referencesFromJson(kept, study).size(), std::size_t{1}); // as for a new one
        QVERIFY(referencesFromJson(json::array({json(), 3, "x", json::array()}), study).empty());
        const auto with = [&](const char* key, json value) {
            json item = good;
            item[key] = std::move(value);
            return referencesFromJson(json::array({item}), study);
        };
        QCOMPARE(referencesFromJson(json::array({good, good}), study).size(), std::size_t{1});
        QVERIFY(with("id", 5).empty()); // a trial's
        QVERIFY(with("id", -1).empty());
        QVERIFY(with("name", 7).empty());
        QVERIFY(with("design", json::array({0.5})).empty());
        QVERIFY(with("design", json::array({0.5, 99.0})).empty());
        QVERIFY(with("design", json::array({0.5, nullptr})).empty());
        QVERIFY(!with("outcome", json::array()).at(0).evaluated);
        QVERIFY(!with("outcome", {{"verdict", "feasible"}, {"metrics", {1.0}}}).at(0).evaluated);
        QVERIFY(!with("outcome", {{"verdict", "great"}, {"metrics", {1.0, 2.0}}}).at(0).evaluated);
        const References hollow = with("outcome", {{"verdict", "feasible"}, {"metrics", {1.0, nullptr}}});
        QVERIFY(hollow.at(0).trial.outcome.verdict == problem::Verdict::Failed);
    }

    void exports_markReferences()
    {
        const Study study = machineStudy();
        TrialLog log;
        log.append(trialOf(0, 4.0));
        References references = referencesOf(study);
        references[0].trial.outcome = Machine::measured(20.0);
        references[0].evaluated = true;
        const std::string csv = trialsToCsv(study, log, std::vector<std::uint64_t>{0}, references);
        QVERIFY(csv.find("\n0,4,8,3.5,28\n") != std::string::npos);
        QVERIFY(csv.find("\nreference: Wide,,40,1.5,60\n") != std::string::npos);
        QVERIFY(csv.find("Broken") == std::string::npos); // not measured
        const json front = frontToJson(study, log, references);
        QCOMPARE(front["front"].size(), std::size_t{1});
        QCOMPARE(front["references"].size(), std::size_t{1});
        QCOMPARE(front["references"][0]["reference"].get<std::string>(), std::string("Wide"));
        QVERIFY(!front["references"][0].contains("trial"));
        QVERIFY(!frontToJson(study, log).contains("references"));
    }

    void ratio_isToldInTheProduct()
    {
        const Study study = machineStudy();
        const Trial reference = trialOf(kFirstReference, 8.0); // 16 J, 2.25 s, 36 J·s
        const Trial trial = trialOf(0, 2.0);                   // 4 J, 6 s, 24 J·s
        QCOMPARE(judgedMetric(*study.problem), std::size_t{2});
        QCOMPARE(productOf(*study.problem, 0, 1, reference).value_or(99), std::size_t{2});
        QCOMPARE(productOf(*study.problem, 1, 0, reference).value_or(99), std::size_t{2});
        QVERIFY(!productOf(*study.problem, 0, 2, reference));
        Trial other = reference;
        other.outcome.metrics[2] *= 1.01; // not the product after all
        QVERIFY(!productOf(*study.problem, 0, 1, other));
        QCOMPARE(ratioTo(reference, trial, 2).value_or(0.0), 24.0 / 36.0);
        Trial unknown = reference;
        unknown.outcome.metrics = {0.0, std::nan(""), 1.0};
        QVERIFY(!ratioTo(unknown, trial, 0));
        QVERIFY(!ratioTo(unknown, trial, 1));
        QVERIFY(!ratioTo(reference, unknown, 1));
        QCOMPARE(judgedMetric(*studyWith().problem), studyWith().problem->objectives()[0].metric);
    }

    void bestTrial_followsTheLog()
    {
        const Study study = machineStudy();
        BestTrial best(*study.problem, 2);
        TrialLog log;
        best.follow(log);
        QVERIFY(!best.id());
        log.append(trialOf(0, 8.0));
        Trial infeasible = trialOf(1, 1.0);
        infeasible.outcome.verdict = problem::Verdict::Infeasible;
        log.append(infeasible);
        best.follow(log);
        QCOMPARE(best.id().value_or(99), std::uint64_t{0});
        log.append(trialOf(2, 2.0));
        log.append(trialOf(3, 4.0));
        best.follow(log);
        QCOMPARE(best.id().value_or(99), std::uint64_t{2});
        best.follow(TrialLog());
        QVERIFY(!best.id());
    }
};

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
