// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_sampler.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "base/safetensors.h"
#include "faces/face_latents.h"
#include "image/opencv_view.h"
#include "recognition/model_card.h"
#include "recognition/models_library.h"

namespace limen {

FaceSampler::~FaceSampler() = default;

namespace {

constexpr int photoSide = 250;
constexpr const char* linearPrefix = "linear.";

/// The tensors whose names start with `prefix`, without it; taken out of `tensors`.
models::TensorMap takePart(models::TensorMap& tensors, const std::string& prefix) {
    models::TensorMap part;
    for (auto it = tensors.begin(); it != tensors.end();) {
        if (!it->first.starts_with(prefix)) {
            ++it;
            continue;
        }
        part.emplace(it->first.substr(prefix.size()), std::move(it->second));
        it = tensors.erase(it);
    }
    return part;
}

/// What a camera adds.
struct Camera {
    double grain;  ///< standard deviation of the noise of a pixel of the photograph, grey levels
    double angle;  ///< degrees the head is turned in the picture
    double zoom;   ///< 1: the canvas just fills the photograph
    double shiftX, shiftY;
};

class NetworkFaceSampler final : public FaceSampler {
public:
    NetworkFaceSampler(const ModelCard& card, models::TensorMap tensors, int threads)
        : m_grain(card.options.value("grain", 0.0)),
          m_latents(takePart(tensors, linearPrefix),
                    card.options.value("judges", 1),
                    card.options.value("between", 1.0),
                    card.options.value("within", 1.0)),
          m_network(modelsLibrary().createTensorNetwork(card.architecture,
                                                        card.options.value("generator", Json::object()),
                                                        tensors,
                                                        {.threads = threads})) {}

    SampledFace sample(std::uint64_t seed, std::uint64_t person, std::uint64_t image) override {
        const FaceLatent latent = m_latents.sample(seed, person, image);
        std::seed_seq words{seed, person, image, std::uint64_t{0xca3e7a}};
        std::mt19937_64 random(words);
        models::TensorMap inputs;
        inputs["map"] = {{1, 3, layoutSide, layoutSide}, latent.layout};
        inputs["embedding"] = {{1, static_cast<std::int64_t>(latent.embedding.size())}, latent.embedding};
        inputs["place"] = {{2}, {0.0F, 0.0F}};
        inputs["noise"] = {{1}, {static_cast<float>(random() % (1U << 24U))}};
        const cv::Mat canvas = toMat(m_network->forward(inputs).at("photo"));

        const auto between = [&](double low, double high) {
            return low + (high - low) * static_cast<double>(random() >> 11U) * 0x1.0p-53;
        };
        const Camera camera{
            m_grain * between(0.5, 1.5), between(-8, 8), between(1.0, 1.1), between(-6, 6), between(-6, 6)};
        SampledFace face;
        face.photo = photograph(canvas, camera, random());
        face.aligned = finish(canvas(cv::Rect(canvasMargin, canvasMargin, alignedSize, alignedSize)).clone(),
                              camera.grain,
                              random());
        return face;
    }

private:
    /// Planes of -1..1 to RGB of 0..255, floats.
    static cv::Mat toMat(const FloatTensor& planes) {
        cv::Mat picture(canvasSide, canvasSide, CV_32FC3);
        constexpr std::size_t plane = std::size_t{canvasSide} * canvasSide;
        if (planes.values.size() != 3 * plane)
            throwFailure("The generator of sample faces gave a picture of the wrong size.",
                         "Install Limen again.");
        float* out = picture.ptr<float>();
        for (std::size_t i = 0; i < plane; ++i)
            for (std::size_t channel = 0; channel < 3; ++channel)
                out[i * 3 + channel] = (planes.values[channel * plane + i] + 1.0F) * 127.5F;
        return picture;
    }

    static RgbImage finish(cv::Mat picture, double grain, std::uint64_t seed) {
        cv::RNG noise(seed);
        cv::Mat speckle(picture.size(), CV_32FC3);
        noise.fill(speckle, cv::RNG::NORMAL, 0.0, grain);
        picture += speckle;
        RgbImage image(picture.cols, picture.rows);
        cv::Mat view = rgbView(image);
        picture.convertTo(view, CV_8UC3);
        return image;
    }

    static RgbImage photograph(const cv::Mat& canvas, const Camera& camera, std::uint64_t seed) {
        // The generator has no neighbours to look at along the edge of its canvas.
        constexpr int edge = 4;
        constexpr int innerSide = canvasSide - 2 * edge;
        const double scale = camera.zoom * photoSide / innerSide;
        const double radians = camera.angle * CV_PI / 180.0;
        const double a = scale * std::cos(radians);
        const double b = scale * std::sin(radians);
        const double middle = innerSide / 2.0;
        const double x = photoSide / 2.0 + camera.shiftX;
        const double y = photoSide / 2.0 + camera.shiftY;
        const cv::Matx23d transform(a, -b, x - (a - b) * middle, b, a, y - (a + b) * middle);
        cv::Mat photo;
        cv::warpAffine(canvas(cv::Rect(edge, edge, innerSide, innerSide)).clone(),
                       photo,
                       transform,
                       {photoSide, photoSide},
                       cv::INTER_CUBIC,
                       cv::BORDER_REFLECT_101);
        return finish(photo, camera.grain, seed);
    }

    double m_grain;
    FaceLatents m_latents;
    std::unique_ptr<models::TensorNetwork> m_network;
};

}  // namespace

std::string faceSamplerIdentity() {
    return findModel(builtInSampler, "face-sampler").hash;
}

std::unique_ptr<FaceSampler> openFaceSampler(int threads) {
    const ModelCard card = findModel(builtInSampler, "face-sampler");
    card.verifyFiles();
    if (card.files.size() != 1)
        throwBadInput(fmt::format("The model card {} must name one file.", card.cardFile.string()),
                      "Install Limen again.");
    return std::make_unique<NetworkFaceSampler>(card, readSafetensors(card.files.front()), threads);
}

}  // namespace limen
