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
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    if (probes.empty())
        throwFailure("The study has no probes.", "Import photographs with --role probe.");
    const EncodingReport report = encodeMissing(study.folder(), setting, probes, levels, context);
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
    job.params = {studyParam(), codecParam(false), levels};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
