// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/landmark_error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <optional>
#include <variant>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "image/image_file.h"

namespace limen {

namespace {

constexpr double otherFaceFrom = 0.5;

struct Measured {
    std::optional<double> error;  ///< none: no face was found
    std::string failure;          ///< the photograph could not be read
};

double distance(const Point2& a, const Point2& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

double errorOf(const FacePoints& points, const FacePoints& reference) {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i)
        sum += distance(points[i], reference[i]);
    return sum / static_cast<double>(points.size()) / distance(reference[0], reference[1]);
}

Measured measure(const ImageRecord& image, FaceAligner& aligner) {
    RgbImage photo;
    try {
        photo = readImage(image.sourcePath);
    } catch (const Error& error) {
        return {{}, error.what()};
    }
    try {
        const AlignedFace face = aligner.align(photo);
        if (!face.points)
            throwFailure("The aligner gives no points.", "Landmarks need Limen's networks.");
        return {errorOf(*face.points, *image.points), {}};
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Failure)
            throw;
        return {};
    }
}

}  // namespace

Json toJson(const LandmarkErrors& errors) {
    return {{"photos", errors.photos},
            {"mean_error", errors.mean},
            {"share_above_0.08", errors.above8Percent},
            {"no_face", errors.noFace},
            {"other_face", errors.otherFace}};
}

LandmarkErrors measureLandmarks(const std::vector<ImageRecord>& images,
                                const std::function<std::unique_ptr<FaceAligner>()>& makeAligner,
                                const JobContext& context) {
    std::vector<ImageRecord> used = images;
    std::erase_if(used, [](const ImageRecord& image) { return !image.points; });
    if (used.empty())
        throwBadInput("No image to compare with carries landmarks.",
                      "Import the photographs with a detector that finds landmarks (--detector).");
    const auto start = std::chrono::steady_clock::now();
    LandmarkErrors result;
    std::vector<double> errors;
    computeInOrder<Measured>(
        context.workers(),
        used.size(),
        context.stop(),
        [&](int) -> std::function<Measured(std::size_t)> {
            const std::shared_ptr<FaceAligner> aligner = makeAligner();
            return [&used, aligner](std::size_t i) { return measure(used[i], *aligner); };
        },
        [&](std::size_t i, Measured measured) {
            context.progress(i + 1, used.size(), "comparing landmarks");
            if (!measured.failure.empty()) {
                result.failed.push_back({used[i].sourcePath, measured.failure});
                return;
            }
            ++result.photos;
            if (!measured.error)
                ++result.noFace;
            else if (*measured.error > otherFaceFrom)
                ++result.otherFace;
            else
                errors.push_back(*measured.error);
        });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.photosPerSecond = static_cast<double>(used.size()) / seconds;
    if (errors.empty())
        return result;
    const auto count = static_cast<double>(errors.size());
    result.mean = std::accumulate(errors.begin(), errors.end(), 0.0) / count;
    result.above8Percent =
        static_cast<double>(std::count_if(errors.begin(), errors.end(), [](double e) { return e > 0.08; })) /
        count;
    return result;
}

}  // namespace limen
