// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image/rgb_image.h"
#include "recognition/model_card.h"

namespace limen {

/// The task of networks that say how well a face can be recognised.
inline constexpr const char* faceQualityTask = "face-quality";

struct QualityScore {
    double score = 0.0;                   ///< higher is better; on the scale of the model
    std::optional<double> distance = {};  ///< SER-FIQ alone: what the score comes from
    std::optional<double> mapped = {};    ///< SER-FIQ alone: the score as its authors' program spreads it
};

/// Rates aligned faces. An instance belongs to one thread.
class FaceQuality {
public:
    virtual ~FaceQuality() = default;
    /// Throws Error (BadInput) unless the face has 112x112 pixels, (Failure) if the network fails.
    virtual QualityScore rate(const RgbImage& face) = 0;
    /// The same of several faces, which may cost less than one by one.
    virtual std::vector<QualityScore> rateAll(std::span<const RgbImage> faces);
    /// Name of the model.
    virtual const std::string& model() const = 0;
    /// "SER-FIQ", what the card of a trained one says, or the model's architecture.
    virtual std::string method() const = 0;
    /// Share of dropout of SER-FIQ.
    virtual std::optional<double> dropout() const { return {}; }
};

struct QualityOptions {
    std::string device = "cpu";
    int threads = 1;
    std::uint64_t seed = 1;              ///< of SER-FIQ's patterns of dropout
    std::optional<double> dropout = {};  ///< instead of the share in the recognizer's card
};

/// What tables call a model that rates faces: "SDD*", "SER*", "LightQNet"; the name of one that Limen knows
/// nothing of. A star: not the authors' weights.
std::string qualityTitle(const ModelCard& card);

/// SER-FIQ for a model of the task "face-recognition", which must have been trained with dropout before its
/// last layer (`dropout` in its card's options) and be a safetensors network; the network itself for one of
/// the task "face-quality". Throws Error (BadInput) for other models, and where the model cannot be used.
std::unique_ptr<FaceQuality> openFaceQuality(const std::string& nameOrCard, const QualityOptions& options);

}  // namespace limen
