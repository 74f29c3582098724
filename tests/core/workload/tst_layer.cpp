// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/layer.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::workload;

namespace {

std::string dimensionsOf(const Operation& operation)
{
    std::string text;
    for (const Dimension& dimension : operation.dimensions)
        text += dimension.name + std::to_string(dimension.size) + " ";
    return text;
}

/// "weights[K C R S]", a sliding axis as "2P+3R".
std::string addressingOf(const Operation& operation, std::size_t tensor)
{
    std::string text = operation.tensors[tensor].name + "[";
    for (const Axis& axis : operation.tensors[tensor].axes) {
        text += text.back() == '[' ? "" : " ";
        for (std::size_t i = 0; i < axis.size(); ++i)
            text += (i > 0 ? "+" : "")
                    + (axis[i].coefficient == 1 ? std::string() : std::to_string(axis[i].coefficient))
                    + operation.dimensions[axis[i].dimension].name;
    }
    return text + "]";
}

Convolution stridedConvolution()
{
    Convolution c;
    c.filterWidth = 5;
    c.filterHeight = 3;
    c.outputWidth = 20;
    c.outputHeight = 10;
    c.inputChannels = 4;
    c.outputChannels = 16;
    c.strideX = 2;
    c.strideY = 1;
    c.dilationX = 1;
    c.dilationY = 3;
    c.batch = 2;
    return c;
}

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

} // namespace

class TestLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void convolution_becomesTheSevenLoopNest()
    {
        const Operation operation = toOperation(stridedConvolution());
        QCOMPARE(dimensionsOf(operation), std::string("R5 S3 P20 Q10 C4 K16 N2 "));
        QCOMPARE(addressingOf(operation, 0), std::string("weights[K C R S]"));
        QCOMPARE(addressingOf(operation, 1), std::string("inputs[N C 2P+R Q+3S]"));
        QCOMPARE(addressingOf(operation, 2), std::string("outputs[N K P Q]"));
        QVERIFY(operation.validate());
        QCOMPARE(operation.macs(), 5 * 3 * 20 * 10 * 4 * 16 * 2);
        QCOMPARE(operation.words(0), 5 * 3 * 4 * 16);
        // (20-1)*2 + 4*1 + 1 = 43 columns, (10-1) + 2*3 + 1 = 16 rows.
        QCOMPARE(operation.words(1), 2 * 4 * 43 * 16);
        QCOMPARE(operation.words(2), 2 * 16 * 20 * 10);
    }

    void groupedConvolution_countsChannelsPerGroup()
    {
        Convolution c = stridedConvolution();
        c.groups = 4;
        const Operation operation = toOperation(c);
        QCOMPARE(dimensionsOf(operation), std::string("R5 S3 P20 Q10 C1 K4 G4 N2 "));
        QCOMPARE(addressingOf(operation, 0), std::string("weights[G K C R S]"));
        QCOMPARE(addressingOf(operation, 1), std::string("inputs[N G C 2P+R Q+3S]"));
        QCOMPARE(addressingOf(operation, 2), std::string("outputs[N G K P Q]"));
        QCOMPARE(operation.macs() * 4, toOperation(stridedConvolution()).macs());
    }

    void matrixProduct_sharesNoOperandBetweenProducts()
    {
        const Operation single = toOperation(MatrixProduct{8, 12, 16, 1, true});
        QCOMPARE(dimensionsOf(single), std::string("M8 N12 K16 "));
        QCOMPARE(addressingOf(single, 0), std::string("weights[K N]"));
        QCOMPARE(addressingOf(single, 1), std::string("inputs[M K]"));
        QCOMPARE(addressingOf(single, 2), std::string("outputs[M N]"));
        const Operation several = toOperation(MatrixProduct{8, 12, 16, 3, true});
        QCOMPARE(dimensionsOf(several), std::string("M8 N12 K16 B3 "));
        for (std::size_t tensor = 0; tensor < 3; ++tensor)
            QCOMPARE(several.words(tensor), 3 * single.words(tensor));
        QCOMPARE(several.macs(), 3 * 8 * 12 * 16);
    }

    void unsoundShapes_areRefusedNotComputed_data()
    {
        QTest::addColumn<std::int64_t>("channels");
        QTest::addColumn<std::int64_t>("groups");
        QTest::addColumn<std::int64_t>("filter");
        QTest::addColumn<std::int64_t>("stride");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, std::int64_t channels, std::int64_t groups, std::int64_t filter,
                            std::int64_t stride, const char* what) {
            QTest::newRow(name) << channels << groups << filter << stride << what;
        };
        row("zero filter", 4, 1, 0, 1, "size 0");
        row("negative filter", 4, 1, -3, 1, "size -3");
        row("no groups", 4, 0, 1, 1, "size 0");
        row("groups do not divide", 4, 3, 1, 1, "size 0");
        row("stride zero", 4, 1, 1, 0, "coefficient 0");
        row("trillion channels", 1'000'000'000'000, 1, 1, 1, "2^53 multiply");
        row("largest integers", kLargest, 1, kLargest, 1, "2^53 multiply");
        row("huge stride", 4, 1, 1, kLargest, "2^53 words");
    }
    void unsoundShapes_areRefusedNotComputed()
    {
        QFETCH(std::int64_t, channels);
        QFETCH(std::int64_t, groups);
        QFETCH(std::int64_t, filter);
        QFETCH(std::int64_t, stride);
        QFETCH(QString, what);
        Convolution c;
        c.inputChannels = c.outputChannels = channels;
        c.groups = groups;
        c.filterWidth = filter;
        c.outputWidth = 10;
        c.strideX = stride;
        const Status status = toOperation(c).validate();
        QVERIFY(!status);
        QVERIFY2(QString::fromStdString(status.error().what).contains(what), status.error().what.c_str());
    }

    void malformedOperations_areRefused()
    {
        Operation noOutput = toOperation(MatrixProduct{});
        noOutput.tensors.pop_back();
        QVERIFY(!noOutput.validate());
        Operation twoOutputs = toOperation(MatrixProduct{});
        twoOutputs.tensors[0].role = TensorRole::Output;
        QVERIFY(!twoOutputs.validate());
        Operation strayAxis = toOperation(MatrixProduct{});
        strayAxis.tensors[0].axes[0][0].dimension = 7;
        QVERIFY(!strayAxis.validate());
    }

    void equality_seesStridesAndNames()
    {
        Convolution a = stridedConvolution();
        Convolution b = a;
        QVERIFY(toOperation(a) == toOperation(b));
        b.strideX = 3;
        QVERIFY(!(toOperation(a) == toOperation(b)));
        QVERIFY(!(toOperation(MatrixProduct{}) == toOperation(Convolution{})));
    }

    void wayBack_returnsTheSameShape()
    {
        Convolution c = stridedConvolution();
        for (const std::int64_t groups : {1, 2, 4}) {
            c.groups = groups;
            const auto back = asConvolution(toOperation(c));
            QVERIFY(back.has_value());
            QCOMPARE(back->groups, groups);
            QCOMPARE(back->inputChannels, c.inputChannels);
            QCOMPARE(back->dilationY, c.dilationY);
            QVERIFY(toOperation(*back) == toOperation(c));
            QVERIFY(!asMatrixProduct(toOperation(c)));
        }
        const MatrixProduct product{2, 3, 4, 5, true};
        const auto back = asMatrixProduct(toOperation(product));
        QVERIFY(back && toOperation(*back) == toOperation(product));
        QVERIFY(!asConvolution(toOperation(product)));
        Operation other = toOperation(product);
        other.dimensions[0].name = "X";
        QVERIFY(!asConvolution(other) && !asMatrixProduct(other));
        QCOMPARE(describeShape(other), std::string("loops X 2, N 3, K 4, B 5"));
    }

    void shapes_areDescribedInWords()
    {
        Convolution c;
        c.filterWidth = c.filterHeight = 3;
        c.outputWidth = c.outputHeight = 28;
        c.inputChannels = 64;
        c.outputChannels = 128;
        c.strideX = c.strideY = 2;
        QCOMPARE(describeShape(toOperation(c)), std::string("3x3 conv, 64 → 128, 28x28, stride 2"));
        c.groups = 2;
        c.strideY = 1;
        QCOMPARE(describeShape(toOperation(c)),
                 std::string("3x3 conv in 2 groups, 64 → 128, 28x28, stride 2x1"));
        c.groups = 64;
        c.strideX = 1;
        QCOMPARE(describeShape(toOperation(c)), std::string("3x3 depthwise conv, 64 → 128, 28x28"));
        c.outputChannels = 64;
        c.dilationX = c.dilationY = 2;
        c.batch = 4;
        QCOMPARE(describeShape(toOperation(c)),
                 std::string("3x3 depthwise conv, 64 channels, 28x28, dilation 2, batch 4"));
        Convolution full;
        full.inputChannels = 512;
        full.outputChannels = 1000;
        QCOMPARE(describeShape(toOperation(full)), std::string("fully connected, 512 → 1000"));
        QCOMPARE(describeShape(toOperation(MatrixProduct{128, 3072, 768, 1, true})),
                 std::string("matrix product 128x768 by 768x3072"));
        QCOMPARE(describeShape(toOperation(MatrixProduct{128, 128, 64, 12, false})),
                 std::string("12 matrix products 128x64 by 64x128"));
    }

    void dimensionNames_meanDifferentThingsInTheTwoForms()
    {
        const Operation convolution = toOperation(Convolution{});
        const Operation product = toOperation(MatrixProduct{});
        QCOMPARE(dimensionMeaning("K", convolution), std::string("output channels"));
        QCOMPARE(dimensionMeaning("K", product), std::string("reduction"));
        QCOMPARE(dimensionMeaning("N", convolution), std::string("batch"));
        QCOMPARE(dimensionMeaning("N", product), std::string("columns"));
        QCOMPARE(dimensionMeaning("Z", product), std::string("Z"));
    }
};

QTEST_APPLESS_MAIN(TestLayer)
#include "tst_layer.moc"
