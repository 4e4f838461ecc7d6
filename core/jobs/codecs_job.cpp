// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/codec.h"
#include "jobs/jobs.h"

namespace limen {

namespace {

Outcome listCodecs(const Params&, JobContext&) {
    Json list = Json::array();
    for (const CodecInfo& info : knownCodecs()) {
        Json codec;
        codec["name"] = info.name;
        codec["title"] = info.title;
        codec["available"] = info.available;
        codec["version"] = info.available ? Json(info.version) : Json(nullptr);
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
        "Lists the codecs Limen knows, whether this machine can run them, their levels from fine to coarse and the "
        "parameters of a codec setting NAME[:key=value,...] with their defaults. `install` says what a codec that is "
        "not available needs.";
    job.run = listCodecs;
    return job;
}

}  // namespace limen
