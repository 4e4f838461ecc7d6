// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "base/hash.h"
#include "base/safe_file.h"
#include "faces/face_template.h"
#include "faces/landmark_network.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "study/image_table.h"
#include "training/landmark_samples.h"
#include "training/photo_damage.h"

using namespace limen;

namespace {

/// A grey photograph with a disc of its own colour at each of the five points.
LandmarkPhoto colouredPoints(int side = 250, double scale = 1.1, double x = 62, double y = 60) {
    LandmarkPhoto result;
    result.photo = RgbImage(side, side);
    cv::Mat view = rgbView(result.photo);
    view.setTo(cv::Scalar(90, 90, 90));
    const cv::Scalar colours[5] = {{230, 0, 0}, {0, 230, 0}, {0, 0, 230}, {230, 230, 0}, {230, 0, 230}};
    for (std::size_t i = 0; i < 5; ++i) {
        result.points[i] = {templatePoints[i].x * scale + x, templatePoints[i].y * scale + y};
        cv::circle(view,
                   {cvRound(result.points[i].x * 16), cvRound(result.points[i].y * 16)},
                   16 * 8,
                   colours[i],
                   cv::FILLED,
                   cv::LINE_AA,
                   4);
    }
    result.alone = true;
    return result;
}

bool inside(const Point2& p) {
    return p.x >= 0 && p.y >= 0 && p.x <= landmarkInputSide - 1 && p.y <= landmarkInputSide - 1;
}

enum class Colour { Red, Green, Neither };

Colour colourAt(const RgbImage& image, const Point2& p) {
    const std::uint8_t* rgb = image.at(cvRound(p.x), cvRound(p.y));
    if (rgb[0] > rgb[1] + 40 && rgb[0] > rgb[2] + 40)
        return Colour::Red;
    return rgb[1] > rgb[0] + 40 && rgb[1] > rgb[2] + 40 ? Colour::Green : Colour::Neither;
}

/// Positive when the right eye is to the right of the left one for who looks along the nose.
double handedness(const FacePoints& p) {
    const Point2 across{p[1].x - p[0].x, p[1].y - p[0].y};
    const Point2 down{(p[3].x + p[4].x - p[0].x - p[1].x) / 2, (p[3].y + p[4].y - p[0].y - p[1].y) / 2};
    return across.x * down.y - across.y * down.x;
}

class PointStudy {
public:
    PointStudy() : m_study(Study::create(m_scratch.path() / "points.limen")) {}

    void add(const std::string& identity, double x, bool withPoints = true) {
        const LandmarkPhoto drawn = colouredPoints(400, 2.0, x, 80);
        NewImage image;
        image.identity = identity;
        image.stem = identity;
        image.sourcePath = (m_scratch.path() / (identity + ".png")).string();
        writePng(image.sourcePath, drawn.photo);
        image.fileHash = sha256HexOfFile(image.sourcePath);
        image.alignment = "teacher 1";
        image.face.face = RgbImage(alignedSize, alignedSize);
        if (withPoints)
            image.face.points = drawn.points;
        ImageTable(m_study).add(image);
    }
    std::filesystem::path file(const std::string& identity) const {
        return m_scratch.path() / (identity + ".png");
    }
    LandmarkPhotos read(const std::set<std::string>& heldOut) {
        return readLandmarkPhotos(ImageTable(m_study), heldOut, JobContext(silentObserver(), {}));
    }

private:
    ScratchFolder m_scratch;
    Study m_study;
};

}  // namespace

class TestLandmarkSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsThePointsWhereItSays();
    void showsFacesAndOtherThings();
    void dependsOnSeedStepAndIndexAlone();
    void makesBatches();
    void keepsHeldOutPeopleOut();
    void namesWhatItCannotRead();
    void keepsPointsWhereItReducesPhotographs();
    void damagesDifferently();
};

void TestLandmarkSamples::showsThePointsWhereItSays() {
    const std::vector<LandmarkPhoto> photos = {colouredPoints()};
    const LandmarkSampler sampler(photos, 3, 1);
    int faces = 0;
    int asDrawn = 0;
    int mirrored = 0;
    for (int step = 0; step < 400; ++step) {
        const LandmarkSampler::Sample sample = sampler.sample(step, 0);
        QVERIFY(handedness(sample.points) > 0);
        if (!sample.face || !inside(sample.points[0]) || !inside(sample.points[1]))
            continue;
        ++faces;
        const Colour left = colourAt(sample.image, sample.points[0]);
        const Colour right = colourAt(sample.image, sample.points[1]);
        asDrawn += left == Colour::Red && right == Colour::Green;
        mirrored += left == Colour::Green && right == Colour::Red;
    }
    QVERIFY(faces > 200);
    // The rest became grey, dark or hidden.
    QVERIFY2(asDrawn + mirrored > faces * 0.6,
             qPrintable(QString("%1 of %2").arg(asDrawn + mirrored).arg(faces)));
    QVERIFY(asDrawn > faces / 5);
    QVERIFY(mirrored > faces / 5);
}

void TestLandmarkSamples::showsFacesAndOtherThings() {
    const std::vector<LandmarkPhoto> photos = {colouredPoints()};
    const LandmarkSampler sampler(photos, 4, 1);
    int faces = 0;
    for (int step = 0; step < 400; ++step) {
        const LandmarkSampler::Sample sample = sampler.sample(step, 0);
        faces += sample.face;
        const double eyes =
            std::hypot(sample.points[1].x - sample.points[0].x, sample.points[1].y - sample.points[0].y);
        const bool whole = std::all_of(sample.points.begin(), sample.points.end(), inside);
        if (sample.face)
            QVERIFY(eyes > 10 && eyes < 40);
        else
            QVERIFY(!whole || eyes < 10);
    }
    QVERIFY(faces > 260 && faces < 360);
}

void TestLandmarkSamples::dependsOnSeedStepAndIndexAlone() {
    const std::vector<LandmarkPhoto> photos = {colouredPoints()};
    const LandmarkSampler a(photos, 5, 4);
    const LandmarkSampler b(photos, 5, 4);
    const LandmarkSampler other(photos, 6, 4);
    const RgbImage image = a.sample(7, 2).image;
    a.sample(1, 1);
    QCOMPARE(b.sample(7, 2).image, image);
    QVERIFY(a.sample(8, 2).image != image);
    QVERIFY(a.sample(7, 3).image != image);
    QVERIFY(other.sample(7, 2).image != image);
}

void TestLandmarkSamples::makesBatches() {
    const std::vector<LandmarkPhoto> photos = {colouredPoints()};
    const LandmarkSampler sampler(photos, 1, 3);
    const models::TensorMap batch = sampler.batch(9);
    QCOMPARE(batch.at("images").shape, (std::vector<std::int64_t>{3, 64, 64, 3}));
    const LandmarkSampler::Sample second = sampler.sample(9, 1);
    QCOMPARE(batch.at("images").values[landmarkInputValues],
             (static_cast<float>(second.image.pixels[0]) - 127.5F) / 127.5F);
    QCOMPARE(batch.at("faces").values[1], second.face ? 1.0F : 0.0F);
    const FacePoints points = decodePoints(std::span(batch.at("points").values).subspan(10, 10));
    QVERIFY(std::abs(points[4].y - second.points[4].y) < 1e-3);
}

void TestLandmarkSamples::keepsHeldOutPeopleOut() {
    PointStudy study;
    study.add("a", 80);
    study.add("b", 90);
    study.add("c", 100);
    study.add("without", 110, false);
    const LandmarkPhotos all = study.read({});
    QCOMPARE(all.photos.size(), std::size_t{3});
    QCOMPARE(all.identities, std::size_t{3});
    QCOMPARE(all.teachers, std::set<std::string>{"teacher 1"});
    const LandmarkPhotos some = study.read({"b", "nobody"});
    QCOMPARE(some.photos.size(), std::size_t{2});
    QVERIFY(some.hash != all.hash);
}

void TestLandmarkSamples::namesWhatItCannotRead() {
    PointStudy study;
    study.add("a", 80);
    study.add("gone", 90);
    study.add("changed", 100);
    std::filesystem::remove(study.file("gone"));
    writePng(study.file("changed"), RgbImage(50, 50));
    const LandmarkPhotos photos = study.read({});
    QCOMPARE(photos.photos.size(), std::size_t{1});
    QCOMPARE(photos.failed.size(), std::size_t{2});
    QVERIFY(photos.failed[0].file.ends_with("changed.png"));
    QVERIFY(photos.failed[0].reason.find("changed") != std::string::npos);
}

void TestLandmarkSamples::keepsPointsWhereItReducesPhotographs() {
    PointStudy study;
    study.add("a", 80);
    const LandmarkPhotos photos = study.read({});
    const LandmarkPhoto& kept = photos.photos.at(0);
    QVERIFY(kept.photo.width < 400);  // boxes of 195 pixels are more than training needs
    QCOMPARE(colourAt(kept.photo, kept.points[0]), Colour::Red);
    QCOMPARE(colourAt(kept.photo, kept.points[1]), Colour::Green);
}

void TestLandmarkSamples::damagesDifferently() {
    const LandmarkPhoto photo = colouredPoints(64, 0.4, 10, 10);
    int changed = 0;
    for (std::uint64_t index = 0; index < 50; ++index) {
        RgbImage copy = photo.photo;
        cv::Mat view = rgbView(copy);
        SampleRandom random(1, 2, index);
        damagePhoto(view, {}, random);
        QCOMPARE(view.size(), cv::Size(64, 64));
        cv::Mat difference;
        cv::absdiff(view, rgbView(photo.photo), difference);
        changed += cv::countNonZero(difference.reshape(1)) > 0;
    }
    QVERIFY(changed > 40);
}

QTEST_GUILESS_MAIN(TestLandmarkSamples)
#include "tst_landmark_samples.moc"
