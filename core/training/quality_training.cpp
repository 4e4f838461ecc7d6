// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/quality_training.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "evaluation/selection_scores.h"
#include "image/mirrored_image.h"
#include "prediction/level_predictor.h"
#include "quality/described_quality.h"
#include "quality/sdd_labels.h"
#include "recognition/face_input.h"
#include "recognition/recognizer.h"
#include "training/finished_run.h"
#include "training/head_fit.h"
#include "training/people_split.h"
#include "training/trained_model.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t photographsAtOnce = 8;
/// A regression among levels, 0 to levels - 1, answers 0..100.
constexpr int networkLevels = static_cast<int>(mostQuality - leastQuality) + 1;

using Rows = std::vector<std::vector<float>>;

/// A photograph, or a compressed copy of one.
struct Picture {
    std::size_t photograph = 0;    ///< place in QualityFaces
    std::optional<int> part = {};  ///< of the codec's range, 0 the finest; nothing: uncompressed
};

/// All pictures, as the recognizer sees them, with their labels.
struct RatedPictures {
    std::vector<Picture> pictures;
    Rows rows, mirrored;
    std::vector<SddFace> faces;  ///< emptied when the labels are known
    std::vector<double> labels;

    std::vector<std::size_t> of(const std::vector<std::size_t>& photographs) const {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < pictures.size(); ++i)
            if (std::binary_search(photographs.begin(), photographs.end(), pictures[i].photograph))
                places.push_back(i);
        return places;
    }
};

/// What one thread sees pictures with: in fp32, as whoever uses the model.
class PictureViewer {
public:
    PictureViewer(const fs::path& study, const QualityTrainingOptions& options, const JobContext& context)
        : m_study(Study::open(study, Study::Access::ReadOnly)),
          m_codec(createCodec(options.codec, context.stop())),
          m_recognizer(openRecognizer(options.description.recognizer,
                                      {.device = context.options().device, .threads = 1})),
          m_flip(options.flip) {
        if (options.description.trunk != "embedding")
            m_describer =
                openFaceDescriber(options.description, {.device = context.options().device, .threads = 1});
    }

    struct Seen {
        Rows embeddings, rows, mirrored;
    };

    Seen look(std::span<const QualityPhotograph> photographs) {
        std::vector<RgbImage> pictures;
        for (const QualityPhotograph& photograph : photographs) {
            pictures.push_back(ImageTable(m_study).face(photograph.image));
            const RgbImage original = pictures.back();
            for (const int level : photograph.levels)
                pictures.push_back(m_codec->encode(original, level).reconstruction);
        }
        Seen seen;
        seen.embeddings = m_recognizer->embed(pictures);
        seen.rows = m_describer ? m_describer->describe(pictures) : seen.embeddings;
        if (m_flip) {
            std::transform(pictures.begin(), pictures.end(), pictures.begin(), mirroredImage);
            seen.mirrored = m_describer ? m_describer->describe(pictures) : m_recognizer->embed(pictures);
        }
        return seen;
    }

private:
    Study m_study;
    std::unique_ptr<Codec> m_codec;
    std::unique_ptr<Recognizer> m_recognizer;
    std::unique_ptr<FaceDescriber> m_describer;  ///< none: by the embedding
    bool m_flip;
};

void append(Rows& to, Rows&& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

RatedPictures see(const fs::path& study,
                  const QualityFaces& faces,
                  const QualityTrainingOptions& options,
                  const JobContext& context) {
    const std::vector<QualityPhotograph>& all = faces.photographs;
    const auto group = [&all](std::size_t number) {
        const std::size_t first = number * photographsAtOnce;
        return std::span(all).subspan(first, std::min(photographsAtOnce, all.size() - first));
    };
    RatedPictures rated;
    std::size_t done = 0;
    computeInOrder<PictureViewer::Seen>(
        context.workers(),
        (all.size() + photographsAtOnce - 1) / photographsAtOnce,
        context.stop(),
        [&](int) {
            return [&, viewer = std::make_shared<PictureViewer>(study, options, context)](
                       std::size_t number) { return viewer->look(group(number)); };
        },
        [&](std::size_t number, PictureViewer::Seen seen) {
            std::size_t next = 0;
            for (const QualityPhotograph& photograph : group(number)) {
                for (std::size_t copy = 0; copy <= photograph.levels.size(); ++copy) {
                    const auto part = static_cast<int>(copy) - 1;
                    rated.pictures.push_back({done, part < 0 ? std::nullopt : std::optional(part)});
                    rated.faces.push_back(
                        {photograph.person, done, part < 0, std::move(seen.embeddings[next++])});
                }
                ++done;
            }
            append(rated.rows, std::move(seen.rows));
            append(rated.mirrored, std::move(seen.mirrored));
            context.progress(done, all.size(), "describing photographs");
        });
    return rated;
}

/// How pictures of people that the network does not learn from are rated.
Json ratings(const RatedPictures& rated,
             const std::vector<std::size_t>& places,
             const std::vector<double>& scores,
             const CodecLevels& levels,
             int copies) {
    std::vector<double> labels, originalLabels, originalScores;
    struct Sums {
        double label = 0.0, score = 0.0;
        std::size_t count = 0;
    };
    std::map<std::optional<int>, Sums> parts;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const std::optional<int> part = rated.pictures[places[i]].part;
        labels.push_back(rated.labels[places[i]]);
        if (!part) {
            originalLabels.push_back(labels.back());
            originalScores.push_back(scores[i]);
        }
        Sums& sums = parts[part];
        sums.label += labels.back();
        sums.score += scores[i];
        ++sums.count;
    }
    Json table = Json::array();
    for (const auto& [part, sums] : parts) {
        const auto count = static_cast<double>(sums.count);
        Json row = {
            {"pictures", sums.count}, {"mean_label", sums.label / count}, {"mean_score", sums.score / count}};
        if (part) {
            row["from"] = levels.level(*part * levels.count() / copies);
            row["to"] = levels.level((*part + 1) * levels.count() / copies - 1);
        }
        table.push_back(std::move(row));
    }
    return {{"pictures", places.size()},
            {"rank_correlation", rankCorrelation(labels, scores)},
            {"rank_correlation_of_originals", rankCorrelation(originalLabels, originalScores)},
            {"levels", std::move(table)}};
}

Json settingsOf(const QualityFaces& faces,
                const std::string& modelName,
                const QualityTrainingOptions& options,
                const JobContext& context) {
    const SddOptions labels;
    return {{"model", modelName},
            {"task", faceQualityTask},
            {"method", sddMethod},
            {"trunk", options.description.trunk},
            {"recognizer", describerIdentity(options.description)},
            {"codec", createCodec(options.codec)->identity()},
            {"data", faces.description},
            {"least_images", options.faces.leastImages},
            {"copies", options.faces.copies},
            {"similarities", labels.drawn},
            {"repeats", labels.repeats},
            {"validation", options.validationShare},
            {"hidden", options.hidden},
            {"dropout", options.dropout},
            {"batch", options.batch},
            {"rate", options.rate},
            {"epochs", options.epochs},
            {"flip", options.flip},
            {"seed", context.options().seed},
            {"device", context.options().device}};
}

std::vector<float> targetsOf(const RatedPictures& rated, const std::vector<std::size_t>& places) {
    std::vector<float> targets;
    for (const std::size_t place : places)
        targets.push_back(static_cast<float>(rated.labels[place]));
    return targets;
}

Rows standardRows(const Rows& rows,
                  const std::vector<std::size_t>& places,
                  const Standardisation& standardisation) {
    Rows result;
    for (const std::size_t place : places) {
        result.push_back(rows[place]);
        standardisation.apply(result.back());
    }
    return result;
}

double medianOf(std::vector<float> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return double{*middle};
}

/// The network on what was seen, from its beginning or from its checkpoint to its end.
LeastErrorFit fit(const RatedPictures& rated,
                  const TrainingSplit& split,
                  const RunFolder& folder,
                  const QualityTrainingOptions& options,
                  const Json& settings,
                  const JobContext& context) {
    const std::vector<std::size_t> train = rated.of(split.train), judged = rated.of(split.validation);
    Rows learned;
    for (const std::size_t place : train)
        learned.push_back(rated.rows[place]);
    const Standardisation standardisation = Standardisation::of(learned);
    learned = standardRows(rated.rows, train, standardisation);
    const Rows mirrored = options.flip ? standardRows(rated.mirrored, train, standardisation) : Rows();
    const Rows validation = standardRows(rated.rows, judged, standardisation);

    const Json network = {{"features", standardisation.mean.size()},
                          {"levels", networkLevels},
                          {"head", "regression"},
                          {"hidden", options.hidden},
                          {"dropout", options.dropout}};
    const HeadSamples samples = {
        .rows = &learned, .mirrored = options.flip ? &mirrored : nullptr, .targets = targetsOf(rated, train)};
    HeadFitPlan plan{.network = network,
                     .settings = settings,
                     .batch = options.batch,
                     .rate = options.rate,
                     .epochs = options.epochs};
    plan.network["begin"] = {medianOf(samples.targets)};
    const CodecLevels levels = createCodec(options.codec)->levels();
    std::vector<double> scores(judged.size());
    return fitHead(
        folder,
        plan,
        samples,
        validation,
        [&](const Rows& answers) {
            double sum = 0.0;
            for (std::size_t i = 0; i < judged.size(); ++i) {
                scores[i] = double{answers[i].front()};
                sum += std::abs(scores[i] - rated.labels[judged[i]]);
            }
            return sum / static_cast<double>(judged.size());
        },
        [&](models::TensorMap weights, double error, std::int64_t steps) {
            standardisation.appendTo(weights);
            Json training = settings;
            training.update(
                {{"validation_error", error},
                 {"best_step", steps},
                 {"versions", trainingVersions()},
                 {"validation_people", ratings(rated, judged, scores, levels, options.faces.copies)}});
            writeTrainedModel(
                folder.model(),
                weights,
                {{"name", settings["model"]},
                 {"task", faceQualityTask},
                 {"architecture", describedQualityArchitecture},
                 {"options", describedQualityOptions(options.description, network, sddTitle, sddMethod)},
                 {"input", {{"size", {alignedSize, alignedSize}}, {"colour", "RGB"}}},
                 {"licence",
                  "weights: research use, as the faces they were learned from; code: BSD-3-Clause"},
                 {"source", "trained by limen train-quality"},
                 {"training", std::move(training)}});
        },
        context);
}

}  // namespace

JndRunResult trainQuality(const fs::path& study,
                          const QualityFaces& faces,
                          const RunFolder& folder,
                          const std::string& modelName,
                          const QualityTrainingOptions& options,
                          const JobContext& context) {
    const RunLock lock(folder);
    const Json settings = settingsOf(faces, modelName, options, context);
    claimRun(folder, settings);
    if (const std::optional<JndRunResult> before = finishedRun({folder, modelName, {}, {}, {}}))
        return *before;
    std::vector<std::int64_t> people;
    for (const QualityPhotograph& photograph : faces.photographs)
        people.push_back(photograph.person);
    const TrainingSplit split =
        splitOnce(people, {.validationShare = options.validationShare, .seed = context.options().seed});
    RatedPictures rated = see(study, faces, options, context.part(0.0, 0.85));
    rated.labels = sddLabels(rated.faces, {.seed = context.options().seed}, context.part(0.85, 0.9));
    rated.faces.clear();
    const LeastErrorFit fitted = fit(rated, split, folder, options, settings, context.part(0.9, 1.0));
    JndRunResult result;
    result.steps = fitted.steps;
    result.bestStep = fitted.bestStep;
    result.validationError = fitted.validationError;
    result.state = "finished";
    result.card = folder.model() / (modelName + ".json");
    return result;
}

}  // namespace limen
