// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/rate_accuracy.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/error.h"
#include "codecs/codec.h"
#include "faces/face_aligner.h"

namespace limen {

namespace {

/// A point of the curve of constant levels.
struct CurvePoint {
    double bpp, accuracy;
};

/// Value at `x` of the line through the points, in rising order of `at`; nothing outside.
template <class At, class Value>
std::optional<double> between(const std::vector<CurvePoint>& curve, double x, At at, Value value) {
    const auto above =
        std::lower_bound(curve.begin(), curve.end(), x, [&at](const CurvePoint& point, double sought) {
            return at(point) < sought;
        });
    if (above == curve.end() || (above == curve.begin() && at(*above) > x))
        return std::nullopt;
    if (above == curve.begin() || at(*above) == x)
        return value(*above);
    const CurvePoint& below = *(above - 1);
    const double share = (x - at(below)) / (at(*above) - at(below));
    return value(below) + share * (value(*above) - value(below));
}

double bppOf(const CurvePoint& point) {
    return point.bpp;
}
double accuracyOf(const CurvePoint& point) {
    return point.accuracy;
}

}  // namespace

/// Of one person, or of a sample of people: sums over images, at every level and at the selected ones.
struct RateAccuracy::Sums {
    struct Person {
        double images = 0.0, pairs = 0.0;
        std::vector<double> bytes, accepted;  ///< by level
        double selectedBytes = 0.0, selectedAccepted = 0.0;
    };
    std::vector<Person> people;

    Person sampled(std::span<const std::size_t> drawn) const {
        Person sum;
        sum.bytes.resize(people.front().bytes.size());
        sum.accepted.resize(people.front().accepted.size());
        const auto add = [](std::vector<double>& to, const std::vector<double>& from) {
            for (std::size_t i = 0; i < to.size(); ++i)
                to[i] += from[i];
        };
        for (const std::size_t place : drawn) {
            const Person& person = people[place];
            sum.images += person.images;
            sum.pairs += person.pairs;
            sum.selectedBytes += person.selectedBytes;
            sum.selectedAccepted += person.selectedAccepted;
            add(sum.bytes, person.bytes);
            add(sum.accepted, person.accepted);
        }
        return sum;
    }
};

namespace {

double rateOf(double bytes, double images) {
    return 8.0 * bytes / (images * alignedSize * alignedSize);
}

/// In rising order of rate.
template <class Person>
std::vector<CurvePoint> curveOf(const Person& sum) {
    std::vector<CurvePoint> curve;
    for (std::size_t i = 0; i < sum.bytes.size(); ++i)
        curve.push_back({rateOf(sum.bytes[i], sum.images), sum.accepted[i] / sum.pairs});
    std::sort(
        curve.begin(), curve.end(), [](const CurvePoint& a, const CurvePoint& b) { return a.bpp < b.bpp; });
    return curve;
}

template <class Person>
std::optional<double> accuracyGain(const Person& sum) {
    if (sum.pairs <= 0.0)
        return std::nullopt;
    const auto there = between(curveOf(sum), rateOf(sum.selectedBytes, sum.images), bppOf, accuracyOf);
    return there ? std::optional(sum.selectedAccepted / sum.pairs - *there) : std::nullopt;
}

template <class Person>
std::optional<double> rateGain(const Person& sum) {
    if (sum.pairs <= 0.0)
        return std::nullopt;
    std::vector<CurvePoint> curve;
    for (const CurvePoint& point : curveOf(sum))
        if (curve.empty() || point.accuracy > curve.back().accuracy)
            curve.push_back(point);
    const auto there = between(curve, sum.selectedAccepted / sum.pairs, accuracyOf, bppOf);
    return there ? std::optional(rateOf(sum.selectedBytes, sum.images) / *there - 1.0) : std::nullopt;
}

}  // namespace

RateAccuracy::RateAccuracy(const RecognitionGrid& grid, std::span<const std::int64_t> images)
    : m_grid(&grid) {
    std::map<std::int64_t, const ProbeGrid*> byImage;
    for (const ProbeGrid& probe : grid.probes)
        byImage.emplace(probe.image, &probe);
    for (const std::int64_t image : images) {
        const auto found = byImage.find(image);
        if (found == byImage.end())
            throwFailure("An image that was measured is not among the probes of the study.");
        m_probes.push_back(found->second);
    }
}

OperatingRate RateAccuracy::at(int level) const {
    return at(std::vector<int>(m_probes.size(), level));
}

OperatingRate RateAccuracy::at(std::span<const int> selected) const {
    std::size_t bytes = 0;
    std::int64_t pairs = 0, accepted = 0, impostors = 0;
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> byIdentity;  // pairs, accepted
    for (std::size_t i = 0; i < m_probes.size(); ++i) {
        const ProbeGrid& probe = *m_probes[i];
        const auto level = std::find(levels().begin(), levels().end(), selected[i]);
        if (level == levels().end())
            throwBadInput("A selected level is none of the codec's.");
        const auto place = static_cast<std::size_t>(level - levels().begin());
        bytes += probe.bytes[place];
        pairs += probe.genuinePairs;
        accepted += probe.genuineAccepted[place];
        impostors += probe.impostorsAccepted[place];
        byIdentity[probe.identity].first += probe.genuinePairs;
        byIdentity[probe.identity].second += probe.genuineAccepted[place];
    }
    const auto images = static_cast<double>(m_probes.size());
    double shares = 0.0;
    int identities = 0;
    for (const auto& [identity, counts] : byIdentity) {
        if (counts.first == 0)
            continue;
        shares += static_cast<double>(counts.second) / static_cast<double>(counts.first);
        ++identities;
    }
    return {rateOf(static_cast<double>(bytes), images),
            static_cast<double>(accepted) / static_cast<double>(pairs),
            shares / identities,
            static_cast<double>(impostors) / (images * static_cast<double>(m_grid->distractors))};
}

RateAccuracy::Sums RateAccuracy::sumsOf(std::span<const int> selected) const {
    std::map<std::int64_t, Sums::Person> byIdentity;
    for (std::size_t i = 0; i < m_probes.size(); ++i) {
        const ProbeGrid& probe = *m_probes[i];
        Sums::Person& person = byIdentity[probe.identity];
        person.bytes.resize(levels().size());
        person.accepted.resize(levels().size());
        person.images += 1.0;
        person.pairs += probe.genuinePairs;
        for (std::size_t place = 0; place < levels().size(); ++place) {
            person.bytes[place] += static_cast<double>(probe.bytes[place]);
            person.accepted[place] += probe.genuineAccepted[place];
            if (levels()[place] != selected[i])
                continue;
            person.selectedBytes += static_cast<double>(probe.bytes[place]);
            person.selectedAccepted += probe.genuineAccepted[place];
        }
    }
    Sums sums;
    for (auto& [identity, person] : byIdentity)
        sums.people.push_back(std::move(person));
    return sums;
}

RateAccuracy::Difference RateAccuracy::difference(std::span<const int> selected, std::uint64_t seed) const {
    const Sums sums = sumsOf(selected);
    return {bootstrapPeople(
                sums.people.size(), seed, [&sums](auto drawn) { return accuracyGain(sums.sampled(drawn)); }),
            bootstrapPeople(
                sums.people.size(), seed, [&sums](auto drawn) { return rateGain(sums.sampled(drawn)); })};
}

Json toJson(const OperatingRate& rate) {
    return {
        {"bpp", rate.bpp}, {"acc", rate.accuracy}, {"acc_by_identity", rate.byIdentity}, {"far", rate.far}};
}

Json toJson(const RateAccuracy::Difference& difference) {
    const auto orNull = [](const std::optional<MeanOfPeople>& mean) { return mean ? toJson(*mean) : Json(); };
    return {{"acc_at_equal_bpp", orNull(difference.accuracy)}, {"bpp_at_equal_acc", orNull(difference.rate)}};
}

}  // namespace limen
