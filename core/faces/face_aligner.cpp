// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_aligner.h"

#include <fmt/format.h>

#include "base/error.h"
#include "faces/cascade_aligner.h"
#include "faces/yunet_aligner.h"
#include "recognition/model_card.h"

namespace limen {

FaceAligner::~FaceAligner() = default;

std::unique_ptr<FaceAligner> createFaceAligner(const std::string& detector) {
    if (detector.empty())
        return createCascadeAligner();
    const ModelCard card = findModel(detector, "face-detection");
    if (card.architecture != "yunet" || card.format != "onnx")
        throwBadInput(
            fmt::format("Limen cannot run the face detector {} (architecture \"{}\", format \"{}\").",
                        card.name,
                        card.architecture,
                        card.format),
            "Detectors must be of architecture \"yunet\" and format \"onnx\"; leave --detector out to use "
            "OpenCV's cascades.");
    return createYunetAligner(card);
}

}  // namespace limen
