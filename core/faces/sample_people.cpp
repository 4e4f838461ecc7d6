// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/sample_people.h"

#include <fmt/format.h>
#include <atomic>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "base/threads.h"
#include "faces/face_sampler.h"
#include "image/image_file.h"
#include "image/montage.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr int jpegQuality = 95;
/// Far from the probes' numbers, so that more identities never become somebody else's distractors.
constexpr std::uint64_t firstDistractor = 1'000'000;
constexpr const char* manifestName = "sample.json";

struct Picture {
    std::uint64_t person = 0;
    std::uint64_t image = 0;
    fs::path file;  // relative to the folder
};

const char* extension(const SamplePeople& people) {
    return people.aligned ? "png" : "jpg";
}

fs::path probeFile(const SamplePeople& people, int person, int image) {
    const std::string name = fmt::format("person_{:02}", person + 1);
    return fs::path("probes") / name / fmt::format("{}_{:02}.{}", name, image + 1, extension(people));
}

std::vector<Picture> picturesOf(const SamplePeople& people) {
    std::vector<Picture> pictures;
    for (int person = 0; person < people.identities; ++person)
        for (int image = 0; image < people.images; ++image)
            pictures.push_back({static_cast<std::uint64_t>(person),
                                static_cast<std::uint64_t>(image),
                                probeFile(people, person, image)});
    for (int person = 0; person < people.distractors; ++person) {
        const std::string name = fmt::format("other_{:03}", person + 1);
        pictures.push_back({firstDistractor + static_cast<std::uint64_t>(person),
                            0,
                            fs::path("distractors") / name / fmt::format("{}.{}", name, extension(people))});
    }
    return pictures;
}

/// Pictures of different seeds, kinds or generators must not mix unnoticed.
void claimFolder(const fs::path& folder, const SamplePeople& people) {
    const Json wanted = {
        {"model", faceSamplerIdentity()}, {"seed", people.seed}, {"aligned", people.aligned}};
    const fs::path manifest = folder / manifestName;
    const std::string hint = "Choose another folder, or remove this one.";
    std::error_code error;
    if (fs::exists(manifest, error)) {
        const Json found = Json::parse(readTextFile(manifest), nullptr, false);
        if (found != wanted)
            throwBadInput(
                fmt::format("{} holds sample people of another seed, kind or model.", folder.string()), hint);
        return;
    }
    for (const char* part : {"probes", "distractors"})
        if (fs::exists(folder / part, error))
            throwBadInput(
                fmt::format("{} already holds {} that are not sample people.", folder.string(), part), hint);
    makeFolder(folder);
    writeFileAtomically(manifest, wanted.dump(2) + "\n");
}

}  // namespace

SampleCounts writeSamplePeople(const fs::path& folder,
                               const SamplePeople& people,
                               const JobContext& context) {
    claimFolder(folder, people);
    const std::vector<Picture> pictures = picturesOf(people);
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    std::atomic<std::size_t> written = 0;
    runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
        std::unique_ptr<FaceSampler> sampler;
        for (std::size_t i = next++; i < pictures.size() && !stop.stop_requested(); i = next++) {
            const Picture& picture = pictures[i];
            const fs::path file = folder / picture.file;
            std::error_code ignored;
            if (!fs::exists(file, ignored)) {
                if (!sampler)
                    sampler = openFaceSampler(1);
                const SampledFace face = sampler->sample(people.seed, picture.person, picture.image);
                makeFolder(file.parent_path());
                if (people.aligned)
                    writePng(file, face.aligned);
                else
                    writeFileAtomically(file, encodeJpeg(face.photo, jpegQuality));
                ++written;
            }
            context.progress(++done, pictures.size(), "making people who do not exist");
        }
    });
    context.throwIfStopped();
    return {written, pictures.size() - written};
}

RgbImage sampleSheet(const fs::path& folder, const SamplePeople& people, int cell) {
    std::vector<std::vector<RgbImage>> sheet(static_cast<std::size_t>(people.identities));
    for (int person = 0; person < people.identities; ++person)
        for (int image = 0; image < people.images; ++image)
            sheet[static_cast<std::size_t>(person)].push_back(
                readImage(folder / probeFile(people, person, image)));
    return contactSheet(sheet, cell).image;
}

}  // namespace limen
