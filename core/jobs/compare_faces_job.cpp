// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include "codecs/codec.h"
#include "evaluation/face_set_comparison.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"

namespace limen {

namespace {

std::vector<VerificationFace> everybody(const Params& params, const std::string& param) {
    Study study = Study::open(params.text(param), Study::Access::ReadOnly);
    return verificationFaces(study, {}, static_cast<std::size_t>(params.integer("max-per-identity")));
}

Json similarityJson(const FaceSetSimilarity& similarity) {
    return {{"genuine", distributionJson(similarity.genuine)},
            {"impostor", distributionJson(similarity.impostor)},
            {"spread_within", similarity.spreadWithin},
            {"closest_strangers", similarity.closestStrangers}};
}

Json compareBy(Recognizer& recognizer,
               const std::vector<VerificationFace>& faces,
               const std::vector<VerificationFace>& others,
               const JobContext& context) {
    const auto ours = embedFaces(faces, recognizer, context.part(0.0, 0.45));
    const auto theirs = embedFaces(others, recognizer, context.part(0.45, 0.9));
    const NearestFaces nearest = nearestFaces(ours, theirs, context);
    return {{"recognizer", recognizer.name()},
            {"study", similarityJson(faceSetSimilarity(ours))},
            {"with", similarityJson(faceSetSimilarity(theirs))},
            {"nearest",
             {{"cosine", nearest.cosine},
              {"study", ours[nearest.first].identity},
              {"with", theirs[nearest.second].identity}}}};
}

Outcome run(const Params& params, JobContext& context) {
    const std::vector<std::string> names = namesOf(params, "recognizers");
    const auto faces = everybody(params, "study");
    const auto others = everybody(params, "with");
    const std::string codec = params.text("codec");
    const int level = static_cast<int>(params.integer("qp"));
    const Json bits = {{"codec", codec},
                       {"level", level},
                       {"study", meanBitsPerPixel(faces, codec, level, context)},
                       {"with", meanBitsPerPixel(others, codec, level, context)}};
    Json results = Json::array();
    const auto count = static_cast<double>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto recognizer = openRecognizer(names[i],
                                               {.device = context.options().device,
                                                .precision = context.options().precision,
                                                .threads = context.workers()});
        results.push_back(compareBy(*recognizer,
                                    faces,
                                    others,
                                    context.part(0.1 + 0.9 * static_cast<double>(i) / count,
                                                 0.1 + 0.9 * static_cast<double>(i + 1) / count)));
    }
    return Outcome::succeeded({{"images", {{"study", faces.size()}, {"with", others.size()}}},
                               {"bpp", bits},
                               {"recognizers", std::move(results)}});
}

}  // namespace

Job compareFacesJob() {
    ParamSpec with;
    with.name = "with";
    with.type = ParamType::Study;
    with.help = "The other study";
    with.required = true;
    ParamSpec codec;
    codec.name = "codec";
    codec.type = ParamType::Codec;
    codec.help = "Codec whose rate is compared";
    codec.defaultValue = "hevc";
    ParamSpec level;
    level.name = "qp";
    level.type = ParamType::Integer;
    level.help = "Level at which the rate is compared";
    level.defaultValue = 37;
    Job job;
    job.id = "compare-faces";
    job.title = "Compare the faces of two studies";
    job.help =
        "Tells whether two sets of faces behave alike: genuine and impostor similarities, how much a person "
        "varies, the rate a codec needs, and the closest pair across the two sets, which would show a copy. "
        "Sample faces are measured against photographs this way.";
    job.params = {studyParam(), with, recognizersParam(), codec, level, maxPerIdentityParam()};
    job.run = run;
    return job;
}

}  // namespace limen
