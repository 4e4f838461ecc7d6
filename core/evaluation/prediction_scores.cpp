// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/prediction_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "metrics/psnr.h"

namespace limen {

namespace {

constexpr double peakSquared = 255.0 * 255.0;

double decibels(double mse) {
    return 10.0 * std::log10(peakSquared / mse);
}

std::string stratumOf(int level) {
    return level <= 30 ? "<=30" : level <= 35 ? "31-35" : ">=36";
}

}  // namespace

MeanOfPeople meanOfPeople(const std::vector<std::int64_t>& identities,
                          const std::vector<double>& values,
                          std::uint64_t seed) {
    struct Person {
        double sum = 0.0;
        double images = 0.0;
    };
    std::map<std::int64_t, Person> byIdentity;
    for (std::size_t i = 0; i < values.size(); ++i) {
        byIdentity[identities[i]].sum += values[i];
        byIdentity[identities[i]].images += 1.0;
    }
    std::vector<Person> people;
    for (const auto& [identity, person] : byIdentity)
        people.push_back(person);
    const auto mean = [&people](std::span<const std::size_t> drawn) -> std::optional<double> {
        Person all;
        for (const std::size_t person : drawn) {
            all.sum += people[person].sum;
            all.images += people[person].images;
        }
        return all.sum / all.images;
    };
    return bootstrapPeople(people.size(), seed, mean).value_or(MeanOfPeople());
}

double ScoredFace::psnr() const {
    return decibels(mse);
}

ScoredFace scoreFace(std::int64_t identity, int level, const RgbImage& jnd, const RgbImage& predicted) {
    const double quality = psnr(jnd, predicted);
    return {identity,
            level,
            quality == std::numeric_limits<double>::infinity()
                ? 0.0
                : peakSquared / std::pow(10.0, quality / 10.0)};
}

PredictionScores summarizeScores(const std::vector<ScoredFace>& faces, std::uint64_t seed) {
    PredictionScores scores;
    scores.images = faces.size();
    std::vector<std::int64_t> identities;
    std::vector<double> values;
    std::set<std::int64_t> people;
    double mse = 0.0;
    for (const ScoredFace& face : faces) {
        people.insert(face.identity);
        mse += face.mse;
        if (face.equal()) {
            ++scores.equal;
            continue;
        }
        identities.push_back(face.identity);
        values.push_back(face.psnr());
        auto& [sum, count] = scores.strata[stratumOf(face.level)];
        sum += face.psnr();
        ++count;
    }
    for (auto& [name, stratum] : scores.strata)
        stratum.first /= static_cast<double>(stratum.second);
    scores.psnr = meanOfPeople(identities, values, seed);
    scores.pooledPsnr = faces.empty() ? 0.0 : decibels(mse / static_cast<double>(faces.size()));
    scores.people = people.size();
    return scores;
}

MeanOfPeople summarizeGain(const std::vector<ScoredFace>& faces,
                           const std::vector<ScoredFace>& other,
                           std::uint64_t seed) {
    std::vector<std::int64_t> identities;
    std::vector<double> gains;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (faces[i].equal() || other[i].equal())
            continue;
        identities.push_back(faces[i].identity);
        gains.push_back(faces[i].psnr() - other[i].psnr());
    }
    return meanOfPeople(identities, gains, seed);
}

Json toJson(const MeanOfPeople& mean) {
    if (!mean.hasInterval())
        return {{"mean", mean.mean},
                {"lower", nullptr},
                {"upper", nullptr},
                {"undefined_share", mean.undefinedShare}};
    return {{"mean", mean.mean}, {"lower", mean.lower}, {"upper", mean.upper}};
}

Json toJson(const PredictionScores& scores) {
    Json strata = Json::object();
    for (const auto& [name, stratum] : scores.strata)
        strata[name] = {{"psnr", stratum.first}, {"images", stratum.second}};
    return {{"images", scores.images},
            {"people", scores.people},
            {"equal", scores.equal},
            {"psnr", toJson(scores.psnr)},
            {"pooled_psnr", scores.pooledPsnr},
            {"strata", std::move(strata)}};
}

}  // namespace limen
