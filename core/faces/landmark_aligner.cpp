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
constexpr double leastConfidence = 0.5;

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

cv::Rect2d boxOf(const FacePoints& points) {
    const FaceWindow window = windowOfFace(points, cascadeBox);
    return {window.centre.x - window.side / 2, window.centre.y - window.side / 2, window.side, window.side};
}

bool sameFace(const cv::Rect2d& a, const cv::Rect2d& b) {
    return (a & b).area() > 0.3 * std::min(a.area(), b.area());
}

class LandmarkAligner final : public FaceAligner {
public:
    explicit LandmarkAligner(const ModelCard& card) : m_network(card) {
        keepOpenCvSingleThreaded();
        const fs::path cascade = cascadeFolder() / faceCascadeFile;
        m_cascade = loadCascade(cascade);
        m_identity = fmt::format("{} {} opencv-cascade {} search=1 confidence={} template={}",
                                 card.name,
                                 card.hash,
                                 sha256HexOfFile(cascade),
                                 leastConfidence,
                                 templateName);
    }

    const std::string& identity() const override { return m_identity; }

    AlignedFace align(const RgbImage& photo) override {
        const DetectionView view = makeDetectionView(photo);
        std::vector<SeenFace> faces = settle(view.bgr, cascadeWindows(view.bgr));
        if (faces.empty())
            faces = settle(view.bgr, searchedWindows(view.bgr));
        if (faces.empty())
            throwBadInput("No face was found.",
                          "Use a photograph that shows a face, or a better detector (--detector).");
        std::vector<cv::Rect2d> boxes;
        for (const SeenFace& face : faces)
            boxes.push_back(face.box);
        const SeenFace& chosen = faces[chooseFace(boxes, view.bgr.size())];
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

    /// The windows of a regular search in which the network sees a face, the surest first.
    std::vector<FaceWindow> searchedWindows(const cv::Mat& bgr) {
        constexpr std::size_t most = 12;
        std::vector<FaceWindow> windows;
        const double shortSide = std::min(bgr.cols, bgr.rows);
        for (double side = 0.9 * shortSide; side >= std::max(20.0, shortSide / 7); side /= 1.4)
            for (double y = side / 2; y <= bgr.rows - side / 2 + 1; y += 0.33 * side)
                for (double x = side / 2; x <= bgr.cols - side / 2 + 1; x += 0.33 * side)
                    windows.push_back(lookAt({x - side / 2, y - side / 2, side, side}));
        const std::vector<LandmarkReading> readings = m_network.read(bgr, windows);
        std::vector<std::size_t> order(windows.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return readings[a].confidence > readings[b].confidence;
        });
        std::vector<FaceWindow> best;
        for (std::size_t i = 0; i < std::min(most, order.size()); ++i)
            best.push_back(windows[order[i]]);
        return best;
    }

    /// Both looks; one face where several windows show it.
    std::vector<SeenFace> settle(const cv::Mat& bgr, const std::vector<FaceWindow>& windows) {
        std::vector<FaceWindow> closer;
        for (const LandmarkReading& reading : m_network.read(bgr, windows))
            if (reading.confidence >= worthASecondLook)
                if (const auto window = windowAround(reading.points, bgr.size()))
                    closer.push_back(*window);
        std::vector<LandmarkReading> readings = m_network.read(bgr, closer);
        std::stable_sort(
            readings.begin(), readings.end(), [](const LandmarkReading& a, const LandmarkReading& b) {
                return a.confidence > b.confidence;
            });
        std::vector<SeenFace> faces;
        for (const LandmarkReading& reading : readings) {
            if (reading.confidence < leastConfidence || !windowAround(reading.points, bgr.size()))
                continue;
            const cv::Rect2d box = boxOf(reading.points);
            if (std::none_of(faces.begin(), faces.end(), [&](const SeenFace& face) {
                    return sameFace(face.box, box);
                }))
                faces.push_back({reading.points, box, reading.confidence});
        }
        return faces;
    }

    /// None when points of a window without a face make no window.
    static std::optional<FaceWindow> windowAround(const FacePoints& points, cv::Size view) {
        try {
            const FaceWindow window = windowOfFace(points, secondLook);
            if (window.side >= 8 && window.side <= 3.0 * std::max(view.width, view.height))
                return window;
        } catch (const Error&) {
            // Points that coincide.
        }
        return std::nullopt;
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
