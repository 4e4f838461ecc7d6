// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/checkpoint.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/safetensors.h"

namespace limen {

namespace {

constexpr const char* metadataKey = "limen_training";

}  // namespace

void writeCheckpoint(const std::filesystem::path& file,
                     const models::NetworkTrainer& trainer,
                     const CheckpointPosition& position,
                     const std::vector<TrainingObserver*>& observers) {
    Json kept = {{"steps", position.steps}, {"end", position.end}, {"observers", Json::object()}};
    for (const TrainingObserver* observer : observers)
        if (!observer->name().empty())
            kept["observers"][observer->name()] = observer->state();
    writeSafetensors(file, trainer.state(), {{metadataKey, kept.dump()}});
}

CheckpointPosition readCheckpoint(const std::filesystem::path& file,
                                  models::NetworkTrainer& trainer,
                                  const std::vector<TrainingObserver*>& observers) {
    const auto metadata = readSafetensorsMetadata(file);
    const auto found = metadata.find(metadataKey);
    const Json kept =
        found == metadata.end() ? Json() : Json::parse(found->second, nullptr, /*allow_exceptions=*/false);
    CheckpointPosition position;
    try {
        position = {kept.at("steps").get<std::int64_t>(), kept.at("end").get<std::int64_t>()};
        trainer.restore(readSafetensors(file));
        for (TrainingObserver* observer : observers)
            if (kept.at("observers").contains(observer->name()))
                observer->restore(kept["observers"][observer->name()]);
    } catch (const Json::exception&) {
        throwBadInput(fmt::format("{} is not a checkpoint of a training run.", file.string()),
                      "Remove it to start anew.");
    }
    return position;
}

}  // namespace limen
