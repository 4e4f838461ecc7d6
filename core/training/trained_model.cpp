// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/trained_model.h"

#include "base/hash.h"
#include "base/safe_file.h"
#include "base/version.h"
#include "recognition/models_library.h"

namespace limen {

namespace fs = std::filesystem;

fs::path writeTrainedModel(const fs::path& folder, const models::TensorMap& weights, Json card) {
    makeFolder(folder);
    const auto name = card.at("name").get<std::string>();
    const std::string file = name + ".safetensors";
    writeSafetensors(folder / file, weights, {}, TensorStorage::F16Weights);
    card["format"] = "safetensors";
    card["files"] = {file};
    card["sha256"] = {{file, sha256HexOfFile(folder / file)}};
    const fs::path cardFile = folder / (name + ".json");
    writeFileAtomically(cardFile, card.dump(2) + "\n");
    return cardFile;
}

void addMeasurement(const fs::path& card, const Json& measured) {
    Json json = Json::parse(readTextFile(card));
    json["measured"] = measured;
    writeFileAtomically(card, json.dump(2) + "\n");
}

void addTrainingFacts(const fs::path& card, const Json& facts) {
    Json json = Json::parse(readTextFile(card));
    json["training"].update(facts);
    writeFileAtomically(card, json.dump(2) + "\n");
}

Json trainingVersions() {
    return {{"limen", versionSummary()}, {"networks", modelsLibrary().libraryVersion()}};
}

}  // namespace limen
