// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/verification_faces.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "training/held_out.h"

namespace limen {

namespace {

Outcome run(const Params& params, JobContext& context) {
    const std::vector<std::string> names = namesOf(params, "recognizers");
    std::set<std::string> people;
    if (!params.flag("everybody"))
        people = readHeldOutIdentities(heldOutFile(params));
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const auto faces =
        verificationFaces(study, people, static_cast<std::size_t>(params.integer("max-per-identity")));
    Json results = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto count = static_cast<double>(names.size());
        const auto recognizer = openRecognizer(names[i],
                                               {.device = context.options().device,
                                                .precision = context.options().precision,
                                                .threads = context.workers()});
        Json result = verificationJson(verifyRecognizer(
            faces,
            *recognizer,
            context.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count)));
        result["recognizer"] = recognizer->name();
        results.push_back(std::move(result));
    }
    return Outcome::succeeded({{"images", faces.size()}, {"recognizers", std::move(results)}});
}

}  // namespace

Job verifyJob() {
    ParamSpec everybody;
    everybody.name = "everybody";
    everybody.type = ParamType::Flag;
    everybody.help = "Test on everybody in the study, not only on the people held out of training";
    everybody.defaultValue = false;
    Job job;
    job.id = "verify";
    job.title = "Verify recognizers";
    job.help =
        "Measures how well recognizers tell people apart: LFW-style verification accuracy (ten folds) and "
        "the "
        "share of genuine pairs accepted at false accept rates of 1e-3 and 1e-4. Genuine pairs are two "
        "images "
        "of one probe, impostor pairs a probe and a distractor.";
    job.params = {studyParam(), recognizersParam(), heldOutParam(), everybody, maxPerIdentityParam()};
    job.run = run;
    return job;
}

}  // namespace limen
