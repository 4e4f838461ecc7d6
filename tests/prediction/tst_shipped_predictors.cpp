// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/safe_file.h"
#include "faces/face_aligner.h"
#include "image/image_file.h"
#include "jobs/job.h"
#include "metrics/psnr.h"
#include "prediction/jnd_predictor.h"
#include "prediction/qp_selection.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

/// Aligned photographs of people who do not exist.
const std::vector<RgbImage>& faces() {
    static const std::vector<RgbImage> made = [] {
        const ScratchFolder scratch;
        JobContext context(silentObserver(), {}, {.threads = 2});
        const Outcome sampled =
            runJob(*findJob("sample"),
                   {{"dir", scratch.path().string()}, {"identities", 4}, {"images", 2}, {"distractors", 0}},
                   context);
        if (sampled.state != Outcome::State::Succeeded)
            qFatal("%s", sampled.message.c_str());
        const auto aligner = createFaceAligner(std::string());
        std::vector<RgbImage> aligned;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(scratch.path()))
            if (entry.path().extension() == ".jpg" || entry.path().extension() == ".png")
                aligned.push_back(aligner->align(readImage(entry.path())).face);
        return aligned;
    }();
    return made;
}

std::vector<JndPrediction> predict(const char* model, const char* precision = "fp32") {
    const JobContext context(silentObserver(), {});
    return openJndPredictor(model, {.precision = precision, .threads = 2})->predict(faces(), context);
}

}  // namespace

/// The predictors that Limen ships do what their cards promise, on faces they have never seen.
class TestShippedPredictors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNetworkAnswersLikeACodecDoes() {
        QCOMPARE(faces().size(), std::size_t{8});
        const std::vector<JndPrediction> predicted = predict(shippedPredictor);
        const auto codec = createCodec("hevc");
        double gain = 0.0;
        for (std::size_t i = 0; i < faces().size(); ++i) {
            // The median of the JND points it has learned from.
            const RgbImage coded = codec->encode(faces()[i], 37).reconstruction;
            gain += (psnr(coded, predicted[i].jnd) - psnr(coded, faces()[i])) / 8.0;
            QVERIFY(!predicted[i].level);
        }
        QVERIFY2(gain > 1.0, qPrintable(QString::number(gain)));
    }

    void arithmeticChangesLittle() {
        const std::vector<JndPrediction> fp32 = predict(shippedPredictor);
        const std::vector<JndPrediction> bf16 = predict(shippedPredictor, "bf16");
        for (std::size_t i = 0; i < fp32.size(); ++i)
            QVERIFY(psnr(fp32[i].jnd, bf16[i].jnd) > 45.0);
    }

    void theMixKnowsTheLevel() {
        const std::vector<JndPrediction> predicted = predict("limen-jnd-mix");
        const auto codec = createCodec("hevc");
        for (std::size_t i = 0; i < faces().size(); ++i) {
            QVERIFY(predicted[i].level && *predicted[i].level > 20 && *predicted[i].level < 48);
            const RgbImage coded = codec->encode(faces()[i], *predicted[i].level).reconstruction;
            QVERIFY(psnr(coded, predicted[i].jnd) > psnr(coded, faces()[i]));
        }
    }
};

QTEST_GUILESS_MAIN(TestShippedPredictors)
#include "tst_shipped_predictors.moc"
