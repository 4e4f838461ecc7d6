// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "base/cancellation.h"
#include "base/threads.h"
#include "codecs/level_list.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"
#include "labelling/level_source.h"

namespace limen {

namespace {

struct Task {
    const ImageRecord* image = nullptr;
    std::vector<int> levels;
};

/// Levels each probe still lacks.
std::vector<Task> missingLevels(const std::vector<ImageRecord>& probes,
                                const std::vector<int>& levels,
                                const std::set<std::pair<ImageId, int>>& existing) {
    std::vector<Task> tasks;
    for (const ImageRecord& probe : probes) {
        Task task{&probe, {}};
        for (const int level : levels)
            if (!existing.contains({probe.id, level}))
                task.levels.push_back(level);
        if (!task.levels.empty())
            tasks.push_back(std::move(task));
    }
    return tasks;
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadWrite);
    const std::string setting = params.text("codec");
    const auto codec = createCodec(setting);
    const CodecId id = EncodingTable(study).idOf(*codec, setting);
    const std::vector<int> levels = parseLevels(params.has("qp") ? params.text("qp") : "", codec->levels());
    const std::vector<ImageRecord> probes = ImageTable(study).withRole(Role::Probe);
    if (probes.empty())
        throwFailure("The study has no probes.", "Import photographs with --role probe.");
    const std::vector<Task> tasks = missingLevels(probes, levels, EncodingTable(study).existing(id));
    std::size_t total = 0;
    for (const Task& task : tasks)
        total += task.levels.size();

    StudyWriter writer(study.folder());
    std::mutex mutex;  // guards failed
    std::vector<FailedItem> failed;
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    runWorkers(context.workers(), context.stop(), [&](int, const std::stop_token& stop) {
        LevelSource source(study.folder(), setting, id, writer, stop);
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            const ImageRecord& image = *tasks[i].image;
            const RgbImage face = ImageTable(source.study()).face(image.id);
            for (const int level : tasks[i].levels) {
                throwIfStopped(stop);
                try {
                    source.at(image.id, face, level);
                } catch (const Error& error) {
                    const std::lock_guard lock(mutex);
                    failed.push_back({image.identity + "/" + image.stem, error.what()});
                }
                context.progress(++done, total, "encoding");
            }
        }
    });
    writer.finish();
    const std::size_t encoded = total - failed.size();
    const Json result = {
        {"encoded", encoded}, {"skipped", probes.size() * levels.size() - total}, {"failed", toJson(failed)}};
    if (encoded == 0 && !failed.empty())
        throwFailure("Every encoding failed: " + failed.front().reason, "See the list of reasons.");
    return Outcome::finished(result, failed);
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
