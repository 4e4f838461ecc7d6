// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "prediction/jnd_predictor.h"

namespace limen {

/// What a face is described by, for networks that predict the level to encode it at.
struct DescriptionPlan {
    /// "maps": the means over the picture of the recognizer's last two maps (models/recognizer_maps.h), which
    /// takes a recognizer in RGB with a safetensors file; "embedding": its embedding, of any recognizer.
    std::string trunk = "maps";
    std::string recognizer = {};  ///< a name or card
    /// Levels of the codec at which the face is seen as well (Zhang 2021, few-reference).
    std::vector<int> references = {};
};

/// Describes pictures by numbers. An object belongs to one thread.
class FaceDescriber {
public:
    virtual ~FaceDescriber() = default;
    /// Of aligned faces; an answer depends on its face alone. Throws Error (BadInput) for another size.
    virtual std::vector<std::vector<float>> describe(std::span<const RgbImage> faces) = 0;
};

/// Throws Error (BadInput) when there is no such recognizer, or it cannot be described with.
std::unique_ptr<FaceDescriber> openFaceDescriber(const DescriptionPlan& plan,
                                                 const PredictorOptions& options);

/// Name and hash of the plan's recognizer: what makes descriptions what they are. Throws as above.
std::string describerIdentity(const DescriptionPlan& plan);

/// What a network sees of a face that is described by f_0 and its references by f_r: f_0 and, for each
/// reference, f_r and f_0 - f_r. `descriptions`: of the face and of its references.
std::vector<float> jointDescription(std::span<const std::vector<float>> descriptions);

}  // namespace limen
