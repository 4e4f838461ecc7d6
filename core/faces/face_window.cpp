// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_window.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "faces/face_template.h"

namespace limen {

FaceWindow windowOfFace(const FacePoints& points, const TemplateSquare& square) {
    const Similarity toFace = similarityToTemplate(points);
    return {transformed(inverse(toFace), square.centre),
            square.side / std::hypot(toFace[0], toFace[3]),
            -std::atan2(toFace[3], toFace[0])};
}

Similarity windowTransform(const FaceWindow& window, int pixels) {
    const double scale = pixels / window.side;
    const double a = scale * std::cos(window.angle);
    const double b = -scale * std::sin(window.angle);
    const double middle = (pixels - 1) / 2.0;
    const Point2& c = window.centre;
    return {a, -b, middle - a * c.x + b * c.y, b, a, middle - b * c.x - a * c.y};
}

cv::Mat cutWindow(const cv::Mat& photo, const FaceWindow& window, int pixels) {
    Similarity transform = windowTransform(window, pixels);
    const int reduction = static_cast<int>(window.side / pixels);
    cv::Mat source = photo;
    if (reduction >= 2) {
        const double reach = window.side * 0.75;  // half the diagonal, and a margin
        const cv::Rect around(cvFloor(window.centre.x - reach),
                              cvFloor(window.centre.y - reach),
                              cvCeil(2 * reach),
                              cvCeil(2 * reach));
        cv::Rect part = around & cv::Rect({}, photo.size());
        const cv::Size reduced(part.width / reduction, part.height / reduction);
        if (reduced.empty())
            return cv::Mat::zeros(pixels, pixels, photo.type());
        part.width = reduced.width * reduction;
        part.height = reduced.height * reduction;
        cv::resize(photo(part), source, reduced, 0, 0, cv::INTER_AREA);
        // Pixel i of the reduced part is the mean of pixels reduction * i ... + reduction - 1.
        const double shift = (reduction - 1) / 2.0;
        transform = composed(transform,
                             {static_cast<double>(reduction),
                              0,
                              part.x + shift,
                              0,
                              static_cast<double>(reduction),
                              part.y + shift});
    }
    cv::Mat cut;
    cv::warpAffine(source, cut, cv::Matx23d(transform.data()), {pixels, pixels}, cv::INTER_LINEAR);
    return cut;
}

}  // namespace limen
