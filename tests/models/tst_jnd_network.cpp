// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <torch/torch.h>

#include <QtTest>
#include <vector>

#include "base/error.h"
#include "models/channel_moments.h"
#include "models/jnd_network.h"
#include "models/padded_join.h"
#include "models/trainable_norm.h"
#include "models/trainable_prelu.h"

using namespace limen;
using namespace limen::models;

namespace {

/// Counts what a network learns, without making it.
class CountingTensors final : public TensorSource {
public:
    at::Tensor take(const std::string&, const Shape& shape, TensorRole role) override {
        const at::Tensor tensor = at::empty({1}).expand(shape);
        if (role != TensorRole::NormMean && role != TensorRole::NormVariance)
            parameters += tensor.numel();
        return tensor;
    }
    std::int64_t openExtent(const std::string&) const override { return 1; }

    std::int64_t parameters = 0;
};

struct Counts {
    int depth;
    double width;
    std::int64_t parameters[6];  ///< gam, gate, off, and the same without skips
};

// Of the same network written in PyTorch.
constexpr Counts counts[] = {
    {18, 1.0, {14414531, 13708995, 13576899, 13603523, 12897987, 12765891}},
    {18, 0.5, {3608675, 3432035, 3399011, 3405923, 3229283, 3196259}},
    {18, 0.25, {904691, 860403, 852147, 854003, 809715, 801459}},
    {34, 1.0, {24528259, 23822723, 23690627, 23717251, 23011715, 22879619}},
    {34, 0.5, {6140355, 5963715, 5930691, 5937603, 5760963, 5727939}},
    {34, 0.25, {1539235, 1494947, 1486691, 1488547, 1444259, 1436003}},
    {50, 1.0, {33979779, 33274243, 33142147, 33168771, 32463235, 32331139}},
    {50, 0.5, {8506819, 8330179, 8297155, 8304067, 8127427, 8094403}},
    {50, 0.25, {2132643, 2088355, 2080099, 2081955, 2037667, 2029411}},
};

constexpr const char* modes[] = {"gam", "gate", "off"};

Json smallOptions(const char* afd, bool skips) {
    return {{"afd", afd}, {"skips", skips}, {"depth", 18}, {"width", 0.25}};
}

/// A new network whose tensors can be reached.
struct SmallNetwork {
    SmallNetwork(const char* afd, bool skips)
        : source(7, 1), network(jndOptions(smallOptions(afd, skips)), source) {}

    at::Tensor tensor(const std::string& name) const { return source.parameters().at(name); }
    at::Tensor residualMap(const at::Tensor& images) const {
        return network.decode(network.encode(images, {}), images.size(0), {});
    }

    InitialTensors source;
    JndNetwork network;
};

at::Tensor pictures(std::int64_t count, std::uint64_t seed) {
    torch::manual_seed(seed);
    return (2 * torch::rand({count, 3, 32, 32}) - 1).contiguous(at::MemoryFormat::ChannelsLast);
}

void addCombinations() {
    QTest::addColumn<QString>("afd");
    QTest::addColumn<bool>("skips");
    for (const char* afd : modes)
        for (const bool skips : {true, false})
            QTest::addRow("%s, skips %s", afd, skips ? "on" : "off") << QString(afd) << skips;
}

double largest(const at::Tensor& x) {
    return x.abs().max().item<double>();
}

double deviation(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() ? largest(a.to(at::kFloat) - b.to(at::kFloat)) / largest(b.to(at::kFloat))
                                  : INFINITY;
}

}  // namespace

class TestJndNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parameterCounts() {
        for (const Counts& wanted : counts) {
            for (int i = 0; i < 6; ++i) {
                CountingTensors source;
                const JndNetwork network(jndOptions({{"afd", modes[i % 3]},
                                                     {"skips", i < 3},
                                                     {"depth", wanted.depth},
                                                     {"width", wanted.width}}),
                                         source);
                QCOMPARE(source.parameters, wanted.parameters[i]);
            }
        }
    }

    void shapes_data() { addCombinations(); }
    void shapes() {
        QFETCH(QString, afd);
        QFETCH(bool, skips);
        const SmallNetwork small(qPrintable(afd), skips);
        const at::NoGradGuard guard;
        const at::Tensor images = torch::rand({2, 3, 32, 48});
        const std::vector<JndLevel> levels = small.network.encode(images, {});
        constexpr std::int64_t channels[] = {16, 16, 32, 64, 128};
        QCOMPARE(levels.size(), std::size_t{5});
        for (std::size_t i = 0; i < levels.size(); ++i) {
            const std::vector<std::int64_t> wanted = {2, channels[i], 32 >> i, 48 >> i};
            QCOMPARE(levels[i].feature.sizes().vec(), wanted);
            QCOMPARE(levels[i].identity.sizes().vec(), wanted);
            QCOMPARE(small.network.residual(levels[i], 1).sizes().vec(),
                     (std::vector<std::int64_t>{1, channels[i], 32 >> i, 48 >> i}));
        }
        QCOMPARE(small.network.decode(levels, 2, {}).sizes().vec(),
                 (std::vector<std::int64_t>{2, 3, 32, 48}));
        QCOMPARE(small.network.decode(levels, 1, {}).sizes().vec(),
                 (std::vector<std::int64_t>{1, 3, 32, 48}));
    }

    void identityAndResidualMakeTheFeature_data() {
        QTest::addColumn<QString>("afd");
        QTest::newRow("gam") << "gam";
        QTest::newRow("gate") << "gate";
    }
    void identityAndResidualMakeTheFeature() {
        QFETCH(QString, afd);
        const SmallNetwork small(qPrintable(afd), true);
        const at::NoGradGuard guard;
        for (const JndLevel& level : small.network.encode(pictures(2, 1), {})) {
            const at::Tensor residual = small.network.residual(level, 2);
            QVERIFY(deviation(level.identity + residual, level.feature) < 1e-6);
            QVERIFY(largest(residual) > 1e-2 * largest(level.feature));
            QVERIFY(largest(level.identity) > 1e-2 * largest(level.feature));
            if (afd == "gate")
                QVERIFY((residual.abs() <= level.feature.abs()).all().item<bool>());
        }
    }

    void gamIsOneConvolutionOverFeatureAndAttention() {
        // As UEGAN writes it, with the attention spread over the picture.
        InitialTensors source(3, 1);
        const Afd module(AfdMode::Gam, "m", 16, source);
        const NamedTensors& t = source.parameters();
        const at::Tensor x = torch::randn({2, 16, 5, 4});
        t.at("m.fuse.bias").normal_();
        const at::Tensor deviations = (x.var(at::IntArrayRef{2, 3}, true, true) + 1e-5).sqrt();
        const at::Tensor moments = at::cat({x.mean(at::IntArrayRef{2, 3}, true), deviations}, 1);
        const at::Tensor attention =
            at::conv2d(at::relu(at::conv2d(moments, t.at("m.squeeze.weight"))), t.at("m.expand.weight"));
        const at::Tensor wanted =
            at::conv2d(at::cat({x, attention.expand_as(x)}, 1), t.at("m.fuse.weight"), t.at("m.fuse.bias"));
        QVERIFY(deviation(module.identity(x), wanted) < 1e-5);
        QVERIFY(deviation(module.identity(x.contiguous(at::MemoryFormat::ChannelsLast)), wanted) < 1e-5);
    }

    void identityNeverReachesTheDecoder() {
        const at::NoGradGuard guard;
        const SmallNetwork small("gam", true);
        // Modules that call everything identity leave the decoder nothing: it answers all pictures alike.
        const auto keep = [&](bool everything) {
            for (int level = 1; level <= 5; ++level) {
                const std::string name = "afd" + std::to_string(level) + ".fuse.";
                at::Tensor weight = small.tensor(name + "weight").zero_();
                const std::int64_t channels = weight.size(0);
                if (everything)
                    weight.narrow(1, 0, channels).squeeze().fill_diagonal_(1);
                small.tensor(name + "bias").zero_();
            }
        };
        keep(true);
        QVERIFY(at::equal(small.residualMap(pictures(2, 1)), small.residualMap(pictures(2, 2))));
        keep(false);
        QVERIFY(!at::equal(small.residualMap(pictures(2, 1)), small.residualMap(pictures(2, 2))));
    }

    void decoderSeesResidualsAlone() {
        const SmallNetwork small("gam", true);
        std::vector<JndLevel> levels;
        std::vector<at::Tensor> residuals;
        for (const JndLevel& level : small.network.encode(pictures(2, 1), {})) {
            const at::Tensor identity = level.identity.detach().requires_grad_();
            residuals.push_back(small.network.residual(level, 2).detach().requires_grad_());
            levels.push_back({identity + residuals.back(), identity});
        }
        // Whatever identity is added to the features, what is left of them stays.
        small.network.decode(levels, 2, {}).square().sum().backward();
        for (std::size_t i = 0; i < levels.size(); ++i) {
            QVERIFY(largest(residuals[i].grad()) > 0);
            const at::Tensor identity = levels[i].identity.grad();
            QVERIFY(!identity.defined() || largest(identity) <= 1e-5 * largest(residuals[i].grad()));
        }
    }

    void gradientReachesEveryParameter_data() { addCombinations(); }
    void gradientReachesEveryParameter() {
        QFETCH(QString, afd);
        QFETCH(bool, skips);
        const SmallNetwork small(qPrintable(afd), skips);
        for (const auto& [name, parameter] : small.source.parameters())
            at::Tensor(parameter).requires_grad_();
        const LayerRunner run{.training = true};
        const std::vector<JndLevel> levels = small.network.encode(pictures(3, 1), run);
        (small.network.decode(levels, 2, run).abs().mean() + levels.back().identity.abs().mean()).backward();
        for (const auto& [name, parameter] : small.source.parameters()) {
            QVERIFY2(parameter.grad().defined(), name.c_str());
            QVERIFY2(at::isfinite(parameter.grad()).all().item<bool>(), name.c_str());
            // What is added to a whole channel, a batch norm behind it may take out again: rounding is left.
            const bool constant = name.ends_with(".bias");
            QVERIFY2(largest(parameter.grad()) > (constant ? 0.0 : 1e-8), name.c_str());
        }
    }

    void ownLoopsAreWhatLibTorchComputes_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("bf16");
        for (const char* what : {"join", "coarse", "border", "moments", "prelu", "norm"})
            for (const bool bf16 : {false, true})
                QTest::addRow("%s %s", what, bf16 ? "bf16" : "fp32") << QString(what) << bf16;
    }
    void ownLoopsAreWhatLibTorchComputes() {
        QFETCH(QString, what);
        QFETCH(bool, bf16);
        torch::manual_seed(4);
        // The second, coarse or slope; the default layout goes through LibTorch.
        const at::Tensor fine = torch::randn({3, 5, 6, 8}) + 2;
        const bool perChannel = what == "prelu" || what == "norm";
        const at::Tensor other = perChannel ? torch::rand({5}) : torch::randn({3, 7, 3, 4});
        const auto norm = [](const at::Tensor& x, const at::Tensor& weight) {
            const at::Tensor mean = at::zeros({5});
            const at::Tensor variance = at::ones({5});
            const at::Tensor y = trainableNorm(x, weight, at::ones({5}), mean, variance, 0.1, 1e-5);
            // What moved shows in the result.
            return y + at::cat({mean, variance}).sum().to(y.scalar_type());
        };
        struct Result {
            at::Tensor value, fineGradient, otherGradient;
        };
        const auto compute = [&](at::MemoryFormat layout, at::ScalarType type) {
            const auto leaf = [&](const at::Tensor& x) {
                const at::Tensor copy = x.dim() == 4 ? x.to(type).contiguous(layout) : x.clone();
                return copy.detach().requires_grad_();
            };
            const at::Tensor a = leaf(what == "prelu" ? fine - 2 : fine);
            const at::Tensor b = leaf(other);
            const at::Tensor y = what == "join"      ? paddedJoin(b, a)
                                 : what == "coarse"  ? paddedJoin(b, {})
                                 : what == "border"  ? reflectPad(a)
                                 : what == "moments" ? channelMoments(a)
                                 : what == "norm"    ? norm(a, b)
                                                     : trainablePRelu(a, b);
            const at::Tensor ramp = at::arange(y.numel(), at::kFloat).view(y.sizes()) / y.numel();
            (y.to(at::kFloat) * ramp).sum().backward();
            return Result{y.detach(), a.grad(), b.grad()};
        };
        const Result wanted = compute(at::MemoryFormat::Contiguous, at::kFloat);
        const Result found = compute(at::MemoryFormat::ChannelsLast, bf16 ? at::kBFloat16 : at::kFloat);
        const double tolerance = bf16 ? 1e-2 : 1e-5;  // 8 bits of mantissa
        QVERIFY(found.value.scalar_type() == (bf16 && what != "moments" ? at::kBFloat16 : at::kFloat));
        QVERIFY(deviation(found.value, wanted.value) < tolerance);
        for (const auto& [a, b] : {std::pair{found.fineGradient, wanted.fineGradient},
                                   std::pair{found.otherGradient, wanted.otherGradient}}) {
            QCOMPARE(a.defined(), b.defined());
            if (a.defined())
                QVERIFY(deviation(a, b) < tolerance);
        }
    }

    void refusesOtherOptions_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {R"({"afd": "none"})", R"({"skips": "on"})", R"({"depth": 101})", R"({"width": 0.3})", "[]"})
            QTest::newRow(json) << QByteArray(json);
    }
    void refusesOtherOptions() {
        QFETCH(QByteArray, json);
        try {
            jndOptions(Json::parse(json.toStdString()));
            QFAIL("took them");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadInput);
        }
    }
};

QTEST_GUILESS_MAIN(TestJndNetwork)
#include "tst_jnd_network.moc"
