// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>

#include "base/ordered_workers.h"
#include "comparison/candidate.h"
#include "evaluation/prediction_scores.h"
#include "prediction/codec_mix.h"

namespace limen {

namespace {

/// `compute` for each of `places` on all threads, in order.
template <typename Result>
std::vector<Result> forEachFace(const ComparedPart& part,
                                const std::vector<std::size_t>& places,
                                const JobContext& context,
                                const char* what,
                                const std::function<Result(const JndFace&, LevelReader&)>& compute) {
    std::vector<Result> results;
    computeInOrder<Result>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&, reader = std::make_shared<LevelReader>(part.study, part.codec)](std::size_t i) {
                return compute(part.faces->faces[places[i]], *reader);
            };
        },
        [&](std::size_t, Result result) {
            results.push_back(std::move(result));
            context.progress(results.size(), places.size(), what);
        });
    return results;
}

/// The level whose images lie nearest to the JND images, by mean squared error over all of them.
int bestConstantLevel(const ComparedPart& part, const JobContext& context) {
    const std::vector<int> levels = part.codec.levels.all();
    const auto rows = forEachFace<std::vector<double>>(
        part, part.learned, context, "comparing levels", [&levels](const JndFace& face, LevelReader& reader) {
            std::vector<double> row;
            for (const int level : levels)
                row.push_back(scoreFace(0, 0, face.jnd, reader.at(face.image, level)).mse);
            return row;
        });
    std::vector<double> sums(levels.size());
    for (const std::vector<double>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            sums[i] += row[i];
    return levels[static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin())];
}

CandidateAnswers original(const ComparedPart& part, const JobContext& /*context*/) {
    CandidateAnswers answers;
    for (std::size_t i = 0; i < part.size(); ++i)
        answers.faces.push_back({part.face(i).original, part.codec.levels.finest});
    answers.note = "the face unchanged";
    return answers;
}

CandidateAnswers constant(const ComparedPart& part, const JobContext& context) {
    const int level = bestConstantLevel(part, context.part(0.0, 0.9));
    CandidateAnswers answers;
    answers.faces = forEachFace<JndPrediction>(part,
                                               part.measured,
                                               context.part(0.9, 1.0),
                                               "reading levels",
                                               [level](const JndFace& face, LevelReader& reader) {
                                                   return JndPrediction{reader.at(face.image, level), level};
                                               });
    answers.note =
        fmt::format("{} {}, chosen on {} other images", part.codec.levels.unit, level, part.learned.size());
    return answers;
}

CandidateAnswers codecMix(const ComparedPart& part, const JobContext& context) {
    std::vector<int> points;
    for (const std::size_t place : part.learned)
        points.push_back(part.faces->faces[place].level);
    const std::vector<double> shares = shareOfLevels(part.codec.levels, points);
    CandidateAnswers answers;
    answers.faces = forEachFace<JndPrediction>(
        part, part.measured, context, "mixing levels", [&shares](const JndFace& face, LevelReader& reader) {
            return JndPrediction{mixOfLevels(face.image, reader, shares)};
        });
    answers.note = fmt::format("weights from {} other images", part.learned.size());
    return answers;
}

}  // namespace

const char* kindName(CandidateKind kind) {
    return kind == CandidateKind::Baseline   ? "baseline"
           : kind == CandidateKind::EyeModel ? "eye model"
                                             : "predictor";
}

std::vector<Candidate> baselineCandidates() {
    const auto candidate = [](const char* name, auto answer) {
        return Candidate{name, CandidateKind::Baseline, {{"rule", name}, {"version", 1}}, answer};
    };
    return {
        candidate("original", original), candidate("constant", constant), candidate("codec mix", codecMix)};
}

}  // namespace limen
