// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accuracy/cifar_files.h"
#include "core/accuracy/drawn_glyphs.h"
#include "core/accuracy/idx_files.h"

#include <QtTest>

#include <algorithm>

using namespace paretoscope;
using namespace paretoscope::accuracy;

namespace {

/// The header of an IDX file of bytes.
QByteArray idxHeader(std::initializer_list<quint32> sizes)
{
    QByteArray bytes("\0\0\x08", 3);
    bytes.append(static_cast<char>(sizes.size()));
    for (const quint32 size : sizes)
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.append(static_cast<char>(size >> shift));
    return bytes;
}

QByteArray cifarRecord(char label, char shade)
{
    return QByteArray(1, label) + QByteArray(3072, shade);
}

} // namespace

class TestDataSets : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const char* name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void idxFiles_areRead()
    {
        const auto images = write("train-images-idx3-ubyte",
                                  idxHeader({2, 1, 3}) + QByteArray("\1\2\3\4\5\xff", 6));
        const auto labels = write("train-labels-idx1-ubyte", idxHeader({2}) + QByteArray("\0\7", 2));
        const auto set = readIdxImages(images, labels);
        QVERIFY2(set, set ? "" : set.error().text().c_str());
        QCOMPARE(set->size(), 2U);
        QVERIFY((set->shape == MapShape{1, 1, 3}));
        QCOMPARE(set->classes, 8);
        QCOMPARE(set->image(1)[2], std::uint8_t{255});
        write("t10k-images.idx3-ubyte", idxHeader({1, 1, 3}) + QByteArray(3, '\1'));
        write("t10k-labels.idx1-ubyte", idxHeader({1}) + QByteArray(1, '\3'));
        const auto folder = readIdxFolder(m_folder.path().toStdString());
        QVERIFY2(folder, folder ? "" : folder.error().text().c_str());
        QCOMPARE(folder->validation.size(), 1U);
        QCOMPARE(folder->validation.classes, 8);
    }

    void brokenIdxFiles_areRefusedInASentence_data()
    {
        QTest::addColumn<QByteArray>("images");
        QTest::addColumn<QByteArray>("labels");
        QTest::addColumn<QString>("word");
        const QByteArray goodImages = idxHeader({2, 1, 3}) + QByteArray(6, '\1');
        const QByteArray goodLabels = idxHeader({2}) + QByteArray(2, '\1');
        QTest::newRow("empty") << QByteArray() << goodLabels << "empty";
        QTest::newRow("header only") << idxHeader({2, 1, 3}) << goodLabels << "announce";
        QTest::newRow("truncated") << goodImages.chopped(1) << goodLabels << "5 bytes";
        QTest::newRow("too long") << goodImages + "x" << goodLabels << "7 bytes";
        QTest::newRow("wrong magic") << QByteArray("PNG is not IDX, so it is not") << goodLabels << "IDX";
        QTest::newRow("packed") << QByteArray("\x1f\x8b\x08 and so on and on") << goodLabels << "gzip";
        QTest::newRow("absurd sizes")
            << idxHeader({0xffffffff, 0xffffffff, 0xffffffff}) + "abc" << goodLabels << "many more";
        QTest::newRow("no rows") << idxHeader({2, 0, 3}) << goodLabels << "empty";
        QTest::newRow("wide") << idxHeader({1, 1, 2000}) + QByteArray(2000, 'a') << goodLabels << "1024";
        QTest::newRow("labels as images") << goodLabels << goodLabels << "IDX";
        QTest::newRow("fewer labels") << goodImages << idxHeader({1}) + "\1"
                                      << "1 labels for 2";
    }
    void brokenIdxFiles_areRefusedInASentence()
    {
        QFETCH(QByteArray, images);
        QFETCH(QByteArray, labels);
        QFETCH(QString, word);
        const auto set = readIdxImages(write("images", images), write("labels", labels));
        QVERIFY(!set);
        QVERIFY2(QString::fromStdString(set.error().text()).contains(word), set.error().text().c_str());
        QVERIFY(!set.error().where.empty());
    }

    void missingFilesAndFolders_areNamed()
    {
        const auto missing = readIdxFolder("/nowhere/at/all");
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().where.find("/nowhere/at/all") == 0);
        const auto folder = readIdxImages(m_folder.path().toStdString(), m_folder.path().toStdString());
        QVERIFY(!folder);
        QCOMPARE(folder.error().what, std::string("is not a file."));
        QVERIFY(!readCifarFolder("/nowhere/at/all"));
    }

    void cifarFiles_areRead()
    {
        const std::filesystem::path files[]{write("a.bin", cifarRecord(3, 'x') + cifarRecord(9, 'y')),
                                            write("b.bin", cifarRecord(0, 'z'))};
        const auto set = readCifarImages(files, CifarKind::Cifar10);
        QVERIFY2(set, set ? "" : set.error().text().c_str());
        QCOMPARE(set->size(), 3U);
        QCOMPARE(set->labels, (std::vector<std::uint8_t>{3, 9, 0}));
        QCOMPARE(set->image(1)[3071], std::uint8_t{'y'});
        QVERIFY(set->validate());
        const std::filesystem::path hundred[]{write("c.bin", QByteArray(1, '\1') + cifarRecord(77, 'x'))};
        QCOMPARE(readCifarImages(hundred, CifarKind::Cifar100)->labels, std::vector<std::uint8_t>{77});
    }

    void brokenCifarFiles_areRefusedInASentence()
    {
        const std::filesystem::path cut[]{write("cut.bin", cifarRecord(3, 'x').chopped(1))};
        QVERIFY(readCifarImages(cut, CifarKind::Cifar10).error().what.find("no multiple of the 3073")
                != std::string::npos);
        const std::filesystem::path label[]{write("label.bin", cifarRecord(10, 'x'))};
        QVERIFY(readCifarImages(label, CifarKind::Cifar10).error().what.find("label 10")
                != std::string::npos);
        QVERIFY(!readCifarImages({}, CifarKind::Cifar10));
    }

    void split_keepsEveryImageOnce()
    {
        ImageSet images{{1, 1, 1}, 100, {}, {}};
        for (std::uint8_t i = 0; i < 100; ++i) {
            images.pixels.push_back(i);
            images.labels.push_back(i);
        }
        const auto data = split(images, 0.25, 7);
        QVERIFY(data);
        QCOMPARE(data->validation.size(), 25U);
        QCOMPARE(data->training.size(), 75U);
        std::vector<std::uint8_t> all = data->training.pixels;
        all.insert(all.end(), data->validation.pixels.begin(), data->validation.pixels.end());
        std::sort(all.begin(), all.end());
        QCOMPARE(all, images.pixels);
        QVERIFY(split(images, 0.25, 8)->validation.labels != data->validation.labels);
        QVERIFY(!split(images, 0.001, 7));
        QVERIFY(!split(images, 1.0, 7));
    }

    void drawnSigns_dependOnTheSeedAlone()
    {
        GlyphOptions options;
        options.trainingImages = 64;
        options.validationImages = 32;
        const auto once = drawGlyphs(options);
        QVERIFY(once);
        QVERIFY(once->validate());
        QCOMPARE(drawGlyphs(options)->training.pixels, once->training.pixels);
        options.trainingImages = 96;
        const std::vector<std::uint8_t> longer = drawGlyphs(options)->training.pixels;
        QVERIFY(std::equal(once->training.pixels.begin(), once->training.pixels.end(), longer.begin()));
        options.seed = 2;
        QVERIFY(drawGlyphs(options)->validation.pixels != once->validation.pixels);
    }

    void drawnSigns_differByClassMoreThanWithin()
    {
        GlyphOptions options;
        options.trainingImages = 16 * 40;
        options.validationImages = 16;
        options.noise = 0.0;
        options.clutter = 0;
        options.distortion = 0.3;
        const ImageSet images = drawGlyphs(options)->training;
        QCOMPARE(images.classes, static_cast<int>(glyphNames().size()));
        // The nearest other image should nearly always show the same sign when signs are hardly distorted.
        int same = 0;
        for (std::size_t i = 0; i < 32; ++i) {
            std::size_t nearest = i;
            long least = std::numeric_limits<long>::max();
            for (std::size_t j = 0; j < images.size(); ++j) {
                long distance = 0;
                for (std::size_t k = 0; k < images.shape.values() && j != i; ++k) {
                    const int difference = images.image(i)[k] - images.image(j)[k];
                    distance += difference * difference;
                }
                if (j != i && distance < least) {
                    least = distance;
                    nearest = j;
                }
            }
            same += images.labels[i] == images.labels[nearest] ? 1 : 0;
        }
        QVERIFY2(same >= 28, qPrintable(QString::number(same)));
    }

    void absurdDrawings_areRefused()
    {
        GlyphOptions options;
        options.side = 4;
        QVERIFY(!drawGlyphs(options));
        options = {};
        options.noise = -1.0;
        QVERIFY(!drawGlyphs(options));
        options = {};
        options.trainingImages = 2'000'000'000;
        QVERIFY(!drawGlyphs(options));
    }
};

QTEST_APPLESS_MAIN(TestDataSets)
#include "tst_data_sets.moc"
