// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/landmark_error.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "faces/steady_points.h"
#include "image/image_file.h"

namespace limen {

namespace {

constexpr double otherFaceFrom = 0.5;

struct Measured {
    std::optional<double> error;  ///< none: no face was found
    double kept = 0.0;
    std::string failure;  ///< there is nothing to measure or to compare with
};

/// None where the aligner finds no face.
std::optional<FacePoints> pointsOf(const RgbImage& photo, FaceAligner& aligner) {
    std::optional<FacePoints> points;
    try {
        points = aligner.align(photo).points;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Failure)
            throw;
        return std::nullopt;
    }
    if (!points)
        throwFailure("The built-in aligner gives no points.",
                     "Landmarks need LibTorch and the model limen-landmarks.");
    return points;
}

Measured measure(const ImageRecord& image, FaceAligner& aligner, FaceAligner* referenceAligner) {
    Measured result;
    RgbImage photo;
    try {
        photo = readImage(image.sourcePath);
    } catch (const Error& error) {
        result.failure = error.what();
        return result;
    }
    FacePoints reference = *image.points;
    if (referenceAligner != nullptr) {
        const auto steady = steadyPoints(photo, *referenceAligner, *image.points);
        if (!steady) {
            result.failure = "The reference detector finds no face where the study has one.";
            return result;
        }
        reference = *steady;
        result.kept = landmarkError(*image.points, reference);
    }
    if (const auto points = pointsOf(photo, aligner))
        result.error = landmarkError(*points, reference);
    return result;
}

double meanOf(const std::vector<double>& values) {
    return values.empty()
               ? 0.0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Json toJson(const LandmarkErrors& errors) {
    Json json = {{"photos", errors.photos},
                 {"mean_error", errors.mean},
                 {"share_above_0.08", errors.above8Percent},
                 {"no_face", errors.noFace},
                 {"other_face", errors.otherFace}};
    if (errors.keptMean > 0.0)
        json["mean_error_of_study"] = errors.keptMean;
    return json;
}

LandmarkErrors measureLandmarks(const std::vector<ImageRecord>& images,
                                const MakeAligner& makeAligner,
                                const MakeAligner& makeReference,
                                const JobContext& context) {
    std::vector<ImageRecord> used = images;
    std::erase_if(used, [](const ImageRecord& image) { return !image.points; });
    if (used.empty())
        throwBadInput("No image to compare with carries landmarks.",
                      "Import the photographs with a detector that finds landmarks (--detector).");
    const auto start = std::chrono::steady_clock::now();
    LandmarkErrors result;
    std::vector<double> errors;
    std::vector<double> kept;
    computeInOrder<Measured>(
        context.workers(),
        used.size(),
        context.stop(),
        [&](int) -> std::function<Measured(std::size_t)> {
            const std::shared_ptr<FaceAligner> aligner = makeAligner();
            const std::shared_ptr<FaceAligner> reference = makeReference ? makeReference() : nullptr;
            return [&used, aligner, reference](std::size_t i) {
                return measure(used[i], *aligner, reference.get());
            };
        },
        [&](std::size_t i, Measured measured) {
            context.progress(i + 1, used.size(), "comparing landmarks");
            if (!measured.failure.empty()) {
                result.failed.push_back({used[i].sourcePath, measured.failure});
                return;
            }
            ++result.photos;
            kept.push_back(measured.kept);
            if (!measured.error)
                ++result.noFace;
            else if (*measured.error > otherFaceFrom)
                ++result.otherFace;
            else
                errors.push_back(*measured.error);
        });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.photosPerSecond = static_cast<double>(used.size()) / seconds;
    result.mean = meanOf(errors);
    result.keptMean = meanOf(kept);
    if (!errors.empty())
        result.above8Percent = static_cast<double>(std::count_if(
                                   errors.begin(), errors.end(), [](double e) { return e > 0.08; })) /
                               static_cast<double>(errors.size());
    return result;
}

}  // namespace limen
