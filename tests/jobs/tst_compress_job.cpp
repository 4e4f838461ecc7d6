// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <unistd.h>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/child_process.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "image/image_file.h"
#include "jobs/bench.h"
#include "jobs/jobs.h"
#include "metrics/psnr.h"

namespace fs = std::filesystem;
using limen::Json;
using limen::Outcome;

namespace {

limen::RgbImage gradient(int width, int height) {
    limen::RgbImage image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            image.at(x, y)[0] = static_cast<std::uint8_t>(x * 255 / width);
            image.at(x, y)[1] = static_cast<std::uint8_t>(y * 255 / height);
            image.at(x, y)[2] = static_cast<std::uint8_t>((x * y) % 256);
        }
    return image;
}

Outcome compress(const Json& params) {
    limen::JobContext context(limen::silentObserver(), {});
    const limen::Job job = limen::compressJob();
    return limen::runJob(job, params, context);
}

std::vector<std::string> namesIn(const fs::path& folder) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

class TestCompressJob : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<limen::ScratchFolder> m_folder;
    limen::RgbImage m_image = gradient(45, 31);

    std::string path(const char* name) const { return (m_folder->path() / name).string(); }
    void expectRefused(const Json& params, int exitCode, const char* said) {
        const Outcome outcome = compress(params);
        QCOMPARE(outcome.exitCode(), exitCode);
        QVERIFY2(QString::fromStdString(outcome.message).contains(QLatin1String(said)),
                 outcome.message.c_str());
        QCOMPARE(namesIn(m_folder->path()), std::vector<std::string>{"in.png"});
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<limen::ScratchFolder>();
        limen::writePng(path("in.png"), m_image);
    }

    void theFilesAndNumbersBelongTogether() {
        const Outcome outcome = compress(
            {{"in", path("in.png")}, {"out", path("out.png")}, {"qp", 32}, {"bitstream", path("out.265")}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        const Json& result = outcome.result;
        const std::vector<std::uint8_t> stream = limen::readFile(path("out.265"));
        const limen::RgbImage decoded = limen::readImage(path("out.png"));
        QCOMPARE(result["codec"].get<std::string>(), std::string("hevc"));
        QCOMPARE(result["level"].get<int>(), 32);
        QCOMPARE(result["bytes"].get<std::size_t>(), stream.size());
        QVERIFY(result["header_bytes"].get<std::size_t>() < stream.size());
        // Of the original pixels, though the coded picture is 46x32.
        QCOMPARE(result["bpp"].get<double>(), 8.0 * static_cast<double>(stream.size()) / (45.0 * 31.0));
        QCOMPARE(result["psnr"].get<double>(), limen::psnr(m_image, decoded));
        QVERIFY(result["milliseconds"].get<double>() > 0.0);
        QCOMPARE(limen::createCodec("hevc")->decode(stream, 45, 31), decoded);
        QCOMPARE(namesIn(m_folder->path()), (std::vector<std::string>{"in.png", "out.265", "out.png"}));
    }

    void theCommandLineTakesBothFilesInOrder() {
        limen::ChildCommand command;
        command.arguments = {
            LIMEN_PROGRAM, "--json", "compress", path("in.png"), path("out.png"), "--qp", "30"};
        const limen::ChildResult result = limen::runChild(command, {});
        QVERIFY2(result.succeeded(), result.errors.c_str());
        const Json printed = Json::parse(result.output);
        QCOMPARE(printed["level"].get<int>(), 30);
        QCOMPARE(printed["psnr"].get<double>(), limen::psnr(m_image, limen::readImage(path("out.png"))));
        command.arguments = {LIMEN_PROGRAM, "compress", path("in.png"), "--qp", "30"};
        QCOMPARE(limen::runChild(command, {}).exitCode, 2);
    }

    void anEqualImageHasNoPsnr() {
        const limen::RgbImage black(16, 16);
        limen::writePng(path("black.png"), black);
        const Outcome outcome =
            compress({{"in", path("black.png")}, {"out", path("out.png")}, {"codec", "hevc"}, {"qp", 51}});
        QVERIFY2(outcome.exitCode() == 0, outcome.message.c_str());
        QCOMPARE(limen::readImage(path("out.png")), black);
        QVERIFY(outcome.result["psnr"].is_null());
    }

    void whatCannotWorkLeavesNothingBehind() {
        const std::string in = path("in.png");
        const std::string out = path("out.png");
        expectRefused({{"in", in}, {"out", out}, {"qp", 52}}, 2, "no QP 52");
        expectRefused({{"in", in}, {"out", out}, {"qp", 93}, {"codec", "jpeg"}}, 2, "no quality 93");
        // A folder without VTM, whatever this machine has.
        qputenv("LIMEN_VTM", QByteArray::fromStdString(fs::path(out).parent_path().string()));
        expectRefused({{"in", in}, {"out", out}, {"qp", 32}, {"codec", "vtm"}}, 2, "vtm is not available");
        qunsetenv("LIMEN_VTM");
        expectRefused({{"in", path("none.png")}, {"out", out}, {"qp", 32}}, 2, "none.png");
        expectRefused({{"in", in}, {"out", path("no/such/out.png")}, {"qp", 32}}, 2, "There is no folder");
        expectRefused({{"in", in}, {"out", path("out.jpg")}, {"qp", 32}}, 2, ".png");
        expectRefused({{"in", in}, {"out", m_folder->path().string()}, {"qp", 32}}, 2, "");
        expectRefused({{"in", in}, {"out", in}, {"qp", 32}}, 2, "overwritten");
        expectRefused({{"in", in}, {"out", out}, {"qp", 32}, {"bitstream", out}}, 2, "twice");
        expectRefused(
            {{"in", in}, {"out", out}, {"qp", 32}, {"bitstream", path("no/b.265")}}, 2, "no folder");
        QCOMPARE(limen::readImage(in), m_image);
    }

    void aReadOnlyFolderIsNoticedFirst() {
        if (::geteuid() == 0)
            QSKIP("the superuser may write everywhere");
        fs::permissions(m_folder->path(), fs::perms::owner_read | fs::perms::owner_exec);
        expectRefused({{"in", path("in.png")}, {"out", path("out.png")}, {"qp", 32}}, 1, "cannot be written");
        fs::permissions(m_folder->path(), fs::perms::owner_all);
    }

    void theListOfCodecsIsComplete() {
        limen::JobContext context(limen::silentObserver(), {});
        const limen::Job job = limen::codecsJob();
        const Outcome outcome = limen::runJob(job, Json::object(), context);
        QCOMPARE(outcome.exitCode(), 0);
        std::vector<std::string> names;
        for (const Json& codec : outcome.result["codecs"]) {
            names.push_back(codec["name"].get<std::string>());
            QCOMPARE(codec["install"].is_null(), codec["available"].get<bool>());
        }
        QCOMPARE(names, (std::vector<std::string>{"hevc", "av1", "jpeg", "webp", "vvc", "vtm"}));
        const Json& hevc = outcome.result["codecs"][0];
        QCOMPARE(hevc["levels"]["finest"].get<int>(), 13);
        QCOMPARE(hevc["levels"]["coarsest"].get<int>(), 51);
        QCOMPARE(hevc["parameters"][0].get<std::string>(), std::string("preset=medium"));
    }

    void theBenchmarkComparesEqualWork() {
        const std::vector<limen::ParamSpec> specs = [] {
            limen::ParamSpec count;
            count.name = "count";
            count.type = limen::ParamType::Integer;
            return std::vector{count};
        }();
        limen::JobContext context(limen::silentObserver(), {});
        const Json result = limen::benchCodec(limen::validateParams(specs, {{"count", 1}}), context);
        QCOMPARE(result["levels"].size(), std::size_t{4});
        QVERIFY(result["ms_per_face"].get<double>() > 0.0);
        if (result["alternative"].is_null())
            QSKIP(("no ffmpeg: " + result["reason"].get<std::string>()).c_str());
        // The same encoder with the same parameters must come to the same sizes and pictures.
        QVERIFY(result["alternative"]["same_results"].get<bool>());
    }
};

QTEST_GUILESS_MAIN(TestCompressJob)
#include "tst_compress_job.moc"
