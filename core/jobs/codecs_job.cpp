// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include "codecs/codec.h"
#include "codecs/encoder_places.h"
#include "jobs/jobs.h"

namespace limen {

namespace {

Json textOrNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Outcome listCodecs(const Params& params, JobContext&) {
    for (const EncoderPlaceKey& key : encoderPlaceKeys())
        if (params.has(key.name))
            rememberEncoderPlace(key.name, params.text(key.name));
    Json list = Json::array();
    for (const CodecInfo& info : knownCodecs()) {
        Json codec;
        codec["name"] = info.name;
        codec["title"] = info.title;
        codec["available"] = info.available;
        codec["version"] = info.available ? Json(info.version) : Json(nullptr);
        codec["location"] = textOrNull(info.location);
        codec["note"] = textOrNull(info.note);
        codec["problem"] = textOrNull(info.problem);
        codec["levels"] = {{"unit", info.levels.unit},
                           {"finest", info.levels.finest},
                           {"coarsest", info.levels.coarsest},
                           {"step", info.levels.step}};
        codec["parameters"] = info.parameters;
        codec["install"] = info.available ? Json(nullptr) : Json(info.whatToInstall);
        list.push_back(std::move(codec));
    }
    Json result;
    result["codecs"] = std::move(list);
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job codecsJob() {
    Job job;
    job.id = "codecs";
    job.title = "List codecs";
    job.help =
        "Lists the codecs Limen knows, whether this machine can run them, where encoders that are not built "
        "in "
        "were found, their levels from fine to coarse and the parameters of a codec setting "
        "NAME[:key=value,...] with their defaults. `problem` says why an encoder that was found or named "
        "cannot "
        "be used, `install` what a codec that is not available needs. The options name places of encoders "
        "and "
        "are remembered; an empty one forgets the place. Environment variables win over them.";
    for (const EncoderPlaceKey& key : encoderPlaceKeys()) {
        ParamSpec spec;
        spec.name = key.name;
        spec.help = fmt::format("{}; {} wins over it", key.help, key.environment);
        job.params.push_back(std::move(spec));
    }
    job.run = listCodecs;
    return job;
}

}  // namespace limen
