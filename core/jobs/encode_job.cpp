// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/level_list.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"
#include "labelling/missing_encodings.h"

namespace limen {

namespace {

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const std::string setting = params.text("codec");
    const std::vector<int> levels =
        parseLevels(params.has("qp") ? params.text("qp") : "", createCodec(setting)->levels());
    std::vector<ImageRecord> images = ImageTable(study).withRole(Role::Probe);
    if (images.empty())
        throwFailure("The study has no probes.", "Import photographs with --role probe.");
    if (params.flag("distractors")) {
        const std::vector<ImageRecord> distractors = ImageTable(study).withRole(Role::Distractor);
        images.insert(images.end(), distractors.begin(), distractors.end());
    }
    const EncodingReport report = encodeMissing(study.folder(), setting, images, levels, context);
    return Outcome::finished(
        {{"encoded", report.encoded}, {"skipped", report.skipped}, {"failed", toJson(report.failed)}},
        report.failed);
}

}  // namespace

Job encodeJob() {
    ParamSpec levels;
    levels.name = "qp";
    levels.type = ParamType::Levels;
    levels.help = "Levels to encode, such as 13-51 or 22,32,37; all of the codec's when left out";
    Job job;
    job.id = "encode";
    job.title = "Encode the probes";
    job.help =
        "Encodes every probe at every level that is missing. Labelling encodes what it needs by itself; this "
        "fills the grid ahead of it.";
    job.params = {studyParam(),
                  codecParam(false),
                  levels,
                  {.name = "distractors",
                   .type = ParamType::Flag,
                   .help = "The distractors as well, to train a predictor on (`limen train --distractors`)"}};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
