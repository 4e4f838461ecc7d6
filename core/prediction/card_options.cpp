// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/card_options.h"

#include <fmt/format.h>

#include "base/error.h"

namespace limen {

Json toJson(const CodecLevels& levels) {
    return {{"unit", levels.unit},
            {"finest", levels.finest},
            {"coarsest", levels.coarsest},
            {"step", levels.step}};
}

CodecLevels levelsOption(const ModelCard& card) {
    CodecLevels levels;
    try {
        const Json& json = card.options.at("levels");
        levels = {json.at("unit"), json.at("finest"), json.at("coarsest"), json.at("step")};
    } catch (const Json::exception& problem) {
        throwBadInput(fmt::format(
            "The card {} does not say which levels it knows: {}.", card.cardFile.string(), problem.what()));
    }
    if (levels.step == 0 || levels.count() < 1)
        throwBadInput(fmt::format("The card {} knows no level.", card.cardFile.string()));
    return levels;
}

std::string textOption(const ModelCard& card, const char* key) {
    const auto found = card.options.find(key);
    if (found == card.options.end() || !found->is_string())
        throwBadInput(
            fmt::format("The card {} does not name its {} (\"options\").", card.cardFile.string(), key));
    return found->get<std::string>();
}

std::unique_ptr<Codec> createCardCodec(const ModelCard& card, const std::stop_token& stop) {
    const std::string setting = textOption(card, "codec");
    std::unique_ptr<Codec> codec = createCodec(setting, stop);
    if (!(codec->levels() == levelsOption(card)))
        throwBadInput(fmt::format(
            "The codec {} does not have the levels of the card {}.", setting, card.cardFile.string()));
    return codec;
}

}  // namespace limen
