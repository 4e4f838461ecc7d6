// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/recognizer.h"

#include <fmt/format.h>

#include "base/error.h"
#include "recognition/hog_recognizer.h"
#include "recognition/model_card.h"
#include "recognition/opencv_recognizer.h"
#include "recognition/torch_recognizer.h"

namespace limen {

Recognizer::~Recognizer() = default;

std::unique_ptr<Recognizer> openRecognizer(const std::string& nameOrCard, const RecognizerOptions& options) {
    if (options.device != "cpu" && options.device != "cuda")
        throwBadInput(fmt::format("There is no device \"{}\".", options.device), "Use cpu or cuda.");
    if (options.precision != "fp32" && options.precision != "bf16")
        throwBadInput(fmt::format("There is no precision \"{}\".", options.precision), "Use fp32 or bf16.");
    const ModelCard card = findModel(nameOrCard, "face-recognition");
    if (card.format == "builtin")
        return openHogRecognizer(card, options);
    card.verifyFiles();
    if (card.format == "safetensors")
        return openTorchRecognizer(card, options);
    if (card.format == "onnx" || card.format == "caffe" || card.format == "tensorflow")
        return openOpencvRecognizer(card, options);
    throwBadInput(fmt::format("The format {} of the model {} is not supported by this version of Limen.", card.format,
                              card.name),
                  "Convert the weights to safetensors, or the network to onnx.");
}

}  // namespace limen
