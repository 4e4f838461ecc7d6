// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <chrono>
#include <filesystem>

#include "base/safe_file.h"
#include "faces/sample_people.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "jobs/output_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr int sheetCell = 72;  // pixels: 24 x 8 people make a sheet of 1774 x 590
constexpr int sheetQuality = 85;

Outcome run(const Params& params, JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    const fs::path folder = params.text("dir");
    SamplePeople people;
    people.identities = static_cast<int>(params.integer("identities"));
    people.images = static_cast<int>(params.integer("images"));
    people.distractors = static_cast<int>(params.integer("distractors"));
    people.aligned = params.flag("aligned");
    people.seed = context.options().seed;
    const bool wantsSheet = params.has("sheet");
    const fs::path sheet = wantsSheet ? fs::path(params.text("sheet")) : fs::path();
    std::string sheetType;
    if (wantsSheet) {
        sheetType =
            requireExtension(sheet, {".png", ".jpg", ".jpeg"}, "The contact sheet is written as PNG or JPEG");
        requireWritable(sheet);
    }
    const SampleCounts counts = writeSamplePeople(folder, people, context.part(0.0, 0.98));
    if (wantsSheet) {
        const RgbImage picture = sampleSheet(folder, people, sheetCell);
        writeFileAtomically(sheet,
                            sheetType == ".png" ? encodePng(picture) : encodeJpeg(picture, sheetQuality));
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::succeeded({{"folder", fs::absolute(folder).lexically_normal().string()},
                               {"identities", people.identities},
                               {"images", people.identities * people.images},
                               {"distractors", people.distractors},
                               {"written", counts.written},
                               {"kept", counts.kept},
                               {"sheet", wantsSheet ? Json(sheet.string()) : Json(nullptr)},
                               {"seconds", seconds}});
}

}  // namespace

Job sampleJob() {
    Job job;
    job.id = "sample";
    job.title = "Make sample people";
    job.help =
        "Makes photographs of people who do not exist, one folder per person, ready to be imported: probes "
        "with "
        "several pictures each under DIR/probes, and distractors under DIR/distractors. The same seed makes "
        "the "
        "same people. May be stopped and run again.";
    job.params = {
        {.name = "dir",
         .type = ParamType::OutputFolder,
         .help = "Folder to write to; made if it is not there",
         .required = true,
         .positional = true},
        {.name = "identities",
         .type = ParamType::Integer,
         .help = "People with several pictures each",
         .defaultValue = 24,
         .minimum = 1,
         .maximum = 100000},
        {.name = "images",
         .type = ParamType::Integer,
         .help = "Pictures of each of them",
         .defaultValue = 8,
         .minimum = 1,
         .maximum = 1000},
        {.name = "distractors",
         .type = ParamType::Integer,
         .help = "Further people with one picture each",
         .defaultValue = 400,
         .minimum = 0,
         .maximum = 1000000},
        {.name = "aligned",
         .type = ParamType::Flag,
         .help = "Aligned faces of 112x112 pixels (PNG) instead of photographs of 250x250 (JPEG)",
         .defaultValue = false},
        {.name = "sheet",
         .type = ParamType::OutputFile,
         .help = "Also write a contact sheet of the probes, PNG or JPEG"},
    };
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
