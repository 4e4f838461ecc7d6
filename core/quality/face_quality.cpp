// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/face_quality.h"

#include <fmt/format.h>

#include "base/error.h"
#include "quality/network_quality.h"
#include "quality/ser_fiq.h"

namespace limen {

std::unique_ptr<FaceQuality> openFaceQuality(const std::string& nameOrCard, const QualityOptions& options) {
    const ModelCard card = findModel(nameOrCard, "");
    if (card.task == "face-recognition")
        return openSerFiq(card, options);
    if (card.task != faceQualityTask)
        throwBadInput(fmt::format("The model {} is for {}; it does not rate faces.", card.name, card.task),
                      fmt::format("Use a model of the task {}, or a recognizer trained with dropout.",
                                  faceQualityTask));
    if (options.dropout)
        throwBadInput(fmt::format("The model {} rates faces itself, without dropout.", card.name),
                      "Leave --dropout out, or name a recognizer.");
    return openNetworkQuality(card, options);
}

}  // namespace limen
