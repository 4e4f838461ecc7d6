// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "quality/face_quality.h"

#include <fmt/format.h>
#include <map>

#include "base/error.h"
#include "quality/described_quality.h"
#include "quality/network_quality.h"
#include "quality/ser_fiq.h"

namespace limen {

std::vector<QualityScore> FaceQuality::rateAll(std::span<const RgbImage> faces) {
    std::vector<QualityScore> scores;
    for (const RgbImage& face : faces)
        scores.push_back(rate(face));
    return scores;
}

std::string qualityTitle(const ModelCard& card) {
    if (card.task == "face-recognition")
        return "SER*";
    if (const auto title = card.options.find("title"); title != card.options.end() && title->is_string())
        return title->get<std::string>();
    static const std::map<std::string, std::string> published = {
        {"faceqnet", "FaceQnet"}, {"lightqnet", "LightQNet"}, {"sdd-fiqa", "SDD-FIQA"}};
    const auto known = published.find(card.architecture);
    return known != published.end() ? known->second : card.name;
}

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
    if (card.architecture == describedQualityArchitecture)
        return openDescribedQuality(card, options);
    return openNetworkQuality(card, options);
}

}  // namespace limen
