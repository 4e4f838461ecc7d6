// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/prediction_table.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/ordered_workers.h"
#include "prediction/codec_mix.h"
#include "prediction/qp_selection.h"

namespace limen {

namespace {

/// `compute` for each of `places`, by its number there, on all threads, in order.
template <typename Result>
std::vector<Result> forEachFace(
    const std::filesystem::path& study,
    const CodecRecord& codec,
    const JndFaces& faces,
    std::span<const std::size_t> places,
    const JobContext& context,
    const char* what,
    const std::function<Result(std::size_t, const JndFace&, LevelReader&)>& compute) {
    std::vector<Result> results;
    computeInOrder<Result>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&, reader = std::make_shared<LevelReader>(study, codec)](std::size_t i) {
                return compute(i, faces.faces[places[i]], *reader);
            };
        },
        [&](std::size_t, Result result) {
            results.push_back(std::move(result));
            context.progress(results.size(), places.size(), what);
        });
    return results;
}

/// The level whose images lie nearest to the JND images, by mean squared error over all of them.
int bestConstantLevel(const std::filesystem::path& study,
                      const CodecRecord& codec,
                      const JndFaces& faces,
                      std::span<const std::size_t> learned,
                      const JobContext& context) {
    const std::vector<int> levels = codec.levels.all();
    std::vector<double> sums(levels.size());
    const auto rows = forEachFace<std::vector<double>>(
        study,
        codec,
        faces,
        learned,
        context,
        "comparing levels",
        [&levels](std::size_t, const JndFace& face, LevelReader& reader) {
            std::vector<double> row;
            for (const int level : levels)
                row.push_back(scoreFace(0, 0, face.jnd, reader.at(face.image, level)).mse);
            return row;
        });
    for (const std::vector<double>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            sums[i] += row[i];
    return levels[static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin())];
}

std::vector<int> pointsOf(const JndFaces& faces, std::span<const std::size_t> places) {
    std::vector<int> points;
    for (const std::size_t place : places)
        points.push_back(faces.faces[place].level);
    return points;
}

}  // namespace

std::vector<ScoredFace> scorePredictions(const JndFaces& faces,
                                         std::span<const std::size_t> measured,
                                         const std::vector<RgbImage>& predicted) {
    std::vector<ScoredFace> scores;
    for (std::size_t i = 0; i < measured.size(); ++i) {
        const JndFace& face = faces.faces[measured[i]];
        scores.push_back(scoreFace(face.identityId, face.level, face.jnd, predicted[i]));
    }
    return scores;
}

std::vector<ScoredFace> unscoredFaces(const JndFaces& faces, std::span<const std::size_t> measured) {
    std::vector<ScoredFace> unscored;
    for (const std::size_t place : measured)
        unscored.push_back({faces.faces[place].identityId, faces.faces[place].level, 0.0});
    return unscored;
}

std::vector<int> selectedLevels(const Study& study,
                                const CodecRecord& codec,
                                const JndFaces& faces,
                                std::span<const std::size_t> measured,
                                const std::vector<JndPrediction>& predicted,
                                const JobContext& context) {
    return forEachFace<int>(study.folder(),
                            codec,
                            faces,
                            measured,
                            context,
                            "selecting levels",
                            [&](std::size_t i, const JndFace& face, LevelReader& reader) {
                                return predicted[i].level
                                           ? *predicted[i].level
                                           : selectStoredLevel(reader, face.image, predicted[i].jnd);
                            });
}

std::vector<PredictionRow> baselinePredictions(Study& study,
                                               const CodecRecord& codec,
                                               const JndFaces& faces,
                                               std::span<const std::size_t> learned,
                                               std::span<const std::size_t> measured,
                                               const JobContext& context) {
    const int constant = bestConstantLevel(study.folder(), codec, faces, learned, context.part(0.0, 0.7));
    const std::vector<double> shares = shareOfLevels(codec.levels, pointsOf(faces, learned));
    struct Made {
        RgbImage constant, mix;
        int mixLevel = 0;
    };
    const auto made =
        forEachFace<Made>(study.folder(),
                          codec,
                          faces,
                          measured,
                          context.part(0.7, 1.0),
                          "mixing levels",
                          [&](std::size_t, const JndFace& face, LevelReader& reader) {
                              RgbImage mix = mixOfLevels(face.image, reader, shares);
                              const int level = selectStoredLevel(reader, face.image, mix);
                              return Made{reader.at(face.image, constant), std::move(mix), level};
                          });
    std::vector<RgbImage> originals, constants, mixes;
    std::vector<int> mixLevels;
    for (std::size_t i = 0; i < measured.size(); ++i) {
        originals.push_back(faces.faces[measured[i]].original);
        constants.push_back(made[i].constant);
        mixes.push_back(made[i].mix);
        mixLevels.push_back(made[i].mixLevel);
    }
    const std::string chosen = fmt::format("chosen on {} other images", learned.size());
    const auto always = [&measured](int level) { return std::vector<int>(measured.size(), level); };
    return {{"original",
             "the face unchanged",
             scorePredictions(faces, measured, originals),
             always(codec.levels.finest)},
            {fmt::format("constant {} {}", codec.levels.unit, constant),
             chosen,
             scorePredictions(faces, measured, constants),
             always(constant)},
            {"codec mix",
             fmt::format("weights from {} other images", learned.size()),
             scorePredictions(faces, measured, mixes),
             mixLevels}};
}

}  // namespace limen
