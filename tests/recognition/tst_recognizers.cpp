// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <random>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"
#include "recognition/models_library.h"
#include "recognition/recognizer.h"
#include "support/npy.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

RgbImage randomFace(unsigned seed) {
    std::mt19937 random(seed);
    RgbImage face(alignedSize, alignedSize);
    // Smooth blobs rather than noise: gradients in some cells only, as in a face.
    const double cx = 30.0 + static_cast<double>(random() % 50);
    const double cy = 30.0 + static_cast<double>(random() % 50);
    for (int y = 0; y < face.height; ++y)
        for (int x = 0; x < face.width; ++x)
            for (int c = 0; c < 3; ++c)
                face.at(x, y)[c] =
                    static_cast<std::uint8_t>(127.0 + 60.0 * std::sin((x - cx) * (y - cy) / 300.0) +
                                              static_cast<double>(random() % 40));
    return face;
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

QString complaint(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

struct Reference {
    std::vector<RgbImage> faces;
    limen::test::NpyMatrix embeddings;
};

Reference reference(const std::string& net) {
    const auto folder = limen::test::sharedFolder() / "reference";
    const Json index = Json::parse(readTextFile(folder / "embeddings" / "embeddings.json"));
    Reference result;
    for (const Json& name : index["images"])
        result.faces.push_back(readImage(folder / "images" / (name.get<std::string>() + ".png")));
    result.embeddings = limen::test::readNpy(folder / "embeddings" / (net + ".npy"));
    return result;
}

std::string sharedCard(const std::string& name) {
    return (limen::test::sharedFolder() / "weights" / "cards" / (name + ".json")).string();
}

}  // namespace

class TestRecognizers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void networks_data() {
        QTest::addColumn<std::string>("card");
        QTest::addColumn<std::string>("rows");
        QTest::newRow("casia") << std::string("mobilefacenet-casia") << std::string("casia_112x96");
        QTest::newRow("ms1m") << std::string("mobilefacenet-ms1m") << std::string("relu6_ms1m");
        QTest::newRow("y1") << std::string("mobilefacenet-y1") << std::string("y1_caffe");
    }

    void embeddingsMatchTheReference_data() { networks_data(); }
    void embeddingsMatchTheReference() {
        LIMEN_NEEDS_SHARED("weights/cards");
        LIMEN_NEEDS_SHARED("reference/embeddings");
        QFETCH(std::string, card);
        QFETCH(std::string, rows);
        const Reference expected = reference(rows);
        const auto recognizer = openRecognizer(sharedCard(card), {});
        QCOMPARE(recognizer->name(), card);
        const auto embeddings = recognizer->embed(expected.faces);
        QCOMPARE(embeddings.size(), expected.embeddings.rows);
        double largest = 0.0;
        double lowest = 1.0;
        for (std::size_t row = 0; row < embeddings.size(); ++row) {
            QCOMPARE(embeddings[row].size(), expected.embeddings.columns);
            double sum = 0.0;
            for (std::size_t i = 0; i < embeddings[row].size(); ++i) {
                const auto value = static_cast<double>(embeddings[row][i]);
                largest = std::max(largest, std::abs(value - expected.embeddings.at(row, i)));
                sum += value * expected.embeddings.at(row, i);
            }
            lowest = std::min(lowest, sum);
        }
        qInfo("%s: largest deviation %.2e, 1 - lowest cosine %.2e", card.c_str(), largest, 1.0 - lowest);
        QVERIFY(largest <= 1e-4);  // the reference's own tolerance
        QVERIFY(lowest >= 0.99999);
    }

    void bf16IsClose_data() { networks_data(); }
    void bf16IsClose() {
        LIMEN_NEEDS_SHARED("weights/cards");
        LIMEN_NEEDS_SHARED("reference/embeddings");
        QFETCH(std::string, card);
        QFETCH(std::string, rows);
        const Reference expected = reference(rows);
        if (card == "mobilefacenet-y1") {
            QVERIFY(complaint([&] {
                        openRecognizer(sharedCard(card), {.precision = "bf16"});
                    }).contains(QStringLiteral("runs in fp32 only")));
            return;
        }
        if (!modelsLibrary().bf16Available()) {
            QVERIFY(complaint([&] {
                        openRecognizer(sharedCard(card), {.precision = "bf16"});
                    }).contains(QStringLiteral("does not compute in bf16")));
            return;
        }
        const auto exact = openRecognizer(sharedCard(card), {});
        const auto recognizer = openRecognizer(sharedCard(card), {.precision = "bf16"});
        QVERIFY(recognizer->identity() != exact->identity());
        const auto embeddings = recognizer->embed(expected.faces);
        for (std::size_t row = 0; row < embeddings.size(); ++row) {
            double sum = 0.0;
            for (std::size_t i = 0; i < embeddings[row].size(); ++i)
                sum += static_cast<double>(embeddings[row][i]) * expected.embeddings.at(row, i);
            QVERIFY2(sum > 0.999, qPrintable(QString::number(sum)));
        }
    }

    void aFaceDoesNotDependOnItsBatch_data() {
        QTest::addColumn<std::string>("card");
        QTest::addColumn<std::string>("precision");
        for (const char* card : {"mobilefacenet-casia", "mobilefacenet-ms1m", "mobilefacenet-y1"})
            QTest::addRow("%s fp32", card) << std::string(card) << std::string("fp32");
        for (const char* card : {"mobilefacenet-casia", "mobilefacenet-ms1m"})
            QTest::addRow("%s bf16", card) << std::string(card) << std::string("bf16");
    }
    void aFaceDoesNotDependOnItsBatch() {
        LIMEN_NEEDS_SHARED("weights/cards");
        QFETCH(std::string, card);
        QFETCH(std::string, precision);
        if (precision == "bf16" && !modelsLibrary().bf16Available())
            QSKIP("this processor does not compute in bf16");
        const auto recognizer = openRecognizer(sharedCard(card), {.precision = precision});
        const auto other = openRecognizer(sharedCard(card), {.precision = precision, .threads = 2});
        QCOMPARE(recognizer->identity(), other->identity());
        const RgbImage face = randomFace(1);
        const std::vector<float> expected = recognizer->embed(std::span(&face, 1)).front();
        unsigned seed = 100;
        for (const int position : {0, 7, 31}) {
            std::vector<RgbImage> faces;
            for (int i = 0; i < 32; ++i)
                faces.push_back(i == position ? face : randomFace(seed++));
            QVERIFY(recognizer->embed(faces)[static_cast<std::size_t>(position)] == expected);
            QVERIFY(other->embed(faces)[static_cast<std::size_t>(position)] == expected);
        }
    }

    void aGraphOpencvCannotReadIsOneSentence() {
        LIMEN_NEEDS_SHARED("weights/mobilefacenet_relu6_ms1m.onnx");
        const ScratchFolder folder;
        const auto file = limen::test::sharedFolder() / "weights" / "mobilefacenet_relu6_ms1m.onnx";
        const Json card = {{"name", "clip"},
                           {"task", "face-recognition"},
                           {"format", "onnx"},
                           {"files", {file.string()}},
                           {"embedding", 128},
                           {"licence", "none stated"},
                           {"source", "a test"},
                           {"sha256", {{file.string(), sha256HexOfFile(file)}}}};
        writeFileAtomically(folder.path() / "clip.json", card.dump());
        try {
            openRecognizer((folder.path() / "clip.json").string(), {});
            QSKIP("this OpenCV reads Clip with three inputs");
        } catch (const Error& error) {
            const QString said = QString::fromStdString(error.what());
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(said.contains(QStringLiteral("cannot read the network of clip")), qPrintable(said));
            QVERIFY2(!said.contains(QLatin1Char('\n')) && said.size() < 400, qPrintable(said));
        }
    }

    void aCardThatContradictsItsNetworkIsRefused() {
        LIMEN_NEEDS_SHARED("weights/cards");
        const ScratchFolder folder;
        Json card = Json::parse(readTextFile(sharedCard("mobilefacenet-casia")));
        const std::string file =
            (limen::test::sharedFolder() / "weights" / "mobilefacenet_casia_112x96.safetensors").string();
        const Json hash = card["sha256"].begin().value();
        card["files"] = {file};
        card["sha256"] = {{file, hash}};
        const auto said = [&](const Json& json) {
            writeFileAtomically(folder.path() / "c.json", json.dump());
            return complaint([&] { openRecognizer((folder.path() / "c.json").string(), {}); });
        };
        QVERIFY(said(card).isEmpty());
        Json wrong = card;
        wrong["embedding"] = 512;
        QVERIFY(
            said(wrong).contains(QStringLiteral("says \"embedding\" 512, but its network gives 128 values")));
        wrong = card;
        wrong.erase("embedding");
        QVERIFY(said(wrong).contains(QStringLiteral("does not say how many values")));
        wrong = card;
        wrong["options"] = {{"blocks", "mobilenetv2"}};
        QVERIFY(
            said(wrong).contains(QStringLiteral("tensor conv1.0.weight of shape [64, 3, 3, 3] is missing")));
        wrong = card;
        wrong["options"] = Json::object();
        wrong["input"]["size"] = {112, 112};
        QVERIFY(said(wrong).contains(QStringLiteral(
            "tensor linear7.conv.weight has shape [512, 1, 7, 6], but the network needs [512, 1, 7, 7]")));
    }

    void hogIsAUsableBaseline() {
        const auto hog = openRecognizer("hog-baseline", {});
        QCOMPARE(hog->name(), std::string("hog-baseline"));
        std::vector<RgbImage> faces = {drawFace(1, 0), drawFace(2, 0), drawFace(1, 1), drawFace(1, 0)};
        for (std::uint8_t& value :
             faces[3].pixels)  // brighter, with less contrast: gradients keep their directions
            value = static_cast<std::uint8_t>(60 + value / 2);
        const auto embeddings = hog->embed(faces);
        for (const auto& embedding : embeddings) {
            QCOMPARE(embedding.size(), static_cast<std::size_t>(hog->dimension()));
            QVERIFY(std::abs(cosine(embedding, embedding) - 1.0) < 1e-6);
        }
        QVERIFY(cosine(embeddings[0], embeddings[3]) > 0.9);
        QVERIFY(cosine(embeddings[0], embeddings[2]) > cosine(embeddings[0], embeddings[1]) + 0.1);
        QVERIFY(hog->embed(std::span(&faces[1], 1)).front() == embeddings[1]);
        QCOMPARE(hog->identity(), openRecognizer("hog-baseline", {.threads = 4})->identity());
        QVERIFY(hog->embed({}).empty());
    }

    void aFeaturelessFaceFailsInOneSentence() {
        const RgbImage black(alignedSize, alignedSize);
        try {
            openRecognizer("hog-baseline", {})->embed(std::span(&black, 1));
            QFAIL("a vector without direction was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Failure);
            QVERIFY(QString::fromStdString(error.what()).contains(QStringLiteral("hog-baseline")));
        }
    }

    void whatCannotBeDoneIsSaid() {
        QVERIFY(complaint([] { openRecognizer("nobody", {}); }).contains(QStringLiteral("nobody")));
        QVERIFY(complaint([] {
                    openRecognizer("/nowhere/card.json", {});
                }).contains(QStringLiteral("/nowhere/card.json")));
        QVERIFY(!complaint([] { openRecognizer("hog-baseline", {.device = "tpu"}); }).isEmpty());
        QVERIFY(!complaint([] { openRecognizer("hog-baseline", {.device = "cuda"}); }).isEmpty());
        QVERIFY(!complaint([] { openRecognizer("hog-baseline", {.precision = "bf16"}); }).isEmpty());
        QVERIFY(!complaint([] { openRecognizer("hog-baseline", {.precision = "int4"}); }).isEmpty());
        const RgbImage small(111, 112);
        QVERIFY(complaint([&] {
                    openRecognizer("hog-baseline", {})->embed(std::span(&small, 1));
                }).contains(QStringLiteral("111x112")));
    }
};

QTEST_GUILESS_MAIN(TestRecognizers)
#include "tst_recognizers.moc"
