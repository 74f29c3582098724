// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/small_perceptron.h"

#include <QtTest>

using namespace paretoscope::accuracy;

namespace {

/// A few epochs on a few pictures: enough to learn something, not to learn it well.
Training quick()
{
    Training training;
    training.hidden = {24};
    training.epochs = 4;
    training.learningRate = 0.1;
    return training;
}

} // namespace

class TestGlyph10 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictures_areOfEveryDigitInTurnAndBetweenBlackAndWhite()
    {
        const GlyphSet set = glyphSamples(200, 1);
        QCOMPARE(set.images.rows(), Eigen::Index{144});
        QCOMPARE(set.images.cols(), Eigen::Index{200});
        for (std::size_t i = 0; i < set.labels.size(); ++i)
            QCOMPARE(set.labels[i], static_cast<int>(i % 10));
        QVERIFY(set.images.minCoeff() >= 0.0F && set.images.maxCoeff() <= 1.0F);
    }

    void averagePicture_showsTheBitmapNoiseAsideAndLeavesTheRimEmpty()
    {
        const GlyphSet set = glyphSamples(4000, 3);
        Eigen::VectorXf one = Eigen::VectorXf::Zero(kGlyphPixels); // the digit 1: 10 pixels of 35
        for (Eigen::Index i = 1; i < set.images.cols(); i += 10)
            one += set.images.col(i) / 400.0F;
        // Clipped noise of 0.25 alone leaves 0.25 / sqrt(2 pi) = 0.0997 of a dark pixel.
        QVERIFY(std::abs(one(0) - 0.0997F) < 0.02F);
        QVERIFY(std::abs(one(11 * kGlyphSide + 11) - 0.0997F) < 0.02F);
        QVERIFY(one(6 * kGlyphSide + 6) > 0.3F); // in the stem, whatever the shift
    }

    void pictures_followTheSeed()
    {
        QVERIFY(glyphSamples(50, 1).images == glyphSamples(50, 1).images);
        QVERIFY(glyphSamples(50, 1).images != glyphSamples(50, 2).images);
    }

    void training_learnsAndFollowsItsSeed()
    {
        const GlyphSet learnt = glyphSamples(1000, 1);
        const GlyphSet other = glyphSamples(300, 2);
        const auto first = trained(quick(), learnt, {});
        const auto second = trained(quick(), learnt, {});
        QVERIFY(first && second);
        const double error = errorOf(outputsOf(*first, other.images), other.labels);
        QVERIFY2(error < 0.5, qPrintable(QString::number(error))); // guessing is 0.9
        QVERIFY(first->layers[0].weights == second->layers[0].weights);
        Training reseeded = quick();
        reseeded.seed = 1;
        QVERIFY(trained(reseeded, learnt, {})->layers[0].weights != first->layers[0].weights);
    }

    void dropout_changesTheWeights()
    {
        const GlyphSet set = glyphSamples(200, 1);
        Training dropped = quick();
        dropped.dropout = 0.25;
        QVERIFY(trained(dropped, set, {})->layers[0].weights != trained(quick(), set, {})->layers[0].weights);
    }

    void stoppedTraining_givesNothing()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!trained(quick(), glyphSamples(100, 1), source.get_token()));
    }

    void error_countsTheFirstOfEqualOutputs()
    {
        const Eigen::MatrixXf nothing = Eigen::MatrixXf::Zero(10, 20);
        const GlyphSet set = glyphSamples(20, 1);
        QCOMPARE(errorOf(nothing, set.labels), 0.9);
    }
};

QTEST_APPLESS_MAIN(TestGlyph10)
#include "tst_glyph10.moc"
