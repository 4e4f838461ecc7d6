// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "hvs/block_karhunen_loeve.h"
#include "hvs/canny.h"
#include "hvs/eye_model.h"
#include "hvs/raster.h"
#include "hvs/structure_image.h"
#include "image/image_file.h"
#include "support/npy.h"
#include "support/shared_data.h"

using namespace limen;
using limen::test::NpyMatrix;
using limen::test::readNpy;
using limen::test::sharedFolder;

namespace {

constexpr const char* indexFile = "reference/index.json";

std::filesystem::path referenceFolder() {
    return sharedFolder() / "reference";
}

Json readIndex() {
    std::ifstream in(sharedFolder() / indexFile);
    return Json::parse(in);
}

/// Stored as three equal channels or one: the first is the image.
GreyImage readGrey(const std::string& file) {
    return channelOf(readImage(referenceFolder() / file), 0);
}

struct Deviation {
    double largest = 0.0;
    double mean = 0.0;
    double shareOverHalf = 0.0;
};

/// `stride`: the reference holds every stride-th row and column. `excluded`: not compared where not 0.
Deviation deviationFrom(const NpyMatrix& reference, int stride, const Plane& map, const GreyImage& excluded) {
    Deviation deviation;
    std::size_t count = 0;
    for (std::size_t row = 0; row < reference.rows; ++row)
        for (std::size_t column = 0; column < reference.columns; ++column) {
            const int x = static_cast<int>(column) * stride;
            const int y = static_cast<int>(row) * stride;
            if (!excluded.empty() && excluded.at(x, y) != 0)
                continue;
            const double difference = std::abs(map.at(x, y) - reference.at(row, column));
            deviation.largest = std::max(deviation.largest, difference);
            deviation.mean += difference;
            deviation.shareOverHalf += difference > 0.5 ? 1.0 : 0.0;
            ++count;
        }
    deviation.mean /= static_cast<double>(count);
    deviation.shareOverHalf /= static_cast<double>(count);
    return deviation;
}

}  // namespace

class TestHvsReference : public QObject {
    Q_OBJECT

private:
    void addRows(const std::vector<std::array<const char*, 3>>& columns) {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("grey");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("stride");
        QTest::addColumn<QString>("excluded");
        const Json index = readIndex();
        for (const auto& [stored, model, variant] : columns)
            for (const Json& image : index.at("images")) {
                const Json& map = image.at("maps").at(stored);
                const std::string row = std::string(stored) + " " + image.at("name").get<std::string>();
                const std::string mask = std::string(model) + "_tie_mask";
                const Json& aux = image.at("aux");
                QTest::newRow(row.c_str())
                    << QString(model) << QString(variant)
                    << QString::fromStdString(image.at("grey").get<std::string>())
                    << QString::fromStdString(map.at("file").get<std::string>())
                    << map.at("stride").get<int>()
                    << (aux.contains(mask) ? QString::fromStdString(aux.at(mask).get<std::string>())
                                           : QString());
            }
    }

private Q_SLOTS:
    void mapsAgreeWithTheAuthorsPrograms_data() {
        LIMEN_NEEDS_SHARED(indexFile);
        addRows({{"chou95_code", "chou95", "author"},
                 {"chou95_paper", "chou95", "paper"},
                 {"yang05", "yang05", "author"},
                 {"zhang05", "zhang05", "author"},
                 {"liu10", "liu10", "author"},
                 {"wu13", "wu13", "author"},
                 {"wu17", "wu17", "author"},
                 {"jiang22", "jiang22", "author"}});
    }

    void mapsAgreeWithTheAuthorsPrograms() {
        LIMEN_NEEDS_SHARED(indexFile);
        QFETCH(QString, model);
        QFETCH(QString, variant);
        QFETCH(QString, grey);
        QFETCH(QString, file);
        QFETCH(int, stride);
        QFETCH(QString, excluded);
        EyeModelOptions options;
        options.variant = variant == "paper" ? EyeModelVariant::Paper : EyeModelVariant::Author;
        const Plane map = createEyeModel(model.toStdString(), options)->map(readGrey(grey.toStdString()));
        const NpyMatrix reference = readNpy(referenceFolder() / file.toStdString());
        const GreyImage mask = excluded.isEmpty() ? GreyImage() : readGrey(excluded.toStdString());
        const Deviation d = deviationFrom(reference, stride, map, mask);
        qInfo("max %.2e  mean %.2e", d.largest, d.mean);
        // The tolerances of the reference: the same operators in double precision.
        QVERIFY2(d.largest <= (model == "jiang22" ? 1e-5 : 1e-6), qPrintable(QString::number(d.largest)));
    }

    void theLosslessImageAgrees_data() {
        LIMEN_NEEDS_SHARED(indexFile);
        addRows({{"jiang22_cpl", "jiang22", "author"}});
    }

    void theLosslessImageAgrees() {
        LIMEN_NEEDS_SHARED(indexFile);
        QFETCH(QString, grey);
        QFETCH(QString, file);
        QFETCH(int, stride);
        const GreyImage image = readGrey(grey.toStdString());
        Plane lossless = createEyeModel("jiang22")->change(image, {});
        for (std::size_t i = 0; i < lossless.values.size(); ++i)
            lossless.values[i] += image.values[i];
        const NpyMatrix reference = readNpy(referenceFolder() / file.toStdString());
        const Deviation d = deviationFrom(reference, stride, lossless, {});
        qInfo("max %.2e  mean %.2e", d.largest, d.mean);
        QVERIFY2(d.largest <= 1e-5, qPrintable(QString::number(d.largest)));
    }

    void theCriticalPointAgrees() {
        LIMEN_NEEDS_SHARED(indexFile);
        const Json index = readIndex();
        for (const Json& image : index.at("images"))
            QCOMPARE(criticalLosslessImage(readGrey(image.at("grey").get<std::string>())).components,
                     image.at("jiang22_critical_point").get<int>());
    }

    void edgesAgree_data() {
        LIMEN_NEEDS_SHARED(indexFile);
        QTest::addColumn<QString>("grey");
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("threshold");
        const Json index = readIndex();
        for (const auto& [stored, threshold] :
             std::vector<std::pair<const char*, double>>{{"edge_yang05", 0.5}, {"edge_wu13", 0.7}})
            for (const Json& image : index.at("images"))
                QTest::newRow((std::string(stored) + " " + image.at("name").get<std::string>()).c_str())
                    << QString::fromStdString(image.at("grey").get<std::string>())
                    << QString::fromStdString(image.at("aux").at(stored).get<std::string>()) << threshold;
    }

    void edgesAgree() {
        LIMEN_NEEDS_SHARED(indexFile);
        QFETCH(QString, grey);
        QFETCH(QString, file);
        QFETCH(double, threshold);
        const GreyImage edges = cannyEdges(readGrey(grey.toStdString()), threshold);
        const GreyImage expected = readGrey(file.toStdString());
        int different = 0;
        int found = 0;
        for (std::size_t i = 0; i < edges.values.size(); ++i) {
            different += (edges.values[i] != 0) != (expected.values[i] != 0) ? 1 : 0;
            found += expected.values[i] != 0 ? 1 : 0;
        }
        QVERIFY(found > 0);
        QCOMPARE(different, 0);
    }

    void theStructureIsTheBrightestMinimiser() {
        LIMEN_NEEDS_SHARED(indexFile);
        const Json index = readIndex();
        for (const Json& image : index.at("images"))
            QVERIFY2(structureImage(readGrey(image.at("grey").get<std::string>())) ==
                         readGrey(image.at("aux").at("liu10_u_max").get<std::string>()),
                     image.at("name").get<std::string>().c_str());
    }

    void greyIsMatlabs() {
        LIMEN_NEEDS_SHARED(indexFile);
        int compared = 0;
        const Json index = readIndex();
        for (const Json& image : index.at("images")) {
            if (!image.contains("image"))
                continue;
            const RgbImage colour = readImage(referenceFolder() / image.at("image").get<std::string>());
            QVERIFY(greyOf(colour) == readGrey(image.at("grey").get<std::string>()));
            ++compared;
        }
        QCOMPARE(compared, 7);
    }
};

QTEST_GUILESS_MAIN(TestHvsReference)
#include "tst_hvs_reference.moc"
