// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/content_choice.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "recognition/default_recognizer.h"
#include "training/teacher_options.h"

namespace limen {

namespace {

constexpr const char* vggTask = "content-features";
constexpr const char* vggArchitecture = "vgg19-normalised";

ContentChoice vggContent(const ModelCard& card) {
    if (card.format != "safetensors" || card.architecture != vggArchitecture)
        throwBadInput(fmt::format("{} cannot serve the content loss.", card.name),
                      fmt::format("That takes the architecture {} as a safetensors file.", vggArchitecture));
    card.verifyFiles();
    return {{{"vgg19", card.files.front().string()}},
            describeTeacher(card),
            fmt::format("content loss with the features of {}", card.name)};
}

ContentChoice recognizerContent(const std::string& name) {
    const ModelCard card = openTeacher(name, "serve the content loss");
    return {{{"recognizer", frozenRecognizerOptions(card)}},
            describeTeacher(card),
            fmt::format("content loss with the features of the recognizer {}, not the paper's VGG-19",
                        card.name)};
}

}  // namespace

ContentChoice chooseContent(const std::string& name) {
    if (name == "none")
        return {Json(), "none", "no content loss"};
    if (name == "auto") {
        for (const ModelCard& card : installedModels())
            if (card.task == vggTask && card.architecture == vggArchitecture)
                return vggContent(card);
        return recognizerContent(shippedRecognizer);
    }
    const ModelCard card = findModel(name, "");
    return card.task == vggTask ? vggContent(card) : recognizerContent(name);
}

}  // namespace limen
