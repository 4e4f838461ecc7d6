// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
// LPIPS over AlexNet and VGG-16, and DISTS: networks whose weights pass one colour through, so that what
// comes out can be computed by hand.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "base/error.h"
#include "models/models_api.h"

using namespace limen;
using models::TensorMap;

namespace {

constexpr int side = 36;

FloatTensor zeros(std::vector<std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::size_t>(extent);
    return {std::move(shape), std::vector<float>(count)};
}

float& at(FloatTensor& tensor, std::vector<std::int64_t> place) {
    std::int64_t index = 0;
    for (std::size_t i = 0; i < place.size(); ++i)
        index = index * tensor.shape[i] + place[i];
    return tensor.values[static_cast<std::size_t>(index)];
}

struct Convolution {
    int index;
    std::int64_t out, in, size;
};

const std::vector<Convolution> alex = {
    {0, 64, 3, 11}, {3, 192, 64, 5}, {6, 384, 192, 3}, {8, 256, 384, 3}, {10, 256, 256, 3}};
const std::vector<Convolution> vgg = {{0, 64, 3, 3},
                                      {2, 64, 64, 3},
                                      {5, 128, 64, 3},
                                      {7, 128, 128, 3},
                                      {10, 256, 128, 3},
                                      {12, 256, 256, 3},
                                      {14, 256, 256, 3},
                                      {17, 512, 256, 3},
                                      {19, 512, 512, 3},
                                      {21, 512, 512, 3},
                                      {24, 512, 512, 3},
                                      {26, 512, 512, 3},
                                      {28, 512, 512, 3}};

/// Channel 0 is red throughout; all others are 0.
TensorMap passingRed(const std::vector<Convolution>& plan) {
    TensorMap weights;
    for (const Convolution& convolution : plan) {
        const std::string name = "features." + std::to_string(convolution.index);
        FloatTensor weight = zeros({convolution.out, convolution.in, convolution.size, convolution.size});
        at(weight, {0, 0, convolution.size / 2, convolution.size / 2}) = 1.0F;
        weights[name + ".weight"] = std::move(weight);
        weights[name + ".bias"] = zeros({convolution.out});
    }
    return weights;
}

FloatTensor randomPicture(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> values(-1.0F, 1.0F);
    FloatTensor picture = zeros({1, 3, side, side});
    for (float& value : picture.values)
        value = values(random);
    return picture;
}

double red(const FloatTensor& picture, int x, int y) {
    return static_cast<double>(picture.values[static_cast<std::size_t>(y * side + x)]);
}

double distanceOf(models::TensorNetwork& network, const FloatTensor& a, const FloatTensor& b) {
    return static_cast<double>(network.forward({{"a", a}, {"b", b}}).at("distance").values.at(0));
}

}  // namespace

class TestPerceptualNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lpipsIsItsDefinition_data() {
        QTest::addColumn<bool>("isAlex");
        QTest::newRow("alex") << true;
        QTest::newRow("vgg") << false;
    }
    void lpipsIsItsDefinition() {
        QFETCH(bool, isAlex);
        TensorMap weights = passingRed(isAlex ? alex : vgg);
        // Beside red a constant of 0.5, without which every unit vector would be 1.
        at(weights[isAlex ? "features.0.bias" : "features.2.bias"], {1}) = 0.5F;
        const std::vector<std::int64_t> widths = isAlex ? std::vector<std::int64_t>{64, 192, 384, 256, 256}
                                                        : std::vector<std::int64_t>{64, 128, 256, 512, 512};
        for (std::size_t i = 0; i < widths.size(); ++i)
            weights["lin" + std::to_string(i) + ".model.1.weight"] = zeros({1, widths[i], 1, 1});
        at(weights["lin0.model.1.weight"], {0, 0, 0, 0}) = 2.0F;
        const auto network =
            limenModelsApi()->createTensorNetwork(isAlex ? "lpips-alex" : "lpips-vgg", {}, weights, {});

        const FloatTensor a = randomPicture(1);
        const FloatTensor b = randomPicture(2);
        // AlexNet's first convolution looks at every fourth pixel: 11 x 11 around 3, 7, 11 ...
        const int step = isAlex ? 4 : 1;
        double sum = 0.0;
        int count = 0;
        for (int y = isAlex ? 3 : 0; y < side - (isAlex ? 3 : 0); y += step)
            for (int x = isAlex ? 3 : 0; x < side - (isAlex ? 3 : 0); x += step) {
                const auto share = [&](const FloatTensor& picture) {
                    const double value = std::max(0.0, (red(picture, x, y) + 0.030) / 0.458);
                    return value / std::sqrt(value * value + 0.25);
                };
                sum += 2.0 * std::pow(share(a) - share(b), 2);
                ++count;
            }
        QVERIFY(sum > 0.0);
        QVERIFY(std::abs(distanceOf(*network, a, b) - sum / count) < 1e-5);
        QVERIFY(std::abs(distanceOf(*network, b, a) - sum / count) < 1e-5);
        QCOMPARE(distanceOf(*network, a, a), 0.0);
    }

    void distsIsItsDefinition() {
        TensorMap weights = passingRed(vgg);
        weights["alpha"] = zeros({1, 1475, 1, 1});
        weights["beta"] = zeros({1, 1475, 1, 1});
        // Blue of the picture itself, and the first channel behind the first pooling.
        at(weights["alpha"], {0, 2, 0, 0}) = 1.0F;
        at(weights["beta"], {0, 3 + 64, 0, 0}) = 3.0F;
        const auto network = limenModelsApi()->createTensorNetwork("dists", {}, weights, {});
        const FloatTensor a = randomPicture(3);
        const FloatTensor b = randomPicture(4);

        const auto meanBlue = [](const FloatTensor& picture) {
            double sum = 0.0;
            for (std::size_t i = 2 * side * side; i < 3 * side * side; ++i)
                sum += (static_cast<double>(picture.values[i]) + 1.0) / 2.0;
            return sum / (side * side);
        };
        const auto pooled = [](const FloatTensor& picture) {
            std::vector<double> values;
            for (int y = 0; y < side; y += 2)
                for (int x = 0; x < side; x += 2) {
                    double sum = 1e-12;
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx) {
                            if (x + dx < 0 || y + dy < 0 || x + dx >= side || y + dy >= side)
                                continue;
                            const double unit = (red(picture, x + dx, y + dy) + 1.0) / 2.0;
                            const double value = std::max(0.0, (unit - 0.485) / 0.229);
                            sum += value * value * (2 - std::abs(dx)) * (2 - std::abs(dy)) / 16.0;
                        }
                    values.push_back(std::sqrt(sum));
                }
            return values;
        };
        const double ba = meanBlue(a);
        const double bb = meanBlue(b);
        const double texture = (2.0 * ba * bb + 1e-6) / (ba * ba + bb * bb + 1e-6);
        const std::vector<double> pa = pooled(a);
        const std::vector<double> pb = pooled(b);
        double ma = 0.0;
        double mb = 0.0;
        const auto count = static_cast<double>(pa.size());
        for (std::size_t i = 0; i < pa.size(); ++i) {
            ma += pa[i] / count;
            mb += pb[i] / count;
        }
        double va = 0.0;
        double vb = 0.0;
        double covariance = 0.0;
        for (std::size_t i = 0; i < pa.size(); ++i) {
            va += (pa[i] - ma) * (pa[i] - ma) / count;
            vb += (pb[i] - mb) * (pb[i] - mb) / count;
            covariance += (pa[i] - ma) * (pb[i] - mb) / count;
        }
        const double structure = (2.0 * covariance + 1e-6) / (va + vb + 1e-6);
        const double wanted = 1.0 - (0.25 * texture + 0.75 * structure);
        QVERIFY(wanted > 0.1);
        QVERIFY(std::abs(distanceOf(*network, a, b) - wanted) < 1e-5);
        QVERIFY(std::abs(distanceOf(*network, b, a) - wanted) < 1e-5);
        QVERIFY(std::abs(distanceOf(*network, a, a)) < 1e-6);
    }

    void whatDoesNotFitIsRefused() {
        TensorMap weights = passingRed(vgg);
        weights["alpha"] = zeros({1, 1475, 1, 1});
        weights["beta"] = zeros({1, 1475, 1, 1});
        const auto refusal = [&](const char* architecture) {
            try {
                limenModelsApi()->createTensorNetwork(architecture, {}, weights, {});
            } catch (const Error& error) {
                return QString::fromUtf8(error.what());
            }
            return QString();
        };
        QVERIFY(refusal("dists").contains("alpha"));  // nothing but zeros
        QVERIFY(refusal("lpips-vgg").contains("lin0.model.1.weight"));
        QVERIFY(refusal("lpips-alex").contains("features.0.weight"));
        QVERIFY(refusal("lpips-other").contains("lpips-other"));
        at(weights["alpha"], {0, 0, 0, 0}) = 1.0F;
        const auto network = limenModelsApi()->createTensorNetwork("dists", {}, weights, {});
        const FloatTensor small = zeros({1, 3, 31, 40});
        QVERIFY_EXCEPTION_THROWN(network->forward({{"a", small}, {"b", small}}), Error);
        QVERIFY_EXCEPTION_THROWN(network->forward({{"a", zeros({1, 3, 40, 40})}, {"b", small}}), Error);
        QVERIFY_EXCEPTION_THROWN(network->forward({{"a", small}}), Error);
    }
};

QTEST_GUILESS_MAIN(TestPerceptualNetwork)
#include "tst_perceptual_network.moc"
