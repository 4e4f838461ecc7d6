// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/cascade_aligner.h"

#include <fmt/format.h>
#include <array>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "faces/cascades.h"
#include "faces/face_choice.h"
#include "faces/face_template.h"
#include "faces/face_window.h"
#include "image/opencv_view.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

Point2 centre(const cv::Rect& box) {
    return {box.x + box.width / 2.0, box.y + box.height / 2.0};
}

/// The two of `eyes` that look most like a pair: level, at a credible distance, large. Image-left first.
std::optional<std::array<Point2, 2>> chooseEyes(const std::vector<cv::Rect>& eyes, double faceWidth) {
    std::optional<std::array<Point2, 2>> best;
    int bestSize = 0;
    for (const cv::Rect& left : eyes) {
        for (const cv::Rect& right : eyes) {
            const Point2 a = centre(left);
            const Point2 b = centre(right);
            const double distance = std::hypot(b.x - a.x, b.y - a.y);
            // 30 degrees is beyond what a frontal face cascade finds; eyes are about 0.4 box widths apart.
            const bool level = b.x > a.x && std::abs(b.y - a.y) < 0.5 * distance;
            if (!level || distance < 0.25 * faceWidth || distance > 0.6 * faceWidth)
                continue;
            if (const int size = left.width + right.width; size > bestSize) {
                bestSize = size;
                best = {a, b};
            }
        }
    }
    return best;
}

class CascadeAligner : public FaceAligner {
public:
    CascadeAligner() {
        keepOpenCvSingleThreaded();
        const fs::path folder = cascadeFolder();
        m_face = loadCascade(folder / faceCascadeFile);
        m_eye = loadCascade(folder / eyeCascadeFile);
        m_identity = fmt::format("opencv-cascades {} {} template={}",
                                 sha256HexOfFile(folder / faceCascadeFile),
                                 sha256HexOfFile(folder / eyeCascadeFile),
                                 templateName);
    }

    const std::string& identity() const override { return m_identity; }

    AlignedFace align(const RgbImage& photo) override {
        const DetectionView view = makeDetectionView(photo);
        cv::Mat grey;
        cv::cvtColor(view.bgr, grey, cv::COLOR_BGR2GRAY);
        cv::equalizeHist(grey, grey);
        std::vector<cv::Rect> found;
        m_face.detectMultiScale(grey, found, 1.1, 4, 0, {30, 30});
        if (found.empty())
            throwBadInput(
                "No face was found.",
                "Use a photograph that shows a face from the front, or a better detector (--detector).");
        const std::vector<cv::Rect2d> boxes(found.begin(), found.end());
        const cv::Rect box = found[chooseFace(boxes, grey.size())];

        AlignedFace result;
        result.transform = inPhotoPixels(similarity(grey, box), view);
        result.face = warpToTemplate(photo, result.transform);
        result.otherFaces = static_cast<int>(found.size()) - 1;
        return result;
    }

private:
    Similarity similarity(const cv::Mat& grey, const cv::Rect& box) {
        // Eyes lie in the upper part; below, nostrils and mouth corners pass for eyes.
        const cv::Rect upper(box.x, box.y, box.width, box.height * 6 / 10);
        std::vector<cv::Rect> eyes;
        m_eye.detectMultiScale(grey(upper), eyes, 1.05, 3, 0, {box.width / 8, box.width / 8});
        for (cv::Rect& eye : eyes)
            eye += upper.tl();
        if (const auto pair = chooseEyes(eyes, box.width))
            return leastSquaresSimilarity(*pair, std::span(templatePoints).first<2>());
        return boxSimilarity(box);
    }

    static Similarity boxSimilarity(const cv::Rect& box) {
        const double scale = cascadeBox.side / box.width;
        const Point2 middle = centre(box);
        return {scale,
                0,
                cascadeBox.centre.x - scale * middle.x,
                0,
                scale,
                cascadeBox.centre.y - scale * middle.y};
    }

    static Similarity inPhotoPixels(const Similarity& s, const DetectionView& view) {
        // The two scales differ by the rounding of the reduced size only; one keeps the result a similarity.
        const double scale = std::sqrt(view.scaleX * view.scaleY);
        return {s[0] / scale, s[1] / scale, s[2], s[3] / scale, s[4] / scale, s[5]};
    }

    std::string m_identity;
    cv::CascadeClassifier m_face;
    cv::CascadeClassifier m_eye;
};

}  // namespace

std::unique_ptr<FaceAligner> createCascadeAligner() {
    return std::make_unique<CascadeAligner>();
}

}  // namespace limen
