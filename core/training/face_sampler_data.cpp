// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_sampler_data.h"

#include <fmt/format.h>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <optional>
#include <random>

#include "base/error.h"
#include "base/threads.h"
#include "image/image_file.h"
#include "image/mirrored_image.h"
#include "image/opencv_view.h"
#include "recognition/models_library.h"
#include "recognition/recognizer.h"

namespace limen {

namespace {

constexpr std::size_t layoutCells = std::size_t{layoutSide} * layoutSide;
constexpr std::size_t fewest = 64;

/// The head of a photograph on the canvas; none when more than 5 % of it is black, as in the corners of
/// photographs that somebody has rotated before.
std::optional<RgbImage> cutCanvas(const RgbImage& photo, const FacePoints& points) {
    Similarity transform = similarityToTemplate(points);
    transform[2] += canvasMargin;
    transform[5] += canvasMargin;
    RgbImage canvas(canvasSide, canvasSide);
    cv::Mat view = rgbView(canvas);
    // Reducing by more than 2 would alias with bilinear steps alone.
    cv::warpAffine(rgbView(photo),
                   view,
                   cv::Matx23d(transform.data()),
                   view.size(),
                   cv::INTER_LINEAR,
                   cv::BORDER_CONSTANT,
                   cv::Scalar());
    std::size_t black = 0;
    for (std::size_t i = 0; i < canvas.pixels.size(); i += 3)
        black += canvas.pixels[i] + canvas.pixels[i + 1] + canvas.pixels[i + 2] < 6 ? 1 : 0;
    if (black * 20 > canvas.pixelCount())
        return std::nullopt;
    return canvas;
}

RgbImage alignedPart(const RgbImage& canvas) {
    RgbImage face(alignedSize, alignedSize);
    cv::Mat view = rgbView(face);
    rgbView(canvas)(cv::Rect(canvasMargin, canvasMargin, alignedSize, alignedSize)).copyTo(view);
    return face;
}

/// 44 x 44 x 3 values of 0..1.
void appendLayout(const RgbImage& canvas, std::vector<float>& to) {
    cv::Mat small;
    cv::resize(rgbView(canvas), small, {layoutSide, layoutSide}, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32FC3, 1.0 / 255.0);
    to.insert(to.end(), small.ptr<float>(), small.ptr<float>() + layoutCells * 3);
}

/// The face matters more than what is around it.
std::vector<float> layoutWeight() {
    std::vector<float> weight;
    for (int y = 0; y < layoutSide; ++y)
        for (int x = 0; x < layoutSide; ++x)
            weight.insert(weight.end(),
                          3,
                          0.35F + 0.65F * std::exp(-(std::pow(static_cast<float>(x) - 21.5F, 2.0F) +
                                                     std::pow(static_cast<float>(y) - 24.0F, 2.0F)) /
                                                   (2.0F * 12.0F * 12.0F)));
    return weight;
}

}  // namespace

FaceSamplerData::FaceSamplerData(const std::vector<ImageRecord>& images,
                                 const std::vector<ModelCard>& judges,
                                 const Options& options,
                                 const JobContext& context) {
    readCanvases(images, context.part(0.0, 0.4));
    if (m_canvases.size() < fewest)
        throwBadInput(
            fmt::format("Only {} photographs can be used; the face sampler needs at least {}.",
                        m_canvases.size(),
                        fewest),
            "Import photographs with a detector (not --aligned), and keep the photographs where they were.");
    embed(judges, context.part(0.4, 0.9));
    fit(options, static_cast<int>(judges.size()));
    context.progress(1, 1, "linear model");
}

void FaceSamplerData::readCanvases(const std::vector<ImageRecord>& images, const JobContext& context) {
    std::vector<std::optional<RgbImage>> canvases(images.size());
    std::atomic<std::size_t> done = 0;
    parallelFor(context.workers(), images.size(), context.stop(), [&](std::size_t i) {
        if (images[i].points)
            canvases[i] = cutCanvas(readImage(images[i].sourcePath), *images[i].points);
        context.progress(++done, images.size(), "photographs");
    });
    std::map<std::string, int> people;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!canvases[i])
            continue;
        m_canvases.push_back(std::move(*canvases[i]));
        m_person.push_back(people.emplace(images[i].identity, static_cast<int>(people.size())).first->second);
    }
}

void FaceSamplerData::embed(const std::vector<ModelCard>& judges, const JobContext& context) {
    const std::size_t count = m_canvases.size() * 2;
    std::vector<std::vector<std::vector<float>>> vectors(judges.size());
    constexpr std::size_t chunk = 16;  // canvases; twice as many faces
    const std::size_t chunks = (m_canvases.size() + chunk - 1) / chunk;
    std::atomic<std::size_t> done = 0;
    for (std::size_t judge = 0; judge < judges.size(); ++judge) {
        vectors[judge].resize(count);
        std::atomic<std::size_t> next = 0;
        runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
            const auto recognizer = openRecognizer(judges[judge].cardFile.string(),
                                                   {.device = context.options().device, .threads = 1});
            for (std::size_t c = next++; c < chunks && !stop.stop_requested(); c = next++) {
                std::vector<RgbImage> faces;
                const std::size_t end = std::min(m_canvases.size(), (c + 1) * chunk);
                for (std::size_t i = c * chunk; i < end; ++i) {
                    faces.push_back(alignedPart(m_canvases[i]));
                    faces.push_back(mirroredImage(faces.back()));
                }
                auto found = recognizer->embed(faces);
                std::move(found.begin(),
                          found.end(),
                          vectors[judge].begin() + static_cast<std::ptrdiff_t>(c * chunk * 2));
                context.progress(++done, chunks * judges.size(), "embeddings");
            }
        });
        context.throwIfStopped();
    }
    for (std::size_t i = 0; i < count; ++i)
        for (const auto& judge : vectors)
            m_embedding.insert(m_embedding.end(), judge[i].begin(), judge[i].end());
    m_embeddingWidth = m_embedding.size() / count;
}

void FaceSamplerData::fit(const Options& options, int judges) {
    const auto count = static_cast<std::int64_t>(m_canvases.size() * 2);
    models::TensorMap data;
    FloatTensor& map = data["map"];
    FloatTensor& person = data["person"];
    map.shape = {count, static_cast<std::int64_t>(layoutCells * 3)};
    person.shape = {count};
    for (std::size_t i = 0; i < m_canvases.size(); ++i) {
        appendLayout(m_canvases[i], map.values);
        appendLayout(mirroredImage(m_canvases[i]), map.values);
        person.values.insert(person.values.end(), 2, static_cast<float>(m_person[i]));
    }
    data["weight"] = {{map.shape[1]}, layoutWeight()};
    data["embedding"] = {{count, static_cast<std::int64_t>(m_embeddingWidth)}, m_embedding};
    m_fitted = modelsLibrary().fitFaceLatents(data, options.components, options.between, options.within);
    m_coefficient = std::move(m_fitted.extract("coefficient").mapped().values);
    m_latents = std::make_unique<FaceLatents>(m_fitted, judges, 1.0, 1.0);
}

models::TensorMap FaceSamplerData::batch(std::uint64_t seed, std::int64_t step, int count) const {
    std::mt19937_64 random(seed * 1000003 + static_cast<std::uint64_t>(step));
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    constexpr int windowCells = alignedSize / 4;
    constexpr int middle = canvasMargin / 4;
    // Two thirds of the windows show the aligned face; the others the head's outline and what is around it.
    const bool central = below(3) != 0;
    const int left = central ? middle : static_cast<int>(below(middle + 1)) * 2;
    const int top = central ? middle : static_cast<int>(below(middle + 1)) * 2;

    models::TensorMap batch;
    batch["place"] = {{2}, {static_cast<float>(left), static_cast<float>(top)}};
    FloatTensor& photo = batch["photo"];
    FloatTensor& map = batch["map"];
    FloatTensor& embedding = batch["embedding"];
    photo.shape = {count, 3, alignedSize, alignedSize};
    map.shape = {2 * count, 3, windowCells, windowCells};
    embedding.shape = {2 * count, static_cast<std::int64_t>(m_embeddingWidth)};
    const auto appendWindow = [&](const std::vector<float>& layout) {
        for (int channel = 0; channel < 3; ++channel)
            for (int y = top; y < top + windowCells; ++y) {
                const auto row = layout.begin() + (channel * layoutSide + y) * layoutSide + left;
                map.values.insert(map.values.end(), row, row + windowCells);
            }
    };
    for (int i = 0; i < count; ++i) {
        const std::size_t index = below(m_canvases.size());
        const bool mirror = below(2) == 1;
        const std::size_t row = index * 2 + (mirror ? 1 : 0);
        const RgbImage& canvas = m_canvases[index];
        for (int channel = 0; channel < 3; ++channel)
            for (int y = 4 * top; y < 4 * top + alignedSize; ++y)
                for (int x = 4 * left; x < 4 * left + alignedSize; ++x)
                    photo.values.push_back(
                        static_cast<float>(canvas.at(mirror ? canvasSide - 1 - x : x, y)[channel]) / 127.5F -
                        1.0F);
        const std::size_t components = m_latents->components();
        appendWindow(m_latents->layout(std::span(m_coefficient).subspan(row * components, components)));
        const auto vector = m_embedding.begin() + static_cast<std::ptrdiff_t>(row * m_embeddingWidth);
        embedding.values.insert(
            embedding.values.end(), vector, vector + static_cast<std::ptrdiff_t>(m_embeddingWidth));
    }
    for (int i = 0; i < count; ++i) {
        const FaceLatent latent = m_latents->sample(seed ^ 0x5eedU, random(), random());
        appendWindow(latent.layout);
        embedding.values.insert(embedding.values.end(), latent.embedding.begin(), latent.embedding.end());
    }
    return batch;
}

}  // namespace limen
