// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/landmark_samples.h"

#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "base/threads.h"
#include "faces/face_template.h"
#include "faces/face_window.h"
#include "faces/landmark_network.h"
#include "faces/steady_points.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "training/photo_damage.h"

namespace limen {

namespace {

constexpr double keptBoxes = 2.4;
constexpr double mostBoxSide = 128.0;
constexpr std::uintmax_t mostPhotoBytes = 1ULL << 28U;

double degrees(double value) {
    return value * std::numbers::pi / 180.0;
}

/// The square around the face, upright, reduced where the face is larger than training needs.
LandmarkPhoto cutAround(const RgbImage& photo, const ImageRecord& record) {
    const FaceWindow box = windowOfFace(*record.points, cascadeBox);
    const double reach = keptBoxes / 2 * box.side;
    const cv::Rect around(
        cvFloor(box.centre.x - reach), cvFloor(box.centre.y - reach), cvCeil(2 * reach), cvCeil(2 * reach));
    const cv::Rect part = around & cv::Rect(0, 0, photo.width, photo.height);
    if (part.empty())
        throwBadInput("The face lies outside of the photograph.");
    const double scale = std::min(1.0, mostBoxSide / box.side);
    const cv::Size size(std::max(1, cvRound(part.width * scale)), std::max(1, cvRound(part.height * scale)));
    LandmarkPhoto kept;
    kept.photo = RgbImage(size.width, size.height);
    cv::Mat view = rgbView(kept.photo);
    cv::resize(rgbView(photo)(part), view, size, 0, 0, cv::INTER_AREA);
    const double scaleX = static_cast<double>(size.width) / part.width;
    const double scaleY = static_cast<double>(size.height) / part.height;
    for (std::size_t i = 0; i < kept.points.size(); ++i)
        kept.points[i] = {((*record.points)[i].x - part.x + 0.5) * scaleX - 0.5,
                          ((*record.points)[i].y - part.y + 0.5) * scaleY - 0.5};
    kept.alone = record.otherFaces == 0;
    return kept;
}

LandmarkPhoto readPhoto(const ImageRecord& record) {
    const std::vector<std::uint8_t> bytes = readFile(record.sourcePath, mostPhotoBytes);
    if (sha256Hex(bytes) != record.fileHash)
        throwBadInput("The file was changed since it was imported.");
    return cutAround(decodeImage(bytes, record.sourcePath), record);
}

std::string hashOf(const std::vector<ImageRecord>& records) {
    Sha256 hash;
    for (const ImageRecord& record : records) {
        hash.add(record.fileHash + " " + record.identity);
        for (const Point2& point : *record.points)
            hash.add(fmt::format(" {:.3f} {:.3f}", point.x, point.y));
        hash.add("\n");
    }
    return hash.hexDigest();
}

/// Share of the smaller square that both cover; turned squares as if upright.
double overlap(const FaceWindow& a, const FaceWindow& b) {
    const auto shared = [](double p, double q, double halfP, double halfQ) {
        return std::max(0.0, std::min(p + halfP, q + halfQ) - std::max(p - halfP, q - halfQ));
    };
    const double side = std::min(a.side, b.side);
    return shared(a.centre.x, b.centre.x, a.side / 2, b.side / 2) *
           shared(a.centre.y, b.centre.y, a.side / 2, b.side / 2) / (side * side);
}

/// A face as the box of a detector shows it, or as the second look does.
FaceWindow windowWithFace(const FacePoints& points, SampleRandom& random) {
    const bool second = random.chance(0.4);
    FaceWindow window = windowOfFace(points, second ? secondLook : firstLook);
    const double shift = (second ? 0.06 : 0.17) * window.side;
    window.centre.x += random.uniform(-shift, shift);
    window.centre.y += random.uniform(-shift, shift);
    window.side *= second ? std::exp(random.uniform(-0.12, 0.12)) : std::exp(random.uniform(-0.3, 0.35));
    window.angle += second ? degrees(random.uniform(-10, 10))
                           : degrees(random.chance(0.5) ? random.uniform(-45, 45) : random.normal(12));
    return window;
}

/// A window whose content is no face as any look would show one; none where the draw shows one all the same.
std::optional<FaceWindow> windowWithoutFace(const LandmarkPhoto& photo, SampleRandom& random) {
    const FaceWindow face = windowOfFace(photo.points, firstLook);
    FaceWindow window = face;
    window.angle += degrees(random.uniform(-45, 45));
    const int kind = random.below(3);
    if (kind == 0) {  // a part of the face or beside it
        window.side *= random.uniform(0.15, 0.38);
        window.centre.x += random.uniform(-0.5, 0.5) * face.side;
        window.centre.y += random.uniform(-0.5, 0.5) * face.side;
        return window;
    }
    if (kind == 1) {  // head and shoulders: the face is too small
        window.side *= random.uniform(2.3, 4.0);
        window.centre.x += random.uniform(-0.4, 0.4) * face.side;
        window.centre.y += random.uniform(-0.4, 0.4) * face.side;
        return window;
    }
    if (!photo.alone)
        return std::nullopt;
    window.side *= std::exp(random.uniform(-0.9, 0.4));
    window.centre = {random.uniform(0, photo.photo.width), random.uniform(0, photo.photo.height)};
    // Less than a third of the face, or of the window, is not a face for any use.
    if (overlap(window, face) > 0.3)
        return std::nullopt;
    return window;
}

}  // namespace

LandmarkPhotos readLandmarkPhotos(const ImageTable& images,
                                  const std::set<std::string>& heldOut,
                                  const JobContext& context) {
    std::vector<ImageRecord> records = images.all();
    std::erase_if(records, [&](const ImageRecord& record) {
        return !record.points || heldOut.contains(record.identity);
    });
    std::vector<std::optional<LandmarkPhoto>> read(records.size());
    std::vector<std::string> reasons(records.size());
    std::atomic<std::uint64_t> done = 0;
    parallelFor(context.workers(), records.size(), context.stop(), [&](std::size_t i) {
        try {
            read[i] = readPhoto(records[i]);
        } catch (const Error& error) {
            reasons[i] = error.what();
        }
        context.progress(++done, records.size(), "reading photographs");
    });
    LandmarkPhotos result;
    std::set<std::string> identities;
    std::vector<ImageRecord> used;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!read[i]) {
            result.failed.push_back({records[i].sourcePath, reasons[i]});
            continue;
        }
        result.photos.push_back(std::move(*read[i]));
        result.teachers.insert(records[i].alignment);
        identities.insert(records[i].identity);
        used.push_back(std::move(records[i]));
    }
    result.hash = hashOf(used);
    result.identities = identities.size();
    return result;
}

LandmarkSampler::Sample LandmarkSampler::sample(std::int64_t step, int index) const {
    SampleRandom random(m_seed, static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(index));
    const LandmarkPhoto& photo =
        (*m_photos)[static_cast<std::size_t>(random.below(static_cast<int>(m_photos->size())))];
    std::optional<FaceWindow> window;
    if (random.chance(0.25))
        window = windowWithoutFace(photo, random);
    Sample result;
    result.face = !window;
    if (result.face)
        window = windowWithFace(photo.points, random);
    cv::Mat cut = cutWindow(rgbView(photo.photo), *window, landmarkInputSide);
    const Similarity toInput = windowTransform(*window, landmarkInputSide);
    for (std::size_t i = 0; i < result.points.size(); ++i)
        result.points[i] = transformed(toInput, photo.points[i]);
    if (random.chance(0.5)) {
        cv::flip(cut, cut, 1);
        result.points = flippedPoints(result.points, landmarkInputSide);
    }
    damagePhoto(cut, {}, random);
    result.image = RgbImage(landmarkInputSide, landmarkInputSide);
    cut.copyTo(rgbView(result.image));
    return result;
}

models::TensorMap LandmarkSampler::batch(std::int64_t step) const {
    const auto count = static_cast<std::size_t>(m_batch);
    FloatTensor images{{m_batch, landmarkInputSide, landmarkInputSide, 3},
                       std::vector<float>(count * landmarkInputValues)};
    FloatTensor points{{m_batch, 10}, std::vector<float>(count * 10)};
    FloatTensor faces{{m_batch}, std::vector<float>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const Sample drawn = sample(step, static_cast<int>(i));
        writeLandmarkInput(rgbView(drawn.image),
                           false,
                           std::span(images.values).subspan(i * landmarkInputValues, landmarkInputValues));
        encodePoints(drawn.points, std::span(points.values).subspan(i * 10, 10));
        faces.values[i] = drawn.face ? 1.0F : 0.0F;
    }
    return {{"images", std::move(images)}, {"points", std::move(points)}, {"faces", std::move(faces)}};
}

}  // namespace limen
