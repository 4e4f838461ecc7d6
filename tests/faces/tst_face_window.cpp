// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "faces/face_template.h"
#include "faces/face_window.h"
#include "faces/landmark_network.h"

using namespace limen;

namespace {

double distance(const Point2& a, const Point2& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// Centre of brightness.
Point2 brightest(const cv::Mat& image) {
    cv::Mat grey;
    cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
    const cv::Moments moments = cv::moments(grey);
    return {moments.m10 / moments.m00, moments.m01 / moments.m00};
}

FacePoints moved(const Similarity& similarity) {
    FacePoints points = templatePoints;
    for (Point2& point : points)
        point = transformed(similarity, point);
    return points;
}

}  // namespace

class TestFaceWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invertsSimilarities();
    void composesSimilarities();
    void placesTheWindowOnTheFace_data();
    void placesTheWindowOnTheFace();
    void showsAPointWhereTheTransformSays_data();
    void showsAPointWhereTheTransformSays();
    void isBlackBeyondThePhotograph();
    void averagesWhereThePhotographIsFiner();
    void givesPointsBackThatItEncodes();
    void writesRedFirst();
};

void TestFaceWindow::invertsSimilarities() {
    const Similarity s{1.5, -0.7, 30, 0.7, 1.5, -12};
    const Point2 p{17, -4};
    QVERIFY(distance(transformed(inverse(s), transformed(s, p)), p) < 1e-9);
}

void TestFaceWindow::composesSimilarities() {
    const Similarity outer{1.5, -0.7, 30, 0.7, 1.5, -12};
    const Similarity inner{0.2, 0.9, -3, -0.9, 0.2, 8};
    const Point2 p{17, -4};
    QVERIFY(distance(transformed(composed(outer, inner), p), transformed(outer, transformed(inner, p))) <
            1e-9);
}

void TestFaceWindow::placesTheWindowOnTheFace_data() {
    QTest::addColumn<double>("degrees");
    QTest::addColumn<double>("scale");
    for (const double degrees : {0.0, 35.0, -120.0})
        for (const double scale : {0.4, 5.0})
            QTest::addRow("%g degrees, %g", degrees, scale) << degrees << scale;
}

void TestFaceWindow::placesTheWindowOnTheFace() {
    QFETCH(double, degrees);
    QFETCH(double, scale);
    const double a = scale * std::cos(degrees * CV_PI / 180);
    const double b = scale * std::sin(degrees * CV_PI / 180);
    const FacePoints points = moved({a, -b, 210, b, a, 95});
    constexpr int pixels = 64;
    const Similarity transform = windowTransform(windowOfFace(points, secondLook), pixels);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point2 expected{
            (templatePoints[i].x - secondLook.centre.x) * pixels / secondLook.side + (pixels - 1) / 2.0,
            (templatePoints[i].y - secondLook.centre.y) * pixels / secondLook.side + (pixels - 1) / 2.0};
        QVERIFY(distance(transformed(transform, points[i]), expected) < 1e-6);
    }
}

void TestFaceWindow::showsAPointWhereTheTransformSays_data() {
    QTest::addColumn<double>("side");
    QTest::addColumn<double>("angle");
    for (const double side : {40.0, 64.0, 150.0, 500.0})  // enlarged, as it is, reduced, much reduced
        for (const double angle : {0.0, 0.6, -2.0})
            QTest::addRow("%g px, %g rad", side, angle) << side << angle;
}

void TestFaceWindow::showsAPointWhereTheTransformSays() {
    QFETCH(double, side);
    QFETCH(double, angle);
    const FaceWindow window{{300.3, 310.8}, side, angle};
    const Point2 point{300.3 + 0.21 * side, 310.8 - 0.17 * side};
    cv::Mat photo(620, 610, CV_8UC3, cv::Scalar());
    // Drawn with the sixteenths of a pixel that OpenCV's circles take.
    cv::circle(photo,
               {cvRound(point.x * 16), cvRound(point.y * 16)},
               cvRound(16 * std::max(1.5, side / 30)),
               {255, 255, 255},
               cv::FILLED,
               cv::LINE_AA,
               4);
    const Point2 seen = brightest(cutWindow(photo, window, 64));
    const Point2 said = transformed(windowTransform(window, 64), point);
    QVERIFY2(distance(seen, said) < 0.3, qPrintable(QString::number(distance(seen, said))));
}

void TestFaceWindow::isBlackBeyondThePhotograph() {
    const cv::Mat photo(100, 100, CV_8UC3, cv::Scalar(200, 200, 200));
    const cv::Mat half = cutWindow(photo, {{0, 50}, 64, 0}, 64);
    QCOMPARE(int{half.at<cv::Vec3b>(32, 20)[0]}, 0);
    QCOMPARE(int{half.at<cv::Vec3b>(32, 40)[0]}, 200);
    QCOMPARE(cv::countNonZero(cutWindow(photo, {{5000, 5000}, 640, 0.3}, 64).reshape(1)), 0);
}

void TestFaceWindow::averagesWhereThePhotographIsFiner() {
    cv::Mat stripes(400, 400, CV_8UC3, cv::Scalar());
    for (int x = 0; x < stripes.cols; x += 2)
        stripes.col(x).setTo(cv::Scalar(240, 240, 240));
    const cv::Mat cut = cutWindow(stripes, {{200, 200}, 256, 0}, 64);
    double least = 0;
    double most = 0;
    cv::minMaxLoc(cut.reshape(1), &least, &most);
    QVERIFY(least >= 118 && most <= 122);
}

void TestFaceWindow::givesPointsBackThatItEncodes() {
    std::array<float, 10> values{};
    encodePoints(templatePoints, values);
    const FacePoints points = decodePoints(values);
    for (std::size_t i = 0; i < points.size(); ++i)
        QVERIFY(distance(points[i], templatePoints[i]) < 1e-4);
    encodePoints({{{31.5, 31.5}, {-0.5, 31.5}, {63.5, -0.5}, {0, 0}, {0, 0}}}, values);
    QCOMPARE(values[0], 0.0F);
    QCOMPARE(values[2], -1.0F);
    QCOMPARE(values[4], 1.0F);
    QCOMPARE(values[5], -1.0F);
}

void TestFaceWindow::writesRedFirst() {
    const cv::Mat image(landmarkInputSide, landmarkInputSide, CV_8UC3, cv::Scalar(255, 127, 0));
    std::vector<float> values(landmarkInputValues);
    writeLandmarkInput(image, false, values);
    QCOMPARE(values[0], 1.0F);
    QCOMPARE(values[2], -1.0F);
    writeLandmarkInput(image, true, values);
    QCOMPARE(values[0], -1.0F);
    QCOMPARE(values[2], 1.0F);
}

QTEST_GUILESS_MAIN(TestFaceWindow)
#include "tst_face_window.moc"
