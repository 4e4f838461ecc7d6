// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <barrier>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/error.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "base/threads.h"
#include "faces/drawn_faces.h"
#include "jobs/bench.h"
#include "jobs/ffmpeg_processes.h"
#include "labelling/labeller.h"
#include "recognition/model_card.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int drawnImagesPerPerson = 4;
constexpr int drawnDistractors = 200;
constexpr int sampledEncodings = 24;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void addFace(
    ImageTable& images, const std::string& identity, Role role, const std::string& stem, RgbImage face) {
    AlignedFace aligned;
    aligned.face = std::move(face);
    images.add({identity, role, stem, "bench", identity + "/" + stem, "bench", std::move(aligned)});
}

/// `probes` drawn faces of several people, and distractors.
void drawStudy(Study& study, long probes, std::uint64_t seed) {
    ImageTable images(study);
    for (long i = 0; i < probes; ++i) {
        const auto person = static_cast<std::uint64_t>(i / drawnImagesPerPerson);
        addFace(images,
                fmt::format("p{}", person),
                Role::Probe,
                fmt::format("{}", i),
                drawFace(seed * 100000 + person, static_cast<std::uint64_t>(i % drawnImagesPerPerson)));
    }
    for (int i = 0; i < drawnDistractors; ++i)
        addFace(images,
                fmt::format("d{}", i),
                Role::Distractor,
                "0",
                drawFace(seed * 100000 + 50000 + static_cast<std::uint64_t>(i), 0));
}

/// The first `probes` probes of a study, and all its distractors.
void copyStudy(Study& target, const fs::path& source, long probes) {
    Study from = Study::open(source, Study::Access::ReadOnly);
    const ImageTable images(from);
    ImageTable copies(target);
    long left = probes;
    for (const ImageRecord& image : images.all()) {
        if (image.role == Role::Probe && left-- <= 0)
            continue;
        addFace(copies, image.identity, image.role, image.stem, images.face(image.id));
    }
}

/// One face at a time through the network as it was published; or, for recognizers that are no LibTorch
/// network, Limen's own way, which favours the alternative.
std::function<void(const RgbImage&)> unbatchedInference(const std::string& recognizer,
                                                        const RunOptions& options,
                                                        std::string& described) {
    const ModelCard card = findModel(recognizer, "face-recognition");
    if (card.format != "safetensors") {
        described = "as Limen runs it";
        const std::shared_ptr<Recognizer> network =
            openRecognizer(recognizer, {options.device, options.precision, 1});
        return [network](const RgbImage& face) { network->embed({&face, 1}); };
    }
    described = "LibTorch, eager, default layout, one face at a time";
    const std::shared_ptr<models::EmbeddingNetwork> network =
        modelsLibrary().createEmbeddingNetwork(card.architecture,
                                               card.options,
                                               readSafetensors(card.files.front()),
                                               card.input.width,
                                               card.input.height,
                                               {options.device, "fp32", 1, false});
    const auto input = std::make_shared<std::vector<float>>(
        static_cast<std::size_t>(card.input.width * card.input.height) * 3, 0.25F);
    const auto output = std::make_shared<std::vector<float>>(static_cast<std::size_t>(network->dimension()));
    return [network, input, output](const RgbImage&) { network->forward(*input, 1, *output); };
}

struct Alternative {
    double secondsPerEncoding = 0.0;   ///< over all cores: encode, decode, embed
    double secondsPerEmbedding = 0.0;  ///< over all cores
    std::string inference;
};

Alternative measureAlternative(const std::vector<RgbImage>& faces,
                               const std::string& recognizer,
                               const JobContext& context) {
    Alternative result;
    const int workers = context.workers();
    std::vector<std::function<void(const RgbImage&)>> inference;
    std::vector<std::unique_ptr<FfmpegProcesses>> processes;
    for (int worker = 0; worker < workers; ++worker) {
        inference.push_back(unbatchedInference(recognizer, context.options(), result.inference));
        processes.push_back(std::make_unique<FfmpegProcesses>());
    }
    const auto timed = [&](const auto& body) {
        // Each thread warms up first: networks prepare themselves anew in every thread.
        Clock::time_point start;
        std::barrier begin(workers, [&start]() noexcept { start = Clock::now(); });
        runWorkers(workers, context.stop(), [&](int worker, const std::stop_token&) {
            try {
                body(static_cast<std::size_t>(worker), worker);
            } catch (...) {
                begin.arrive_and_drop();  // the others must not wait for this one
                throw;
            }
            begin.arrive_and_wait();
            for (int i = worker; i < sampledEncodings; i += workers)
                body(static_cast<std::size_t>(worker), i);
        });
        return secondsSince(start) / sampledEncodings;
    };
    result.secondsPerEmbedding = timed([&](std::size_t worker, int i) {
        inference[worker](faces[static_cast<std::size_t>(i) % faces.size()]);
    });
    // QPs evenly over 13..51, as a full grid has them.
    result.secondsPerEncoding = timed([&](std::size_t worker, int i) {
        const int qp = 13 + static_cast<int>(std::lround(38.0 * i / (sampledEncodings - 1)));
        const auto made = processes[worker]->encodeAndDecode(
            faces[static_cast<std::size_t>(i) % faces.size()], qp, context.stop());
        inference[worker](made.reconstruction);
    });
    return result;
}

}  // namespace

Json benchLabel(const Params& params, JobContext& context) {
    const std::string recognizer = params.has("recognizer") ? params.text("recognizer") : "hog-baseline";
    const ScratchFolder scratch;
    const fs::path folder = scratch.path() / "bench.limen";
    Study study = Study::create(folder);
    if (params.has("study"))
        copyStudy(study, params.text("study"), params.integer("count"));
    else
        drawStudy(study, params.integer("count"), context.options().seed);
    const ImageTable images(study);
    const std::vector<ImageRecord> probes = images.withRole(Role::Probe);
    std::vector<RgbImage> faces;
    for (std::size_t i = 0; i < std::min<std::size_t>(probes.size(), sampledEncodings); ++i)
        faces.push_back(images.face(probes[i * probes.size() / sampledEncodings % probes.size()].id));

    const RunOptions& options = context.options();
    const Observation observation =
        observe(study, "hevc", recognizer, {options.device, options.precision, 1});
    const auto start = Clock::now();
    LabelRequest request;  // far: auto
    const LabelReport report = labelStudy(observation, request, context.part(0.0, 0.6));
    const double seconds = secondsSince(start);

    Json result = {{"recognizer", recognizer},
                   {"probes", probes.size()},
                   {"distractors", images.counts(Role::Distractor).images},
                   {"encodings", report.made.encoded},
                   {"seconds", seconds},
                   {"probes_per_second", static_cast<double>(probes.size()) / seconds}};
    const std::string missing = FfmpegProcesses::whyUnavailable(context.stop());
    if (!missing.empty()) {
        result["alternative"] = nullptr;
        result["reason"] = missing;
        return result;
    }
    const Alternative other = measureAlternative(faces, recognizer, context.part(0.6, 1.0));
    const auto grid = static_cast<double>(probes.size()) * 39.0;
    const double embeddings = static_cast<double>(probes.size()) + images.counts(Role::Distractor).images;
    const double total = grid * other.secondsPerEncoding + embeddings * other.secondsPerEmbedding;
    result["alternative"] = {
        {"what", "one ffmpeg process per encoding and per decoding, the full grid of 39 QPs"},
        {"inference", other.inference},
        {"sampled_encodings", sampledEncodings},
        {"milliseconds_per_encoding", other.secondsPerEncoding * 1000.0},
        {"milliseconds_per_embedding", other.secondsPerEmbedding * 1000.0},
        {"seconds_extrapolated", total}};
    result["ratio"] = total / seconds;
    return result;
}

}  // namespace limen
