// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/error.h"
#include "faces/face_latents.h"

using namespace limen;

namespace {

constexpr std::int64_t values = std::int64_t{3} * layoutSide * layoutSide;

/// One layout component that lightens everything; two judges of two values each. People differ in the layout,
/// photographs in the embeddings.
models::TensorMap toyTensors() {
    models::TensorMap tensors;
    tensors["mean"] = {{values}, std::vector<float>(values, 0.5F)};
    tensors["basis"] = {{1, values}, std::vector<float>(values, 0.1F)};
    tensors["latent.mean"] = {{5}, {0, 1, 0, 1, 0}};
    tensors["latent.between"] = {{1, 5}, {1, 0, 0, 0, 0}};
    tensors["latent.within"] = {{1, 5}, {0, 0, 0.5F, 0, 0.5F}};
    return tensors;
}

}  // namespace

class TestFaceLatents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPersonStaysThePersonAndPhotographsDiffer() {
        const FaceLatents latents(toyTensors(), 2, 1.0, 1.0);
        const FaceLatent one = latents.sample(1, 4, 0);
        const FaceLatent two = latents.sample(1, 4, 1);
        QVERIFY(one.layout == two.layout);
        QVERIFY(one.embedding != two.embedding);
        QVERIFY(latents.sample(1, 5, 0).layout != one.layout);
        QVERIFY(latents.sample(2, 4, 0).layout != one.layout);
        QVERIFY(latents.sample(1, 4, 0).layout == one.layout);
        QVERIFY(latents.sample(1, 4, 0).embedding == one.embedding);
    }

    void embeddingsAreUnitVectorsOfEachJudge() {
        const FaceLatents latents(toyTensors(), 2, 1.0, 1.0);
        const FaceLatent face = latents.sample(3, 1, 2);
        QCOMPARE(face.embedding.size(), std::size_t(4));
        for (const std::size_t start : {0, 2})
            QVERIFY(std::abs(std::hypot(face.embedding[start], face.embedding[start + 1]) - 1.0F) < 1e-5F);
    }

    void numbersAreStandardNormal() {
        const FaceLatents latents(toyTensors(), 2, 1.0, 1.0);
        double sum = 0;
        double squares = 0;
        constexpr int count = 4000;
        for (std::uint64_t person = 0; person < count; ++person) {
            // -1..1 of mean 0.5 + 0.1 b is 0.2 b.
            const double b = static_cast<double>(latents.sample(1, person, 0).layout[0]) / 0.2;
            sum += b;
            squares += b * b;
        }
        QVERIFY2(std::abs(sum / count) < 0.06, qPrintable(QString::number(sum / count)));
        QVERIFY2(std::abs(squares / count - 1.0) < 0.1, qPrintable(QString::number(squares / count)));
    }

    void scalesStretchWhatTellsPeopleApart() {
        const FaceLatents plain(toyTensors(), 2, 1.0, 1.0);
        const FaceLatents wide(toyTensors(), 2, 2.0, 0.0);
        QVERIFY(std::abs(wide.sample(1, 4, 0).layout[0] - 2 * plain.sample(1, 4, 0).layout[0]) < 1e-5F);
        QVERIFY(wide.sample(1, 4, 0).embedding == wide.sample(1, 4, 1).embedding);
    }

    void refusesTensorsThatDoNotFit() {
        models::TensorMap missing = toyTensors();
        missing.erase("basis");
        QVERIFY_EXCEPTION_THROWN(FaceLatents(missing, 2, 1.0, 1.0), Error);
        models::TensorMap odd = toyTensors();
        odd["latent.within"] = {{1, 4}, {0, 0, 1, 1}};
        QVERIFY_EXCEPTION_THROWN(FaceLatents(odd, 2, 1.0, 1.0), Error);
        QVERIFY_EXCEPTION_THROWN(FaceLatents(toyTensors(), 3, 1.0, 1.0), Error);
    }
};

QTEST_GUILESS_MAIN(TestFaceLatents)
#include "tst_face_latents.moc"
