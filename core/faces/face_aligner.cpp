// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_aligner.h"

#include <fmt/format.h>

#include "base/error.h"
#include "faces/cascade_aligner.h"
#include "faces/landmark_aligner.h"
#include "faces/yunet_aligner.h"
#include "recognition/model_card.h"

namespace limen {

FaceAligner::~FaceAligner() = default;

namespace {

/// None, and the reason, where Limen's landmark network is not installed or cannot run; throws where it is
/// there but damaged.
std::unique_ptr<FaceAligner> tryLandmarkAligner(std::string& reason) {
    for (const ModelCard& card : installedModels()) {
        if (card.name != builtInLandmarks || card.task != "face-landmarks")
            continue;
        try {
            return createLandmarkAligner(card);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Failure)
                throw;
            reason = error.what();
            return nullptr;
        }
    }
    reason = fmt::format("There is no model {}.", builtInLandmarks);
    return nullptr;
}

}  // namespace

std::unique_ptr<FaceAligner> createFaceAligner(const std::string& detector, std::string* remark) {
    if (detector.empty()) {
        std::string reason;
        if (auto aligner = tryLandmarkAligner(reason))
            return aligner;
        if (remark != nullptr)
            *remark = fmt::format("Faces are aligned roughly, by OpenCV's cascades alone: {}", reason);
        return createCascadeAligner();
    }
    const ModelCard card = findModel(detector, "face-detection");
    if (card.architecture != "yunet" || card.format != "onnx")
        throwBadInput(
            fmt::format("Limen cannot run the face detector {} (architecture \"{}\", format \"{}\").",
                        card.name,
                        card.architecture,
                        card.format),
            "Detectors must be of architecture \"yunet\" and format \"onnx\"; leave --detector out to use "
            "what Limen has built in.");
    return createYunetAligner(card);
}

}  // namespace limen
