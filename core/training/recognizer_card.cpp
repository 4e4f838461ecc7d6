// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/recognizer_card.h"

#include "base/hash.h"
#include "base/safe_file.h"
#include "base/safetensors.h"

namespace limen {

std::filesystem::path writeRecognizer(const std::filesystem::path& folder,
                                      const TrainedRecognizer& recognizer,
                                      const models::TensorMap& weights) {
    const std::string file = recognizer.name + ".safetensors";
    writeSafetensors(folder / file, weights, {}, TensorStorage::F16Weights);
    const ModelInput& in = recognizer.input;
    const Json card = {
        {"name", recognizer.name},
        {"task", "face-recognition"},
        {"format", "safetensors"},
        {"architecture", recognizer.architecture},
        {"options", recognizer.options},
        {"files", {file}},
        {"input",
         {{"size", {in.width, in.height}},
          {"crop", {in.cropX, in.cropY, in.cropWidth, in.cropHeight}},
          {"colour", in.bgr ? "BGR" : "RGB"},
          {"mean", in.mean},
          {"std", in.std}}},
        {"embedding", recognizer.embedding},
        {"licence",
         "weights: research use, as the data and teachers they come from (see training); code: BSD-3-Clause"},
        {"source", "trained by limen train-recognizer"},
        {"use",
         "A default, so that Limen works at once. It must never label or judge studies of the people it was "
         "trained on."},
        {"sha256", {{file, sha256HexOfFile(folder / file)}}},
        {"training", recognizer.training}};
    const std::filesystem::path cardFile = folder / (recognizer.name + ".json");
    writeFileAtomically(cardFile, card.dump(2) + "\n");
    return cardFile;
}

void addMeasurement(const std::filesystem::path& card, const Json& measured) {
    Json json = Json::parse(readTextFile(card));
    json["measured"] = measured;
    writeFileAtomically(card, json.dump(2) + "\n");
}

}  // namespace limen
