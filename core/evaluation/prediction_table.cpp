// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/prediction_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "codecs/stored_codec.h"

namespace limen {

namespace {

/// Reads the levels of a study's images on one thread.
class LevelReader {
public:
    LevelReader(const std::filesystem::path& study, const CodecRecord& record)
        : m_study(Study::open(study, Study::Access::ReadOnly)),
          m_record(record),
          m_codec(openStoredCodec(record.setting, record.identity, record.levels)) {}

    RgbImage at(const JndFace& face, int level) {
        auto image = EncodingTable(m_study).reconstruction(m_record.id, face.image, level, *m_codec);
        if (!image)
            throwFailure(fmt::format("{} is not encoded at level {}.", face.name(), level),
                         "Run `limen encode` first.");
        return *std::move(image);
    }

private:
    Study m_study;
    CodecRecord m_record;
    std::unique_ptr<Codec> m_codec;
};

/// `compute` for each place, on all threads, in order.
template <typename Result>
std::vector<Result> forEachFace(const std::filesystem::path& study,
                                const CodecRecord& codec,
                                const JndFaces& faces,
                                std::span<const std::size_t> places,
                                const JobContext& context,
                                const char* what,
                                const std::function<Result(const JndFace&, LevelReader&)>& compute) {
    std::vector<Result> results;
    computeInOrder<Result>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&, reader = std::make_shared<LevelReader>(study, codec)](std::size_t i) {
                return compute(faces.faces[places[i]], *reader);
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
        [&levels](const JndFace& face, LevelReader& reader) {
            std::vector<double> row;
            for (const int level : levels)
                row.push_back(scoreFace(0, 0, face.jnd, reader.at(face, level)).mse);
            return row;
        });
    for (const std::vector<double>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            sums[i] += row[i];
    return levels[static_cast<std::size_t>(std::min_element(sums.begin(), sums.end()) - sums.begin())];
}

/// How often each level, fine to coarse, is the JND point; sums to 1.
std::vector<double> shareOfLevels(const CodecLevels& levels,
                                  const JndFaces& faces,
                                  std::span<const std::size_t> learned) {
    std::vector<double> shares(static_cast<std::size_t>(levels.count()));
    for (const std::size_t place : learned)
        shares[static_cast<std::size_t>(levels.indexOf(faces.faces[place].level))] +=
            1.0 / static_cast<double>(learned.size());
    return shares;
}

RgbImage mixOfLevels(const JndFace& face,
                     LevelReader& reader,
                     const std::vector<int>& levels,
                     const std::vector<double>& shares) {
    RgbImage mix(face.original.width, face.original.height);
    std::vector<double> sum(mix.pixels.size());
    for (std::size_t level = 0; level < levels.size(); ++level) {
        if (shares[level] <= 0.0)
            continue;
        const RgbImage image = reader.at(face, levels[level]);
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += shares[level] * image.pixels[i];
    }
    for (std::size_t i = 0; i < sum.size(); ++i)
        mix.pixels[i] = static_cast<std::uint8_t>(std::clamp(std::lround(sum[i]), 0L, 255L));
    return mix;
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

std::vector<PredictionRow> baselinePredictions(Study& study,
                                               const CodecRecord& codec,
                                               const JndFaces& faces,
                                               std::span<const std::size_t> learned,
                                               std::span<const std::size_t> measured,
                                               const JobContext& context) {
    const int constant = bestConstantLevel(study.folder(), codec, faces, learned, context.part(0.0, 0.7));
    const std::vector<int> levels = codec.levels.all();
    const std::vector<double> shares = shareOfLevels(codec.levels, faces, learned);
    struct Images {
        RgbImage constant, mix;
    };
    const auto made = forEachFace<Images>(
        study.folder(),
        codec,
        faces,
        measured,
        context.part(0.7, 1.0),
        "mixing levels",
        [&](const JndFace& face, LevelReader& reader) {
            return Images{reader.at(face, constant), mixOfLevels(face, reader, levels, shares)};
        });
    std::vector<RgbImage> originals, constants, mixes;
    for (std::size_t i = 0; i < measured.size(); ++i) {
        originals.push_back(faces.faces[measured[i]].original);
        constants.push_back(made[i].constant);
        mixes.push_back(made[i].mix);
    }
    const std::string chosen = fmt::format("chosen on {} other images", learned.size());
    return {{"original", "the face unchanged", scorePredictions(faces, measured, originals)},
            {fmt::format("constant {} {}", codec.levels.unit, constant),
             chosen,
             scorePredictions(faces, measured, constants)},
            {"codec mix",
             fmt::format("weights from {} other images", learned.size()),
             scorePredictions(faces, measured, mixes)}};
}

}  // namespace limen
