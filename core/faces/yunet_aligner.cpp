// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/yunet_aligner.h"

#include <fmt/format.h>
#include <opencv2/objdetect/face.hpp>
#include <utility>

#include "base/error.h"
#include "faces/face_choice.h"
#include "faces/face_template.h"
#include "image/opencv_view.h"

namespace limen {

namespace {

double numberOption(const ModelCard& card, const char* key, double fallback, double least, double most) {
    const auto found = card.options.find(key);
    if (found == card.options.end())
        return fallback;
    if (!found->is_number() || found->get<double>() < least || found->get<double>() > most)
        throwBadInput(
            fmt::format("The card of {} has an unusable option \"{}\": {}.", card.name, key, found->dump()),
            fmt::format("Write a number from {} to {}.", least, most));
    return found->get<double>();
}

class YunetAligner : public FaceAligner {
public:
    explicit YunetAligner(const ModelCard& card) {
        keepOpenCvSingleThreaded();
        card.verifyFiles();
        if (card.files.empty())
            throwBadInput(fmt::format("The card of {} names no file.", card.name), "Name YuNet's ONNX file.");
        const double score = numberOption(card, "score", 0.6, 0.0, 1.0);
        const double nms = numberOption(card, "nms", 0.3, 0.0, 1.0);
        const int top = static_cast<int>(numberOption(card, "top", 50, 1, 5000));
        m_identity = fmt::format(
            "{} {} score={} nms={} top={} template={}", card.name, card.hash, score, nms, top, templateName);
        const std::string file = card.files.front().string();
        try {
            m_detector = cv::FaceDetectorYN::create(
                file, "", m_size, static_cast<float>(score), static_cast<float>(nms), top);
            // A network of another kind loads and fails only when it runs.
            cv::Mat faces;
            m_detector->detect(cv::Mat::zeros(m_size, CV_8UC3), faces);
        } catch (const cv::Exception&) {
            throwBadInput(fmt::format("{} is not a YuNet network that OpenCV {} can run.", file, CV_VERSION),
                          "Use the file that the card's source offers.");
        }
    }

    const std::string& identity() const override { return m_identity; }

    AlignedFace align(const RgbImage& photo) override {
        const DetectionView view = makeDetectionView(photo);
        const cv::Mat faces = detect(view.bgr);
        if (faces.rows == 0)
            throwBadInput("No face was found.", "Use a photograph that shows a face from the front.");
        std::vector<cv::Rect2d> boxes;
        for (int row = 0; row < faces.rows; ++row) {
            const auto* values = faces.ptr<float>(row);
            boxes.emplace_back(values[0] * view.scaleX,
                               values[1] * view.scaleY,
                               values[2] * view.scaleX,
                               values[3] * view.scaleY);
        }
        const std::size_t chosen = chooseFace(boxes, {photo.width, photo.height});
        const auto* values = faces.ptr<float>(static_cast<int>(chosen));
        FacePoints points;
        for (std::size_t i = 0; i < points.size(); ++i)
            points[i] = {values[4 + 2 * i] * view.scaleX, values[5 + 2 * i] * view.scaleY};
        if (points[0].x > points[1].x) {
            std::swap(points[0], points[1]);
            std::swap(points[3], points[4]);
        }
        AlignedFace result;
        result.transform = similarityToTemplate(points);
        result.face = warpToTemplate(photo, result.transform);
        result.points = points;
        result.score = static_cast<double>(values[14]);
        result.otherFaces = faces.rows - 1;
        return result;
    }

private:
    /// A row per face: x, y, width, height, five points, score.
    cv::Mat detect(const cv::Mat& bgr) {
        cv::Mat faces;
        try {
            if (bgr.size() != m_size) {
                m_detector->setInputSize(bgr.size());
                m_size = bgr.size();
            }
            m_detector->detect(bgr, faces);
        } catch (const cv::Exception& error) {
            throwFailure(fmt::format("The face detector failed: {}.", error.err));
        }
        return faces;
    }

    std::string m_identity;
    cv::Size m_size{320, 320};
    cv::Ptr<cv::FaceDetectorYN> m_detector;
};

}  // namespace

std::unique_ptr<FaceAligner> createYunetAligner(const ModelCard& card) {
    return std::make_unique<YunetAligner>(card);
}

}  // namespace limen
