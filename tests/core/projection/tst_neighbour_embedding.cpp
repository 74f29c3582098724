// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/projection/alignment.h"
#include "core/projection/nearest_neighbours.h"
#include "core/projection/neighbour_embedding.h"
#include "core/projection/neighbour_graph.h"
#include "core/projection/neighbourhood_quality.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace paretoscope;
using namespace paretoscope::projection;

namespace {

constexpr Eigen::Index kFeatures = 8;

/// `clusters` clouds of `each` points around corners of a cube; row i belongs to cloud i % clusters.
Points clouds(Eigen::Index clusters, Eigen::Index each, std::uint64_t seed = 5)
{
    Rng rng(seed);
    Points points(clusters * each, kFeatures);
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
        for (Eigen::Index f = 0; f < kFeatures; ++f)
            points(i, f) = static_cast<float>(i % clusters >> f & 1)
                           + static_cast<float>(rng.uniform(-0.15, 0.15));
    }
    return points;
}

Plane randomStart(Eigen::Index rows)
{
    Rng rng(9);
    Plane start(rows, 2);
    for (Eigen::Index i = 0; i < start.size(); ++i)
        start.data()[i] = static_cast<float>(rng.uniform(-1.0, 1.0));
    return start;
}

} // namespace

class TestNeighbourEmbedding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighbours_areThoseOfPlainCounting()
    {
        const Points points = clouds(3, 40);
        const auto found = nearestNeighbours(points, 5).value();
        for (Eigen::Index i = 0; i < points.rows(); ++i) {
            std::vector<float> all;
            for (Eigen::Index j = 0; j < points.rows(); ++j) {
                if (j != i)
                    all.push_back((points.row(i) - points.row(j)).squaredNorm());
            }
            std::sort(all.begin(), all.end());
            for (std::size_t k = 0; k < 5; ++k)
                QVERIFY(std::abs(found[static_cast<std::size_t>(i) * 5 + k].squared - all[k]) < 1e-4F);
        }
        QCOMPARE(nearestNeighbours(points, 120).error().code, ErrorCode::InvalidInput);
    }

    void forest_findsNearlyAllNeighbours()
    {
        const auto points = std::make_shared<Points>(clouds(4, 250));
        const NeighbourForest forest(points, 1);
        const auto exact = nearestNeighbours(*points, 4).value();
        int found = 0;
        for (Eigen::Index i = 0; i < points->rows(); ++i) {
            std::array<Neighbour, 5> nearest;
            forest.nearest(points->row(i), nearest);
            QCOMPARE(nearest[0].squared, 0.0F); // itself
            for (std::size_t k = 0; k < 4; ++k) {
                const std::uint32_t wanted = exact[static_cast<std::size_t>(i) * 4 + k].row;
                found += std::any_of(nearest.begin(), nearest.end(),
                                     [wanted](const Neighbour& n) { return n.row == wanted; });
            }
        }
        QVERIFY2(found > 0.7 * 4.0 * 1000.0, qPrintable(QString::number(found)));
    }

    void ties_addUpToTheSameForAll()
    {
        const auto neighbours = nearestNeighbours(clouds(2, 50), 8).value();
        const std::vector<Edge> edges = neighbourGraph(neighbours, 8);
        QVERIFY(std::is_sorted(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
            return std::pair(a.a, a.b) < std::pair(b.a, b.b);
        }));
        std::vector<double> sums(100, 0.0);
        for (const Edge& edge : edges) {
            QVERIFY(edge.a < edge.b && edge.weight > 0.0F && edge.weight <= 1.0F);
            sums[edge.a] += edge.weight;
            sums[edge.b] += edge.weight;
        }
        // Each has ties of log2(8) of its own; joining those of both sides adds, and never takes away.
        QVERIFY(*std::min_element(sums.begin(), sums.end()) > 2.99);
    }

    void separateClouds_stayApart()
    {
        const Points points = clouds(4, 60);
        const Plane plane = embedNeighbours(points, randomStart(points.rows()), {}).value();
        const auto shown = nearestNeighbours(plane, 10).value();
        int same = 0;
        for (std::size_t i = 0; i < shown.size(); ++i)
            same += shown[i].row % 4 == (i / 10) % 4;
        QVERIFY2(same > 0.97 * static_cast<double>(shown.size()), qPrintable(QString::number(same)));
        const double trust = trustworthiness(points, plane, 10).value();
        QVERIFY2(trust > 0.9, qPrintable(QString::number(trust)));
        QVERIFY(trust > trustworthiness(points, randomStart(points.rows()), 10).value() + 0.3);
        QVERIFY(keptNeighbours(points, plane, 10).value() > 0.3);
        QCOMPARE(keptNeighbours(plane, plane, 10).value(), 1.0);
    }

    void sameSeed_samePicture()
    {
        const Points points = clouds(3, 40);
        EmbeddingOptions options;
        options.epochs = 30;
        const Plane start = randomStart(points.rows());
        const Plane first = embedNeighbours(points, start, options).value();
        QVERIFY(first == embedNeighbours(points, start, options).value());
        options.seed = 1;
        QVERIFY(first != embedNeighbours(points, start, options).value());
        QVERIFY(first.allFinite());
    }

    void stop_endsEarly()
    {
        const Points points = clouds(3, 100);
        int asked = 0;
        double last = 0.0;
        const auto stopped = embedNeighbours(points, randomStart(points.rows()), {}, [&](double share) {
            last = share;
            return ++asked < 40;
        });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(asked, 40);
        QVERIFY(last > 0.25 && last < 0.5);
    }

    void twins_areNoTrouble()
    {
        Points points = Points::Constant(30, 4, 0.5F);
        points.bottomRows(10).setConstant(1.0F);
        const auto plane = embedNeighbours(points, Plane::Zero(30, 2), {});
        QVERIFY(plane);
        QVERIFY(plane->allFinite());
        QCOMPARE(embedNeighbours(points.topRows(2), Plane::Zero(2, 2), {}).error().code,
                 ErrorCode::InvalidInput);
    }

    void strangers_arePlacedAmongTheirNeighbours()
    {
        const auto points = std::make_shared<Points>(clouds(2, 100));
        const auto plane = std::make_shared<Plane>(
            embedNeighbours(*points, randomStart(points->rows()), {}).value());
        const NeighbourPlacer placer(points, plane);
        QVERIFY((placer.place(points->row(17)) - plane->row(17)).norm() < 1e-5F);
        const Points strangers = clouds(2, 20, 77);
        for (Eigen::Index i = 0; i < strangers.rows(); ++i) {
            const Eigen::RowVector2f place = placer.place(strangers.row(i));
            Eigen::Index nearest = 0;
            (plane->rowwise() - place).rowwise().squaredNorm().minCoeff(&nearest);
            QCOMPARE(nearest % 2, i % 2);
        }
    }

    void turnedAndMirroredPicture_isTurnedBack()
    {
        const Plane fixed = randomStart(50);
        Eigen::Matrix2f turn;
        turn << 0.0F, 2.0F, 2.0F, 0.0F; // mirrored, twice as large
        Plane moved = (fixed * turn).rowwise() + Eigen::RowVector2f(3.0F, -1.0F);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (std::uint32_t i = 0; i < 50; ++i)
            pairs.emplace_back(i, i);
        alignTo(moved, fixed, pairs);
        QVERIFY((moved - fixed).norm() < 1e-4F);
    }
};

QTEST_APPLESS_MAIN(TestNeighbourEmbedding)
#include "tst_neighbour_embedding.moc"
