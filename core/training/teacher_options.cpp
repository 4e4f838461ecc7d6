// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/teacher_options.h"

#include <fmt/format.h>

#include "base/error.h"

namespace limen {

ModelCard openTeacher(const std::string& nameOrCard, const std::string& purpose) {
    ModelCard card = findModel(nameOrCard, "face-recognition");
    if (card.format != "safetensors" || card.input.bgr)
        throwBadInput(fmt::format("{} cannot {}.", card.name, purpose),
                      "That takes a recognizer in RGB whose weights are a safetensors file.");
    card.verifyFiles();
    return card;
}

Json frozenRecognizerOptions(const ModelCard& card) {
    return {{"weights", card.files.front().string()},
            {"architecture", card.architecture},
            {"options", card.options},
            {"crop", {card.input.cropX, card.input.cropY, card.input.cropWidth, card.input.cropHeight}},
            {"mean", std::vector<float>(card.input.mean, card.input.mean + 3)},
            {"std", std::vector<float>(card.input.std, card.input.std + 3)}};
}

Json describeTeacher(const ModelCard& card) {
    return {{"name", card.name}, {"identity", card.hash}, {"licence", card.licence}, {"source", card.source}};
}

}  // namespace limen
