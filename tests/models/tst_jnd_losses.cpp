// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include <fmt/format.h>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "base/error.h"
#include "base/safe_file.h"
#include "models/content_features.h"
#include "models/derangement.h"
#include "models/jnd_losses.h"
#include "models/random_mobile_face_net.h"
#include "models/vgg_features.h"
#include "support/shared_data.h"

using namespace limen;
using namespace limen::models;

namespace {

constexpr const char* vggFile = "weights/vgg19_normalised_to_conv3_1.safetensors";

bool near(const at::Tensor& found, double wanted, double tolerance = 1e-6) {
    return std::abs(found.item<double>() - wanted) < tolerance;
}

double softplus(double x) {
    return std::log1p(std::exp(x));
}

/// Batch x channels x 1 x 2 from its values.
at::Tensor feature(const std::vector<float>& values, std::int64_t channels) {
    return at::tensor(values).view({-1, channels, 1, 2});
}

/// 1 x 3 x 32 x 48: ramps in red and green, stripes in blue; 0..1.
at::Tensor pattern() {
    const at::Tensor x = at::arange(48, at::kFloat).view({1, 48}).expand({32, 48});
    const at::Tensor y = at::arange(32, at::kFloat).view({32, 1}).expand({32, 48});
    return at::stack({x / 47, y / 31, at::remainder(x + y, 8) / 7}).unsqueeze(0);
}

/// A VGG-19 up to its third halving, with random weights.
TensorMap randomVgg() {
    const struct {
        const char* name;
        std::int64_t in, out, kernel;
    } layers[] = {{"0", 3, 3, 1},
                  {"2", 3, 64, 3},
                  {"5", 64, 64, 3},
                  {"9", 64, 128, 3},
                  {"12", 128, 128, 3},
                  {"16", 128, 256, 3}};
    at::Generator random = at::detail::createCPUGenerator(7);
    TensorMap result;
    const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape, double scale) {
        const at::Tensor values = scale * at::randn(shape, random);
        result[name] = {shape, {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()}};
    };
    for (const auto& layer : layers) {
        add(fmt::format("{}.weight", layer.name),
            {layer.out, layer.in, layer.kernel, layer.kernel},
            std::sqrt(2.0 / static_cast<double>(layer.in * layer.kernel * layer.kernel)));
        add(fmt::format("{}.bias", layer.name), {layer.out}, 0.1);
    }
    return result;
}

}  // namespace

class TestJndLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void distances() {
        const at::Tensor a = feature({1, 3, 0, 0}, 2);  // means 2 and 0
        const at::Tensor b = feature({0, 0, 3, 1}, 2);  // means 0 and 2
        QVERIFY(near(identityDistance(a, b, IdentityDistance::Sum), 8));
        QVERIFY(near(identityDistance(a, b, IdentityDistance::Mean), 2));
        QVERIFY(near(identityDistance(a, b, IdentityDistance::GapUnit), 2));  // |1 - 0| + |0 - 1|
        QVERIFY(near(identityDistance(a, 5 * a, IdentityDistance::GapUnit), 0));
        // One for each image.
        const at::Tensor both = identityDistance(at::cat({a, b}), at::cat({b, b}), IdentityDistance::Sum);
        QVERIFY(at::equal(both, at::tensor({8.0F, 0.0F})));
    }

    void identityLossByHand() {
        const at::Tensor anchor = feature({1, 0, 0, 0}, 1);
        const at::Tensor positive = feature({2, 1, 0, 0}, 1);
        const at::Tensor negative = feature({1, 3, 0, 1}, 1);
        // Two images: distances to the positive 2 and 0, to the negative 3 and 1, halved by the mean.
        QVERIFY(near(identityLoss(anchor, positive, negative, IdentityDistance::Sum),
                     (softplus(2) + softplus(-3) + softplus(0) + softplus(-1)) / 2));
        QVERIFY(near(identityLoss(anchor, positive, negative, IdentityDistance::Mean),
                     (softplus(1) + softplus(-1.5) + softplus(0) + softplus(-0.5)) / 2));
    }

    void largeSumsStayFinite() {
        const at::Tensor far = at::full({1, 512, 7, 7}, 10.0).requires_grad_();
        const at::Tensor loss = identityLoss(far, -far.detach(), far.detach() * 2, IdentityDistance::Sum);
        QVERIFY(near(loss, 512 * 49 * 20, 1.0));
        loss.backward();
        QVERIFY(at::isfinite(far.grad()).all().item<bool>());
    }

    void pixelLossByHand() {
        QVERIFY(near(pixelLoss(feature({0, 1, -1, 0.5F}, 2), feature({0, 0, 1, 0}, 2)), 3.5 / 4));
    }

    void contentLossByHand() {
        const std::vector<at::Tensor> a = {feature({1, 3}, 1), feature({0, 0, 0, 2}, 2)};
        const std::vector<at::Tensor> b = {feature({1, 1}, 1), feature({0, 1, 0, 0}, 2)};
        QVERIFY(near(contentLoss(a, b, ContentForm::Plain), 4.0 / 2 + (1.0 + 4.0) / 4));
        // Brightness and contrast do not count once features are normalised; the first layers weigh 1/64.
        QVERIFY(
            near(contentLoss({feature({1, 3}, 1)}, {feature({-5, 15}, 1)}, ContentForm::InstanceNorm), 0));
        QVERIFY(near(contentLoss({feature({1, 3}, 1)}, {feature({3, 1}, 1)}, ContentForm::InstanceNorm),
                     4.0 / 64,
                     1e-5));
    }

    void nobodyIsTheirOwnNegative_data() {
        QTest::addColumn<std::vector<std::int64_t>>("identities");
        const auto row = [](const char* name, std::vector<std::int64_t> identities) {
            QTest::newRow(name) << identities;
        };
        row("all different", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        row("two people", {1, 2});
        row("one fills half", {5, 5, 5, 1, 2, 3});
        row("pairs", {1, 1, 2, 2, 3, 3});
        row("halves, rarely met by chance", {1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2});
    }
    void nobodyIsTheirOwnNegative() {
        QFETCH(std::vector<std::int64_t>, identities);
        std::set<std::vector<std::int64_t>> seen;
        for (std::int64_t step = 0; step < 50; ++step) {
            const std::vector<std::int64_t> order = derangement(identities, 9, step);
            QCOMPARE(order.size(), identities.size());
            for (std::size_t i = 0; i < order.size(); ++i)
                QVERIFY(identities[static_cast<std::size_t>(order[i])] != identities[i]);
            QCOMPARE(std::set(order.begin(), order.end()).size(), order.size());  // each serves once
            QCOMPARE(derangement(identities, 9, step), order);
            seen.insert(order);
        }
        if (identities.size() == 12) {
            QVERIFY(seen.size() > 45);
            QVERIFY(derangement(identities, 9, 0) != derangement(identities, 10, 0));
        }
    }

    void crowdsStillFindNegatives() {
        const std::vector<std::int64_t> order = derangement(std::vector<std::int64_t>{1, 1, 1, 1, 2}, 9, 0);
        QCOMPARE(order.at(0), 4);
        QCOMPARE(order.at(3), 4);
        QVERIFY(order.at(4) >= 0 && order.at(4) < 4);
        QCOMPARE(derangement(std::vector<std::int64_t>{7, 7, 7}, 9, 0),
                 (std::vector<std::int64_t>{-1, -1, -1}));
        QVERIFY(derangement(std::vector<std::int64_t>{}, 9, 0).empty());
    }

    void vggSeesWhatTheAuthorsDo() {
        LIMEN_NEEDS_SHARED(vggFile);
        const TensorMap weights = readSafetensors(test::sharedFolder() / vggFile);
        const VggFeatures vgg(weights, at::kCPU, at::kFloat);
        QCOMPARE(vgg.names(), (std::vector<std::string>{"relu1_1", "relu2_1", "relu3_1"}));
        const at::NoGradGuard guard;
        const std::vector<at::Tensor> found = vgg.features(2 * pattern() - 1);
        // Of the layers in the file's order, preprocessing apart, in PyTorch.
        const struct {
            std::vector<std::int64_t> shape;
            double mean, square, firstPixel, lastChannel;
        } wanted[] = {{{1, 64, 32, 48}, 2.105803, 17.149231, 92.358124, 53.052753},
                      {{1, 128, 16, 24}, 1.542017, 16.905764, 198.810654, 21.930687},
                      {{1, 256, 8, 12}, 2.244769, 30.016533, 588.626160, 39.774506}};
        QCOMPARE(found.size(), std::size_t{3});
        for (std::size_t i = 0; i < found.size(); ++i) {
            const at::Tensor& x = found[i];
            QCOMPARE(x.sizes().vec(), wanted[i].shape);
            QVERIFY(near(x.mean(), wanted[i].mean, 1e-4));
            QVERIFY(near(x.square().mean(), wanted[i].square, 1e-3));
            QVERIFY(near(x.select(3, 0).select(2, 0).sum(), wanted[i].firstPixel, 1e-2));
            QVERIFY(near(x.select(1, -1).select(1, -1).sum(), wanted[i].lastChannel, 1e-2));
        }
        // bf16: 8 bits of mantissa, five layers.
        const std::vector<at::Tensor> coarse =
            VggFeatures(weights, at::kCPU, at::kBFloat16).features(2 * pattern() - 1);
        QVERIFY(near(coarse.back().to(at::kFloat).mean(), wanted[2].mean, 0.05));
    }

    void vggTeachesThePicture() {
        LIMEN_NEEDS_SHARED(vggFile);
        const auto features = makeContentFeatures({{"vgg19", (test::sharedFolder() / vggFile).string()}}, {});
        const at::Tensor wanted = 2 * pattern() - 1;
        at::Tensor picture = (0.8 * wanted).requires_grad_();
        const at::Tensor before =
            contentLoss(features->of(picture), features->of(wanted), ContentForm::Plain);
        QVERIFY(near(contentLoss(features->of(wanted), features->of(wanted), ContentForm::Plain), 0));
        before.backward();
        const at::NoGradGuard guard;
        const at::Tensor moved = picture - 1e-3 * picture.grad() / picture.grad().abs().max();
        QVERIFY(contentLoss(features->of(moved), features->of(wanted), ContentForm::Plain).item<double>() <
                before.item<double>());
    }

    void ownLoopsGiveTheSameLoss_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("even") << 32 << 48;
        QTest::newRow("odd rows and columns left out by the halving") << 18 << 23;
    }
    void ownLoopsGiveTheSameLoss() {
        QFETCH(int, height);
        QFETCH(int, width);
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "vgg.safetensors";
        writeSafetensors(file, randomVgg());
        const auto pictures = [&](std::uint64_t seed) {
            return 2 * at::rand({3, 3, height, width}, at::detail::createCPUGenerator(seed)) - 1;
        };
        const at::Tensor wanted = pictures(1);
        const auto lossAndGradient = [&](const ExecutionOptions& execution) {
            const at::Tensor predicted = pictures(2).requires_grad_();
            const auto content = makeContentFeatures({{"vgg19", file.string()}}, execution);
            const at::Tensor loss = content->loss(predicted, wanted, ContentForm::Plain);
            (3 * loss).backward();
            return std::pair(loss.item<double>(), predicted.grad().clone());
        };
        const auto [loss, gradient] = lossAndGradient({.threads = 1, .optimised = false});
        const auto [own, ownGradient] = lossAndGradient({.threads = 1});
        QVERIFY2(std::abs(own / loss - 1) < 1e-5, qPrintable(QString("%1 and %2").arg(own).arg(loss)));
        // Winograd's transforms cost two or three bits.
        QVERIFY(((ownGradient - gradient).abs().max() / gradient.abs().max()).item<double>() < 1e-4);
        const auto [again, againGradient] = lossAndGradient({.threads = 2});
        QCOMPARE(again, own);
        QVERIFY(at::equal(againGradient, ownGradient));
    }

    void vggRefusesSmallPictures() {
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "vgg.safetensors";
        writeSafetensors(file, randomVgg());
        const at::Tensor picture = at::zeros({1, 3, 6, 64});  // the third layer would see one row
        const auto content = makeContentFeatures({{"vgg19", file.string()}}, {});
        QVERIFY_EXCEPTION_THROWN(content->loss(picture, picture, ContentForm::Plain), Error);
    }

    void vggRefusesOtherFiles() {
        try {
            VggFeatures({{"2.weight", {{1}, {0.0F}}}}, at::kCPU, at::kFloat);
            QFAIL("took it");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadInput);
            QVERIFY(QString(error.what()).contains("0.weight"));
        }
    }

    void recognizersGiveContentToo() {
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "recognizer.safetensors";
        writeSafetensors(file, test::RandomMobileFaceNet(false, 8).weights);
        const auto features = makeContentFeatures({{"recognizer",
                                                    {{"weights", file.string()},
                                                     {"options", Json::object()},
                                                     {"architecture", "mobilefacenet"},
                                                     {"crop", {0, 0, 32, 32}},
                                                     {"mean", {127.5, 127.5, 127.5}},
                                                     {"std", {128, 128, 128}}}}},
                                                  {});
        const at::Tensor picture = (2 * torch::rand({1, 3, 32, 32}) - 1).requires_grad_();
        const std::vector<at::Tensor> found = features->of(picture);
        // Before each halving but the first, and before the last map becomes a vector.
        QCOMPARE(found.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(found[i].size(2), 16 >> i);
        contentLoss(found, features->of(at::zeros_like(picture)), ContentForm::Plain).backward();
        QVERIFY(picture.grad().abs().max().item<double>() > 0);
    }

    void contentNeedsANetwork() {
        for (const char* json : {"{}", R"({"vgg19": 3})", "[]"})
            QVERIFY_EXCEPTION_THROWN(makeContentFeatures(Json::parse(json), {}), Error);
    }
};

QTEST_GUILESS_MAIN(TestJndLosses)
#include "tst_jnd_losses.moc"
