// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

#include "base/hash.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "models/models_api.h"
#include "quality/face_quality.h"
#include "recognition/face_input.h"
#include "recognition/recognizer.h"
#include "support/onnx_bytes.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

Outcome rate(const Json& params, std::uint64_t seed = 1) {
    RunOptions options;
    options.seed = seed;
    options.threads = 1;
    JobContext context(silentObserver(), {}, options);
    return runJob(qualityJob(), params, context);
}

RgbImage blurred(const RgbImage& face, int times) {
    RgbImage image = face;
    for (int i = 0; i < times; ++i) {
        const RgbImage before = image;
        for (int y = 1; y + 1 < image.height; ++y)
            for (int x = 1; x + 1 < image.width; ++x)
                for (int c = 0; c < 3; ++c) {
                    int sum = 0;
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx)
                            sum += before.at(x + dx, y + dy)[c];
                    image.at(x, y)[c] = static_cast<std::uint8_t>(sum / 9);
                }
    }
    return image;
}

/// Of any content: the recognizer takes whatever has the size of a face.
RgbImage pattern(int phase) {
    RgbImage image(alignedSize, alignedSize);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < 3; ++c)
                image.at(x, y)[c] = static_cast<std::uint8_t>((x * (3 + c) + y * 2 + phase * 31) % 256);
    return image;
}

}  // namespace

class TestQualityJob : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ScratchFolder> m_folder;

    std::string path(const char* name) const { return (m_folder->path() / name).string(); }
    std::string written(const char* name, const RgbImage& image) const {
        writePng(path(name), image);
        return path(name);
    }
    std::string cardOf(const std::string& name, const Json& changes, const std::string& network) const {
        writeFileAtomically(m_folder->path() / (name + ".onnx"), network);
        Json card = {{"name", name},
                     {"task", "face-quality"},
                     {"format", "onnx"},
                     {"architecture", "means"},
                     {"files", {name + ".onnx"}},
                     {"input", {{"size", {8, 8}}}},
                     {"licence", "none"},
                     {"source", "test"},
                     {"sha256", {{name + ".onnx", sha256Hex(network)}}}};
        card.update(changes);
        writeFileAtomically(m_folder->path() / (name + ".json"), card.dump());
        return path((name + ".json").c_str());
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<ScratchFolder>();
        qputenv("LIMEN_MODELS", "");
        qputenv("XDG_DATA_HOME", m_folder->path().c_str());
    }

    void theRecognizerThatLimenShipsRatesFaces() {
        const Json files = {written("a.png", pattern(1)), written("b.png", pattern(2))};
        const Outcome outcome = rate({{"model", "limen-fr-s"}, {"images", files}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        QCOMPARE(outcome.result["method"].get<std::string>(), std::string("SER-FIQ"));
        QCOMPARE(outcome.result["dropout"].get<double>(), 0.1);
        QCOMPARE(outcome.result["scores"].size(), std::size_t{2});
        for (const Json& entry : outcome.result["scores"]) {
            const auto distance = entry["distance"].get<double>();
            QVERIFY(distance > 0.0 && distance < 2.0);
            QVERIFY(std::abs(entry["score"].get<double>() - 2.0 / (1.0 + std::exp(distance))) < 1e-12);
            QVERIFY(entry["mapped"].get<double>() >= 0.0 && entry["mapped"].get<double>() <= 1.0);
        }
        QVERIFY(outcome.result["scores"][0]["distance"] != outcome.result["scores"][1]["distance"]);
    }

    void patternsAreTheSameForEveryFaceAndFollowTheSeed() {
        const std::string a = written("a.png", pattern(1));
        const std::string b = written("b.png", pattern(2));
        const auto distances = [&](const Json& files, std::uint64_t seed) {
            const Outcome outcome = rate({{"model", "limen-fr-s"}, {"images", files}}, seed);
            std::vector<double> found;
            for (const Json& entry : outcome.result["scores"])
                found.push_back(entry["distance"].get<double>());
            return found;
        };
        const std::vector<double> both = distances({a, b}, 1);
        const std::vector<double> turned = distances({b, a, b}, 1);
        QCOMPARE(turned, (std::vector<double>{both[1], both[0], both[1]}));
        QVERIFY(distances({a, b}, 2) != both);
    }

    void moreDropoutIsLessSteady() {
        const Json files = {written("a.png", pattern(1))};
        const auto distance = [&](const char* dropout) {
            return rate({{"model", "limen-fr-s"}, {"images", files}, {"dropout", dropout}})
                .result["scores"][0]["distance"]
                .get<double>();
        };
        QVERIFY(distance("0.05") < distance("0.1"));
        QVERIFY(distance("0.1") < distance("0.5"));
    }

    void theSplitRecognizerIsTheWholeOne() {
        const ModelCard card = findModel("limen-fr-s", "face-recognition");
        const auto head = limenModelsApi()->createTensorNetwork(
            "recognizer-head",
            {{"architecture", card.architecture}, {"options", card.options}, {"width", 112}, {"height", 112}},
            readSafetensors(card.files.front()),
            {});
        const RgbImage face = pattern(3);
        FloatTensor images{{1, 112, 112, 3}, std::vector<float>(112 * 112 * 3)};
        writeFaceInput(face, card.input, images.values);
        const models::TensorMap parts = head->forward({{"images", images}});
        const FloatTensor& weight = parts.at("weight");
        const auto inputs = static_cast<std::size_t>(weight.shape[1]);
        std::vector<double> embedding;
        double square = 0.0;
        for (std::size_t out = 0; out < parts.at("bias").values.size(); ++out) {
            double sum = static_cast<double>(parts.at("bias").values[out]);
            for (std::size_t i = 0; i < inputs; ++i)
                sum += static_cast<double>(weight.values[out * inputs + i]) *
                       static_cast<double>(parts.at("features").values[i]);
            embedding.push_back(sum);
            square += sum * sum;
        }
        const std::vector<float> wanted =
            openRecognizer("limen-fr-s", {})->embed(std::span(&face, 1)).front();
        QCOMPARE(wanted.size(), embedding.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY(std::abs(embedding[i] / std::sqrt(square) - static_cast<double>(wanted[i])) < 1e-5);
        QVERIFY_EXCEPTION_THROWN(head->forward({{"images", FloatTensor{{1, 3, 112, 112}, {}}}}), Error);
        QVERIFY_EXCEPTION_THROWN(head->forward({}), Error);
    }

    void realFacesLoseQualityWithTheirDetail() {
        LIMEN_NEEDS_SHARED("reference/images");
        Json clear = Json::array();
        Json unclear = Json::array();
        for (const auto& entry :
             std::filesystem::directory_iterator(test::sharedFolder() / "reference/images")) {
            const RgbImage face = readImage(entry.path());
            if (face.width != alignedSize || face.height != alignedSize)
                continue;
            const std::string name = entry.path().filename().string();
            clear.push_back(entry.path().string());
            unclear.push_back(written(name.c_str(), blurred(face, 60)));
        }
        QCOMPARE(clear.size(), std::size_t{6});
        const auto mean = [](const Json& files) {
            const Outcome outcome = rate({{"model", "limen-fr-s"}, {"images", files}});
            double sum = 0.0;
            for (const Json& entry : outcome.result["scores"])
                sum += entry["score"].get<double>() / 6.0;
            return sum;
        };
        QVERIFY(mean(clear) > mean(unclear));
    }

    void qualityNetworksAgreeWithTheirReference() {
        LIMEN_NEEDS_SHARED("reference/embeddings/embeddings.json");
        LIMEN_NEEDS_SHARED("weights/cards/lightqnet-dm100.json");
        LIMEN_NEEDS_SHARED("weights/lightqnet-dm100.pb");
        const std::filesystem::path shared = test::sharedFolder();
        const Json wanted =
            Json::parse(readTextFile(shared / "reference/embeddings/embeddings.json"))["lightqnet_dm100"];
        Json files = Json::array();
        for (const auto& [name, scores] : wanted.items())
            files.push_back((shared / "reference/images" / (name + ".png")).string());
        const Outcome outcome =
            rate({{"model", (shared / "weights/cards/lightqnet-dm100.json").string()}, {"images", files}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        QCOMPARE(outcome.result["scores"].size(), wanted.size());
        for (const Json& entry : outcome.result["scores"]) {
            const std::string name = std::filesystem::path(entry["file"].get<std::string>()).stem().string();
            // Tolerance: reference/README.md, section 5.
            QVERIFY2(std::abs(entry["score"].get<double>() - wanted[name]["rgb"].get<double>()) < 1e-3,
                     name.c_str());
            QVERIFY(!entry.contains("distance") && !entry.contains("mapped"));
        }
        QVERIFY(!outcome.result.contains("dropout"));
    }

    void whatCannotRateFacesIsRefused() {
        const std::string file = written("a.png", pattern(1));
        const auto refusal = [&](const Json& params) {
            Json given = {{"images", {file}}};
            given.update(params);
            const Outcome outcome = rate(given);
            return outcome.exitCode() == 2 ? QString::fromStdString(outcome.message) : QString();
        };
        const std::string means = test::onnxOfOneOperator("GlobalAveragePool", 8);
        QVERIFY(refusal({{"model", "hog-baseline"}}).contains("dropout"));
        QVERIFY(refusal({{"model", "limen-landmarks"}}).contains("does not rate faces"));
        QVERIFY(refusal({{"model", "no-such-model"}}).contains("no-such-model"));
        QVERIFY(refusal({{"model", cardOf("three", {}, means)}}).contains("3 values"));
        QVERIFY(refusal({{"model", cardOf("broken", {}, "no network")}}).contains("broken"));
        QVERIFY(refusal({{"model",
                          cardOf("onnx-recognizer",
                                 {{"task", "face-recognition"}, {"options", {{"dropout", 0.4}}}},
                                 means)}})
                    .contains("safetensors"));
        QVERIFY(
            refusal({{"model", cardOf("plain", {}, means)}, {"dropout", "0.5"}}).contains("without dropout"));
        const std::string small = written("small.png", RgbImage(64, 64));
        QVERIFY(refusal({{"model", "limen-fr-s"}, {"images", {small}}}).contains("64x64"));
        writeFileAtomically(path("text.png"), std::string("no image"));
        QVERIFY(
            refusal({{"model", "limen-fr-s"}, {"images", {file, path("text.png")}}}).contains("text.png"));
    }
};

QTEST_GUILESS_MAIN(TestQualityJob)
#include "tst_quality_job.moc"
