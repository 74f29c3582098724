// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/network_plans.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::accuracy;

class TestCandidate : public QObject
{
    Q_OBJECT

    static Candidate good()
    {
        HyperParameters parameters;
        parameters.depth = 2;
        parameters.filters = 8;
        parameters.kernel = 3;
        parameters.hidden = 20;
        parameters.dropout = 0.1;
        return plainNetwork(parameters, {1, 16, 16}, 10);
    }

private Q_SLOTS:
    void hyperParameters_becomeANetwork()
    {
        const Candidate candidate = good();
        const auto shapes = stepShapes(candidate);
        QVERIFY2(shapes, shapes ? "" : shapes.error().text().c_str());
        // convolution, pool, convolution, pool, dropout, hidden, dropout, classes
        const std::vector<MapShape> expected{{8, 16, 16}, {8, 8, 8},  {16, 8, 8}, {16, 4, 4},
                                             {16, 4, 4},  {20, 1, 1}, {20, 1, 1}, {10, 1, 1}};
        QVERIFY(shapes.value() == expected);
        const auto network = toNetwork(candidate);
        QVERIFY(network);
        QCOMPARE(network->layers.size(), 4U);
        QCOMPARE(network->macs(), 9 * 8 * 256 + 72 * 16 * 64 + 256 * 20 + 20 * 10);
        QCOMPARE(network->parameters(), (9 + 1) * 8 + (72 + 1) * 16 + (256 + 1) * 20 + (20 + 1) * 10);
        QCOMPARE(workload::describeShape(network->layers[1].operation), std::string("3x3 conv, 8 → 16, 8x8"));
        QVERIFY(workload::networkToJson(network.value()));
    }

    void withoutConvolutions_isAPerceptron()
    {
        HyperParameters parameters;
        parameters.depth = 0;
        parameters.hidden = 0;
        const auto network = toNetwork(plainNetwork(parameters, {3, 8, 8}, 10));
        QVERIFY(network);
        QCOMPARE(network->macs(), 3 * 64 * 10);
    }

    void deepNetworks_stopPoolingWhereTheMapEnds()
    {
        HyperParameters parameters;
        parameters.depth = 5;
        const Candidate candidate = plainNetwork(parameters, {1, 16, 16}, 10);
        const auto shapes = stepShapes(candidate);
        QVERIFY2(shapes, shapes ? "" : shapes.error().text().c_str());
        for (const MapShape& shape : shapes.value())
            QVERIFY(shape.height >= 1);
    }

    void cells_becomeAGraph()
    {
        CellPlan plan;
        plan.stages = 2;
        plan.filters = 4;
        // Two branches that end apart, so the next step adds them up.
        Cell cell{{{CellOperation::Convolution1x1, {0}},
                   {CellOperation::Convolution3x3, {1}},
                   {CellOperation::MaxPool3x3, {0, 1}}}};
        plan.cell = cell;
        const auto candidate = cellNetwork(plan, {1, 8, 8}, 10);
        QVERIFY2(candidate, candidate ? "" : candidate.error().text().c_str());
        // stem; 3 nodes; projection and pool; 3 nodes; mean; classes
        QCOMPARE(candidate->steps.size(), 1U + 3 + 2 + 3 + 2);
        QCOMPARE(candidate->steps[3].inputs, (std::vector<int>{0, 1}));
        QCOMPARE(candidate->steps[4].inputs, (std::vector<int>{2, 3}));
        const auto shapes = stepShapes(candidate.value());
        QVERIFY((shapes.value()[8] == MapShape{8, 4, 4}));
        QCOMPARE(toNetwork(candidate.value())->macs(),
                 64 * (9 * 4 + 4 * 4 + 9 * 16 + 4 * 8) + 16 * (64 + 9 * 64) + 80);
        cell.nodes[0].inputs = {2};
        plan.cell = cell;
        QVERIFY(!cellNetwork(plan, {1, 8, 8}, 10));
        plan.cell = Cell();
        QVERIFY(!cellNetwork(plan, {1, 8, 8}, 10));
    }

    void edges_becomeAGraph()
    {
        using enum EdgeOperation;
        CellPlan plan;
        plan.stages = 1;
        plan.filters = 4;
        // 0 -conv-> 1 -pool-> 2 -conv1x1-> 3, and what the cell reads added to 2 and to 3.
        plan.cell = EdgeCell{{Convolution3x3, Skip, MaxPool3x3, Skip, None, Convolution1x1}};
        const auto candidate = cellNetwork(plan, {1, 8, 8}, 10);
        QVERIFY2(candidate, candidate ? "" : candidate.error().text().c_str());
        QCOMPARE(candidate->steps.size(), 1U + 3 + 2); // a skipped edge is no step
        QCOMPARE(candidate->steps[1].inputs, std::vector<int>{0});
        QCOMPARE(candidate->steps[2].inputs, std::vector<int>{1});
        QCOMPARE(candidate->steps[2].kind, StepKind::MaxPool);
        QCOMPARE(candidate->steps[3].inputs, (std::vector<int>{0, 2})); // node 2 is a sum
        QCOMPARE(candidate->steps[3].kernel, 1);
        QCOMPARE(candidate->steps[4].inputs, (std::vector<int>{0, 3})); // node 3 as well
        QCOMPARE(toNetwork(candidate.value())->macs(), 64 * (9 * 4 + 9 * 16 + 16) + 40);
        // Nothing comes into node 1 and nothing goes out of node 2: what is there costs nothing.
        plan.cell = EdgeCell{{None, Convolution3x3, Convolution3x3, Skip, MaxPool3x3, None}};
        QCOMPARE(cellNetwork(plan, {1, 8, 8}, 10)->steps.size(), 1U + 2);
        plan.cell = EdgeCell{{Skip, None, None, None, None, Skip}};
        const auto broken = cellNetwork(plan, {1, 8, 8}, 10);
        QVERIFY(!broken);
        QVERIFY2(broken.error().what.find("passes nothing on") != std::string::npos,
                 broken.error().what.c_str());
    }

    void nonsense_isRefusedInASentence_data()
    {
        QTest::addColumn<int>("mistake");
        QTest::addColumn<QString>("word");
        const char* words[] = {"odd kernel",      "does not come before",
                               "different sizes", "learning rate",
                               "momentum",        "batch",
                               "last step",       "too large",
                               "forgets",         "larger than the map",
                               "1 to 1,000 steps"};
        for (int i = 0; i < 11; ++i)
            QTest::newRow(words[i]) << i << words[i];
    }
    void nonsense_isRefusedInASentence()
    {
        QFETCH(int, mistake);
        QFETCH(QString, word);
        Candidate candidate = good();
        switch (mistake) {
        case 0:
            candidate.steps[0].kernel = 4;
            break;
        case 1:
            candidate.steps[0].inputs = {2};
            break;
        case 2:
            candidate.steps[3].inputs = {2, 0};
            break;
        case 3:
            candidate.recipe.learningRate = std::nan("");
            break;
        case 4:
            candidate.recipe.momentum = 1.0;
            break;
        case 5:
            candidate.recipe.batch = 0;
            break;
        case 6:
            candidate.steps.pop_back();
            break;
        case 7:
            candidate.steps[5].outputs = 65'536;
            candidate.steps[2].outputs = 60'000;
            break;
        case 8:
            candidate.steps[4].dropout = 1.0;
            break;
        case 9:
            candidate.steps[1].kernel = 31;
            break;
        default:
            candidate.steps.clear();
        }
        const auto shapes = stepShapes(candidate);
        QVERIFY(!shapes);
        QVERIFY2(QString::fromStdString(shapes.error().what).contains(word), shapes.error().what.c_str());
        QVERIFY(!toNetwork(candidate));
    }

    void keys_tellCandidatesApart()
    {
        Candidate other = good();
        other.name = "another name";
        QCOMPARE(candidateKey(other), candidateKey(good()));
        other.recipe.learningRate = std::nextafter(other.recipe.learningRate, 1.0);
        QVERIFY(candidateKey(other) != candidateKey(good()));
        other = good();
        other.steps[2].outputs = 17;
        QVERIFY(candidateKey(other) != candidateKey(good()));
    }
};

QTEST_APPLESS_MAIN(TestCandidate)
#include "tst_candidate.moc"
