// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/workload/network.h"

#include <QtTest>

using namespace paretoscope;
using namespace paretoscope::workload;
using nlohmann::json;

namespace {

const std::filesystem::path kNetworks = std::filesystem::path(PARETOSCOPE_RESOURCE_DIR) / "networks";

json goodNetwork()
{
    return json::parse(R"({"format": "paretoscope-network", "version": 1, "name": "n", "layers": [
        {"name": "a", "kind": "convolution", "filter": [3, 3], "output": [8, 8], "input_channels": 4,
         "output_channels": 6, "stride": [2, 1], "dilation": [1, 2], "groups": 2, "batch": 3, "bias": true},
        {"name": "b", "kind": "fully_connected", "inputs": 10, "outputs": 5, "repeats": 4},
        {"name": "c", "kind": "matrix_product", "rows": 2, "columns": 3, "reduction": 4, "products": 5,
         "weights_are_parameters": false},
        {"name": "d", "kind": "fully_connected", "inputs": 10, "outputs": 5, "bias": true}]})");
}

/// The good network with one value replaced (or added) at a JSON pointer.
json changed(const char* pointer, const json& value)
{
    json document = goodNetwork();
    document[json::json_pointer(pointer)] = value;
    return document;
}

} // namespace

class TestNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfLayer_isRead()
    {
        const auto network = networkFromJson(goodNetwork(), "n.json");
        QVERIFY2(network, network ? "" : network.error().text().c_str());
        QCOMPARE(network->layers.size(), 4U);
        QCOMPARE(network->layers[0].parameters, 3 * 3 * 2 * 3 * 2 + 6);
        QCOMPARE(network->layers[1].parameters, 50);
        QCOMPARE(network->layers[2].parameters, 0);
        QCOMPARE(network->layers[3].parameters, 55);
        QCOMPARE(network->macs(), 3 * 3 * 2 * 3 * 2 * 8 * 8 * 3 + 4 * 50 + 5 * 2 * 3 * 4 + 50);
        QCOMPARE(network->parameters(), 114 + 4 * 50 + 55);
    }

    void equalShapes_areEvaluatedOnce()
    {
        const auto network = networkFromJson(goodNetwork(), "n.json");
        QVERIFY(network);
        const auto unique = uniqueLayers(network.value());
        QCOMPARE(unique.size(), 3U);
        QCOMPARE(unique[1].representative, 1U);
        QCOMPARE(unique[1].occurrences, 5);
    }

    void writtenAndReadAgain_isTheSame()
    {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(kNetworks))
            files.push_back(entry.path());
        QVERIFY(files.size() >= 11);
        for (const auto& file : files) {
            const auto network = readNetwork(file);
            QVERIFY2(network, network ? "" : network.error().text().c_str());
            QVERIFY(!network->description.empty() && !network->source.empty());
            compareRoundTrip(network.value());
        }
        compareRoundTrip(networkFromJson(goodNetwork(), "n.json").value());
    }

    void layersWithoutAFileForm_areNotWritten()
    {
        Network network = networkFromJson(goodNetwork(), "n.json").value();
        network.layers[1].parameters = 51;
        QCOMPARE(networkToJson(network).error().code, ErrorCode::Unsupported);
        network.layers[1].parameters = 50;
        network.layers[1].operation.dimensions[0].name = "X";
        QCOMPARE(networkToJson(network).error().code, ErrorCode::Unsupported);
    }

    // What is compared: multiply-accumulates and parameters of convolutions, fully connected layers and
    // matrix products, biases included, batch normalisation and embeddings not. Published parameter totals
    // include those, so each expected figure is the published one less what its comment derives.
    void shippedNetworks_countAsPublished_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<std::int64_t>("macs");
        QTest::addColumn<std::int64_t>("parameters");
        QTest::addColumn<int>("layers");
        const auto row = [](const char* file, std::int64_t macs, std::int64_t parameters, int layers) {
            QTest::newRow(file) << file << macs << parameters << layers;
        };
        // 724 M / 61 M: Sze, Chen, Yang, Emer, Proc. IEEE 105(12), 2017, table II (from memory); of them 666
        // M in the convolutions (Chen, Krishna, Emer, Sze, ISSCC 2016, 14.5, read in its abstract).
        // 60,965,224 is the Caffe reference model (from memory).
        row("alexnet", 724'406'816, 60'965'224, 8);
        // 15.47 G / 138,357,544: torchvision's model table (from memory; 15.47 and 138.36 M also in published
        // flop-counter tables).
        row("vgg16", 15'470'264'320, 138'357'544, 16);
        // 1.814 G / 11,689,512: torchvision (from memory; 1.82 and 11.69 M in published flop-counter tables).
        // Less 9,600 batch-norm scales and shifts = 2 for each of the 4,800 convolution outputs.
        row("resnet18", 1'814'073'344, 11'689'512 - 9'600, 21);
        // 4.089 G / 25,557,032: torchvision (from memory; 4.11 and 25.56 M in flop-counter tables). Less
        // 53,120 batch-norm values = 2 for each of the 26,560 convolution outputs.
        row("resnet50", 4'089'184'256, 25'557'032 - 53'120, 54);
        // 300 M / 3.4 M: the paper, table 4 (from memory); 0.301 G / 3,504,872: torchvision (from
        // memory; 3.505 M in flop-counter tables). Less 34,112 batch-norm values = 2 for each of the 17,056
        // outputs.
        row("mobilenet_v2", 300'774'272, 3'504'872 - 34'112, 53);
        // 85,054,464 parameters in 12 blocks of 7,087,872 (from memory), less 12 x 2 x 1,536 of layer
        // normalisation. Arithmetic has no published figure; derived: each token times the 7,077,888 weights
        // of a block (4 x 768 x 768 + 2 x 768 x 3,072), and tokens x context x 768 for scores and context
        // each.
        row("bert_base_encoder", 12LL * (128LL * 7'077'888 + 2LL * 128 * 128 * 768), 85'054'464 - 12 * 3'072,
            6);
        // 124,439,808 (from memory), less 1,024 x 768 position embeddings, 12 x 3,072 and 1,536 of layer
        // normalisation; the token embedding counts once, as the output projection it is shared with.
        const std::int64_t gpt2 = 124'439'808 - 1'024 * 768 - 12 * 3'072 - 1'536;
        const std::int64_t projection = 50'257LL * 768;
        row("gpt2_small_prefill", 12LL * (1'024LL * 7'077'888 + 2LL * 1'024 * 1'024 * 768) + projection, gpt2,
            7);
        row("gpt2_small_decode", 12LL * (7'077'888 + 2LL * 1'024 * 768) + projection, gpt2, 7);
        // Shapes of the co-design benchmark: sums of its own table, R * S * P * Q * C * K.
        row("mlp", 512 * 512 + 64 * 1'024, 512 * 512 + 64 * 1'024, 2);
        row("dqn", 8 * 8 * 20 * 20 * 4 * 16 + 4 * 4 * 9 * 9 * 16 * 32, 8 * 8 * 4 * 16 + 4 * 4 * 16 * 32, 2);
        row("transformer", 32 * (512 * 512 + 64 * 32 + 2 * 512 * 2'048),
            512 * 512 + 64 * 32 + 2 * 512 * 2'048, 4);
    }
    void shippedNetworks_countAsPublished()
    {
        QFETCH(QString, file);
        QFETCH(std::int64_t, macs);
        QFETCH(std::int64_t, parameters);
        QFETCH(int, layers);
        const auto network = readNetwork(kNetworks / (file.toStdString() + ".json"));
        QVERIFY2(network, network ? "" : network.error().text().c_str());
        QCOMPARE(network->macs(), macs);
        QCOMPARE(network->parameters(), parameters);
        QCOMPARE(static_cast<int>(network->layers.size()), layers);
    }

    void mistakes_areNamedWithPlaceAndRemedy_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const json& document, const char* where, const char* what) {
            QTest::newRow(name) << QString::fromStdString(document.dump()) << where << what;
        };
        row("zero dimension", changed("/layers/0/input_channels", 0), "#/layers/0/input_channels", "is 0");
        row("zero in a pair", changed("/layers/0/output", {0, 8}), "#/layers/0/output", "[0,8]; two whole");
        row("negative", changed("/layers/1/inputs", -4), "#/layers/1/inputs", "is -4");
        row("three strides", changed("/layers/0/stride", {1, 1, 1}), "#/layers/0/stride",
            "two whole numbers");
        row("fraction", changed("/layers/2/rows", 1.5), "#/layers/2/rows", "is 1.5");
        row("groups do not divide", changed("/layers/0/groups", 3), "#/layers/0/groups", "does not divide");
        row("a trillion", changed("/layers/1/inputs", 1'000'000'000'000), "#/layers/1/inputs", "1000000000");
        json vast = changed("/layers/2/rows", 1'000'000'000);
        vast["layers"][2]["columns"] = 1'000'000'000;
        row("product overflows", vast, "#/layers/2", "2^53 multiply-accumulates");
        json many = changed("/layers/1/inputs", 1'000'000'000);
        many["layers"][1]["repeats"] = 1'000'000;
        many["layers"][1]["outputs"] = 1'000;
        row("sum overflows", many, "#/layers", "add up to more than 2^53");
        row("unknown key", changed("/layers/1/colour", 1), "#/layers/1/colour", "not a key");
        row("key of another kind", changed("/layers/1/stride", {1, 1}), "#/layers/1/stride", "not a key");
        row("wrong type", changed("/layers/1/inputs", "many"), "#/layers/1/inputs", "is \"many\"");
        row("unknown kind", changed("/layers/1/kind", "pooling"), "#/layers/1/kind", "is \"pooling\"");
        row("bias of activations", changed("/layers/2/bias", true), "#/layers/2/bias", "no bias");
        row("no layers", changed("/layers", json::array()), "#/layers", "list of 0; 1 to 10000");
        row("layers an object", changed("/layers", json::object()), "#/layers", "a list of objects");
        row("10,001 layers", changed("/layers", json(10'001, goodNetwork()["layers"][1])), "#/layers",
            "list of 10001");
        row("other format", changed("/format", "paretoscope-study"), "#/format", "paretoscope-network");
        row("newer version", changed("/version", 2), "#/version", "is 2");
        row("not an object", json::array(), "", "an object");
    }
    void mistakes_areNamedWithPlaceAndRemedy()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const auto network = networkFromJson(json::parse(text.toStdString()), "n.json");
        QVERIFY(!network);
        QCOMPARE(QString::fromStdString(network.error().where), "n.json" + where);
        QVERIFY2(QString::fromStdString(network.error().what).contains(what), network.error().what.c_str());
    }

private:
    static void compareRoundTrip(const Network& network)
    {
        const auto written = networkToJson(network);
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        const auto again = networkFromJson(written.value(), "again.json");
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(again->name, network.name);
        QCOMPARE(again->description, network.description);
        QCOMPARE(again->source, network.source);
        QCOMPARE(again->layers.size(), network.layers.size());
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            QVERIFY(again->layers[i].operation == network.layers[i].operation);
            QCOMPARE(again->layers[i].name, network.layers[i].name);
            QCOMPARE(again->layers[i].repeats, network.layers[i].repeats);
            QCOMPARE(again->layers[i].parameters, network.layers[i].parameters);
        }
    }
};

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
