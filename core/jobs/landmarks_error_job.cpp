// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/landmark_error.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "training/held_out.h"

namespace limen {

namespace {

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    std::vector<ImageRecord> images = ImageTable(study).all();
    if (!params.flag("everybody")) {
        const std::set<std::string> people = readHeldOutIdentities(heldOutFile(params));
        std::erase_if(images, [&](const ImageRecord& image) { return !people.contains(image.identity); });
    }
    const LandmarkErrors errors = measureLandmarks(
        images, [] { return createFaceAligner(""); }, context);
    Json result = toJson(errors);
    result["photos_per_second"] = errors.photosPerSecond;
    return Outcome::finished(std::move(result), errors.failed);
}

}  // namespace

Job landmarksErrorJob() {
    ParamSpec everybody;
    everybody.name = "everybody";
    everybody.type = ParamType::Flag;
    everybody.help = "Compare on everybody in the study, not only on the people held out of training";
    everybody.defaultValue = false;
    Job job;
    job.id = "landmarks-error";
    job.title = "Compare landmarks";
    job.help =
        "Finds the five points of the photographs of a study again with what Limen has built in, and "
        "compares "
        "them with the points kept in the study, which a detector's card found at import. Errors are mean "
        "distances of the five points as a share of the distance of the eyes.";
    job.params = {studyParam(), heldOutParam(), everybody};
    job.run = run;
    return job;
}

}  // namespace limen
