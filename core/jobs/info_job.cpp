// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <filesystem>
#include <map>

#include "base/version.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"
#include "study/job_history.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

Json countsOf(Study& study, Role role) {
    const ImageTable::Counts counts = ImageTable(study).counts(role);
    return {{"identities", counts.identities}, {"images", counts.images}};
}

Json codecsOf(Study& study) {
    Json list = Json::array();
    for (const CodecRecord& codec : EncodingTable(study).codecs())
        list.push_back({{"codec", codec.setting},
                        {"identity", codec.identity},
                        {"encodings", EncodingTable(study).existing(codec.id).size()}});
    return list;
}

Json recognizersOf(Study& study) {
    Json list = Json::array();
    for (const RecognizerRecord& recognizer : EmbeddingTable(study).recognizers())
        list.push_back({{"recognizer", recognizer.name},
                        {"dimension", recognizer.dimension},
                        {"precision", recognizer.options.precision},
                        {"opened_as", recognizer.openedAs},
                        {"identity", recognizer.identity}});
    return list;
}

Json labelsOf(Study& study) {
    std::map<CodecId, std::string> codecs;
    for (const CodecRecord& codec : EncodingTable(study).codecs())
        codecs[codec.id] = codec.setting;
    std::map<RecognizerId, std::string> recognizers;
    for (const RecognizerRecord& recognizer : EmbeddingTable(study).recognizers())
        recognizers[recognizer.id] = recognizer.name;
    Json list = Json::array();
    for (const LabelSet& set : LabelTable(study).sets()) {
        int ok = 0;
        const std::vector<Label> labels = LabelTable(study).labels(set.id);
        for (const Label& label : labels)
            ok += label.flag == LabelFlag::Ok ? 1 : 0;
        list.push_back({{"codec", codecs[set.key.codec]},
                        {"recognizer", recognizers[set.key.recognizer]},
                        {"far", set.key.farRequested},
                        {"reading", readingName(set.key.reading)},
                        {"threshold", set.threshold},
                        {"tar", set.tar},
                        {"labelled", labels.size()},
                        {"ok", ok},
                        {"complete", set.complete},
                        {"stale", set.stale},
                        {"created", set.created}});
    }
    return list;
}

Json historyOf(Study& study) {
    Json list = Json::array();
    for (const JobRecord& record : JobHistory(study).all())
        list.push_back({{"job", record.verb},
                        {"started", record.started},
                        {"outcome", record.finished.empty() ? "interrupted or running" : record.outcome},
                        {"versions", record.versions}});
    return list;
}

std::uintmax_t bytesOnDisk(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    std::error_code ignored;
    for (auto it =
             fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, ignored);
         it != fs::recursive_directory_iterator();
         it.increment(ignored))
        if (it->is_regular_file(ignored))
            bytes += it->file_size(ignored);
    return bytes;
}

Outcome run(const Params& params, JobContext&) {
    const fs::path folder = params.text("study");
    Study study = Study::open(folder, Study::Access::ReadOnly);
    return Outcome::succeeded({{"study", study.name()},
                               {"folder", fs::absolute(folder).lexically_normal().string()},
                               {"schema", Study::schemaVersion},
                               {"bytes_on_disk", bytesOnDisk(folder)},
                               {"probes", countsOf(study, Role::Probe)},
                               {"distractors", countsOf(study, Role::Distractor)},
                               {"codecs", codecsOf(study)},
                               {"recognizers", recognizersOf(study)},
                               {"labels", labelsOf(study)},
                               {"history", historyOf(study)}});
}

}  // namespace

Job infoJob() {
    Job job;
    job.id = "info";
    job.title = "Describe a study";
    job.help = "What a study holds: images, encodings, recognizers, labels, and what was done to it.";
    job.params = {studyParam()};
    job.run = run;
    return job;
}

}  // namespace limen
