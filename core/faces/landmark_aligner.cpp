// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/landmark_aligner.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "faces/cascades.h"
#include "faces/face_choice.h"
#include "faces/face_template.h"
#include "faces/landmark_network.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// A second look is worth its time from here on: the first sees boxes that lie badly.
constexpr double worthASecondLook = 0.2;
/// The least confidence of the second look in a face.
constexpr double leastConfidence = 0.8;

/// What the second look left.
struct SeenFace {
    FacePoints points;  ///< pixels of the view
    cv::Rect2d box;     ///< likewise
    double confidence = 0.0;
};

FaceWindow lookAt(const cv::Rect2d& box) {
    return {
        {box.x + box.width / 2, box.y + box.height / 2}, box.width * firstLook.side / cascadeBox.side, 0.0};
}

/// None for points that span no face, or none of the photograph's: answers where there is no face.
std::optional<cv::Rect2d> boxOf(const FacePoints& points, cv::Size view) {
    try {
        const FaceWindow window = windowOfFace(points, cascadeBox);
        if (window.side >= 8 && window.side <= 3.0 * std::max(view.width, view.height))
            return cv::Rect2d(window.centre.x - window.side / 2,
                              window.centre.y - window.side / 2,
                              window.side,
                              window.side);
    } catch (const Error&) {
        // Points that coincide.
    }
    return std::nullopt;
}

std::vector<cv::Rect2d> boxesOf(const std::vector<SeenFace>& faces) {
    std::vector<cv::Rect2d> boxes;
    for (const SeenFace& face : faces)
        boxes.push_back(face.box);
    return boxes;
}

/// Heads that touch share less, readings of one face more.
bool sameFace(const cv::Rect2d& a, const cv::Rect2d& b) {
    const double both = (a & b).area();
    return both > 0.4 * (a.area() + b.area() - both);
}

using Views = LandmarkNetwork::Views;

class LandmarkAligner final : public FaceAligner {
public:
    explicit LandmarkAligner(const ModelCard& card) : m_network(card) {
        keepOpenCvSingleThreaded();
        const fs::path cascade = cascadeFolder() / faceCascadeFile;
        m_cascade = loadCascade(cascade);
        m_identity = fmt::format("{} {} opencv-cascade {} search=2 confidence={} template={}",
                                 card.name,
                                 card.hash,
                                 sha256HexOfFile(cascade),
                                 leastConfidence,
                                 templateName);
    }

    const std::string& identity() const override { return m_identity; }

    AlignedFace align(const RgbImage& photo) override {
        const DetectionView view = makeDetectionView(photo);
        std::vector<SeenFace> faces = look(view.bgr, cascadeWindows(view.bgr));
        if (!holdsTheMiddle(faces, view.bgr.size()))
            faces = look(view.bgr, searchWindows(view.bgr.size()), std::move(faces));
        if (faces.empty())
            throwBadInput("No face was found.",
                          "Use a photograph that shows a face, or a better detector (--detector).");
        const SeenFace& chosen = faces[chooseFace(boxesOf(faces), view.bgr.size())];
        AlignedFace result;
        result.points = chosen.points;
        for (Point2& point : *result.points)
            point = {point.x * view.scaleX, point.y * view.scaleY};
        result.transform = similarityToTemplate(*result.points);
        result.face = warpToTemplate(photo, result.transform);
        result.score = chosen.confidence;
        result.otherFaces = static_cast<int>(faces.size()) - 1;
        return result;
    }

private:
    std::vector<FaceWindow> cascadeWindows(const cv::Mat& bgr) {
        // Time goes with the pixels; a face that a smaller view loses is left to the search.
        constexpr int longestSide = 480;
        const double factor = std::min(1.0, static_cast<double>(longestSide) / std::max(bgr.cols, bgr.rows));
        cv::Mat grey;
        cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
        if (factor < 1.0)
            cv::resize(grey, grey, {}, factor, factor, cv::INTER_AREA);
        const int least = std::max(24, std::min(grey.cols, grey.rows) / 7);
        std::vector<cv::Rect> found;
        // Few neighbours: the network tells faces from other things better than their number does.
        m_cascade.detectMultiScale(grey, found, 1.2, 1, 0, {least, least});
        std::vector<FaceWindow> windows;
        for (const cv::Rect& box : found)
            windows.push_back(
                lookAt(cv::Rect2d(box.x / factor, box.y / factor, box.width / factor, box.height / factor)));
        return windows;
    }

    /// A regular grid of boxes over the photograph, from almost its size to a seventh of it.
    static std::vector<FaceWindow> searchWindows(cv::Size view) {
        std::vector<FaceWindow> windows;
        const double shortSide = std::min(view.width, view.height);
        for (double side = 0.9 * shortSide; side >= std::max(20.0, shortSide / 7); side /= 1.4)
            for (double y = 0; y <= view.height - side + 1; y += 0.33 * side)
                for (double x = 0; x <= view.width - side + 1; x += 0.33 * side)
                    windows.push_back(lookAt({x, y, side, side}));
        return windows;
    }

    /// Whether a face lies where the person of a photograph usually is; if none does, a box may be missing.
    static bool holdsTheMiddle(const std::vector<SeenFace>& faces, cv::Size view) {
        const cv::Point2d middle(view.width / 2.0, view.height / 2.0);
        return std::any_of(
            faces.begin(), faces.end(), [&](const SeenFace& face) { return face.box.contains(middle); });
    }

    /// Both looks at each window; adds the faces that are not in `faces` yet.
    std::vector<SeenFace> look(const cv::Mat& bgr,
                               const std::vector<FaceWindow>& windows,
                               std::vector<SeenFace> faces = {}) {
        constexpr std::size_t mostSecondLooks = 16;
        std::vector<SeenFace> candidates;
        addFaces(m_network.read(bgr, windows, Views::AsItIs), worthASecondLook, bgr.size(), candidates);
        candidates.resize(std::min(candidates.size(), mostSecondLooks));
        std::vector<FaceWindow> closer;
        for (const SeenFace& candidate : candidates)
            closer.push_back(windowOfFace(candidate.points, secondLook));
        addFaces(m_network.read(bgr, closer, Views::AlsoMirrored), leastConfidence, bgr.size(), faces);
        return faces;
    }

    /// The surest first; of several readings of one face the surest.
    static void addFaces(std::vector<LandmarkReading> readings,
                         double least,
                         cv::Size view,
                         std::vector<SeenFace>& faces) {
        std::stable_sort(
            readings.begin(), readings.end(), [](const LandmarkReading& a, const LandmarkReading& b) {
                return a.confidence > b.confidence;
            });
        for (const LandmarkReading& reading : readings) {
            const auto box = reading.confidence >= least ? boxOf(reading.points, view) : std::nullopt;
            if (box && std::none_of(faces.begin(), faces.end(), [&](const SeenFace& face) {
                    return sameFace(face.box, *box);
                }))
                faces.push_back({reading.points, *box, reading.confidence});
        }
    }

    std::string m_identity;
    LandmarkNetwork m_network;
    cv::CascadeClassifier m_cascade;
};

}  // namespace

std::unique_ptr<FaceAligner> createLandmarkAligner(const ModelCard& card) {
    return std::make_unique<LandmarkAligner>(card);
}

}  // namespace limen
