// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "metrics/bd_rate.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

const std::vector<RatePoint> anchor = {{0.1, 28.0}, {0.2, 31.5}, {0.45, 34.0}, {0.8, 36.2}, {1.7, 39.0}};

std::vector<RatePoint> scaled(double rate, double quality) {
    std::vector<RatePoint> curve = anchor;
    for (RatePoint& point : curve) {
        point.rate *= rate;
        point.quality += quality;
    }
    return curve;
}

constexpr BdMethod methods[] = {BdMethod::Akima, BdMethod::Pchip, BdMethod::Cubic};

std::vector<RatePoint> curveOf(const Json& json) {
    std::vector<RatePoint> curve;
    for (std::size_t i = 0; i < json["rate"].size(); ++i)
        curve.push_back({json["rate"][i].get<double>(), json["quality"][i].get<double>()});
    return curve;
}

}  // namespace

class TestBdRate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCurveAgainstItselfIsZero() {
        for (const BdMethod method : methods) {
            QVERIFY(std::abs(bdRate(anchor, anchor, method).value()) < 1e-9);
            QVERIFY(std::abs(bdPsnr(anchor, anchor, method).value()) < 1e-9);
        }
        QCOMPARE(qualityOverlap(anchor, anchor), 1.0);
    }

    void aTenthMoreBitsEverywhereAreTenPercent() {
        for (const BdMethod method : methods)
            QVERIFY(std::abs(bdRate(anchor, scaled(1.1, 0.0), method).value() - 10.0) < 1e-9);
    }

    void oneDecibelMoreEverywhereIsOneDecibel() {
        for (const BdMethod method : methods)
            QVERIFY(std::abs(bdPsnr(anchor, scaled(1.0, 1.0), method).value() - 1.0) < 1e-9);
    }

    void inTheLogarithmTheDirectionIsASign() {
        const std::vector<RatePoint> other = scaled(0.7, 0.9);
        for (const BdMethod method : methods) {
            const double there = std::log1p(bdRate(anchor, other, method).value() / 100.0);
            const double back = std::log1p(bdRate(other, anchor, method).value() / 100.0);
            QVERIFY(std::abs(there) > 0.1);
            QVERIFY(std::abs(there + back) < 1e-9);
            QVERIFY(std::abs(bdPsnr(anchor, other, method).value() + bdPsnr(other, anchor, method).value()) <
                    1e-9);
        }
    }

    void theOrderOfThePointsDoesNotMatter() {
        const std::vector<RatePoint> reversed(anchor.rbegin(), anchor.rend());
        for (const BdMethod method : methods)
            QCOMPARE(bdRate(reversed, scaled(0.8, 0.3), method), bdRate(anchor, scaled(0.8, 0.3), method));
    }

    void fewPointsAreEnough() {
        for (const BdMethod method : methods)
            for (const std::size_t count : {2U, 3U}) {
                const std::vector<RatePoint> few(anchor.begin(), anchor.begin() + static_cast<long>(count));
                std::vector<RatePoint> more = few;
                for (RatePoint& point : more)
                    point.rate *= 1.25;
                QVERIFY(std::abs(bdRate(few, more, method).value() - 25.0) < 1e-9);
            }
    }

    void withoutCommonQualitiesThereIsNothing() {
        QVERIFY(!bdRate(anchor, scaled(1.0, 20.0), BdMethod::Akima));
        QVERIFY(!bdPsnr(anchor, scaled(1000.0, 0.0), BdMethod::Akima));
        QCOMPARE(qualityOverlap(anchor, scaled(1.0, 20.0)), 0.0);
        QVERIFY(std::abs(qualityOverlap(anchor, scaled(1.0, 5.5)) - 5.5 / 16.5) < 1e-12);
    }

    void impossibleCurvesAreRefused() {
        for (const std::vector<RatePoint>& curve : {std::vector<RatePoint>{{1.0, 30.0}},
                                                    std::vector<RatePoint>{{0.0, 30.0}, {1.0, 31.0}},
                                                    std::vector<RatePoint>{{-1.0, 30.0}, {1.0, 31.0}},
                                                    std::vector<RatePoint>{{1.0, 30.0}, {2.0, 30.0}},
                                                    std::vector<RatePoint>{{1.0, 30.0}, {2.0, std::nan("")}}})
            QVERIFY_EXCEPTION_THROWN(bdRate(anchor, curve, BdMethod::Akima), Error);
        QVERIFY_EXCEPTION_THROWN(bdPsnr(anchor, {{1.0, 30.0}, {1.0, 31.0}}, BdMethod::Akima), Error);
    }

    void resultsAreThoseOfTheReferencePackage() {
        LIMEN_NEEDS_SHARED("reference/metrics/bd.json");
        const Json cases = Json::parse(readTextFile(test::sharedFolder() / "reference/metrics/bd.json"));
        QVERIFY(cases.size() >= 6);
        for (const Json& example : cases) {
            const std::string name = example["name"];
            const std::vector<RatePoint> first = curveOf(example["anchor"]);
            const std::vector<RatePoint> second = curveOf(example["test"]);
            const std::pair<const char*, BdMethod> named[] = {
                {"akima", BdMethod::Akima}, {"pchip", BdMethod::Pchip}, {"cubic", BdMethod::Cubic}};
            for (const auto& [key, method] : named) {
                const double tolerance = method == BdMethod::Cubic ? 1e-4 : 1e-6;
                const Json& expected = example["result"][key];
                const auto compare = [&](const Json& value, const std::optional<double>& found) {
                    QVERIFY2(value.is_null() == !found, name.c_str());
                    if (found)
                        QVERIFY2(std::abs(*found - value.get<double>()) < tolerance, name.c_str());
                };
                compare(expected["bd_rate_percent"], bdRate(first, second, method));
                compare(expected["bd_psnr_db"], bdPsnr(first, second, method));
            }
            QVERIFY(std::abs(qualityOverlap(first, second) - example["overlap_quality"].get<double>()) <
                    1e-9);
        }
    }
};

QTEST_GUILESS_MAIN(TestBdRate)
#include "tst_bd_rate.moc"
