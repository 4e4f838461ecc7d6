// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/missing_encodings.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "base/cancellation.h"
#include "base/threads.h"
#include "labelling/level_source.h"

namespace limen {

namespace {

struct Task {
    const ImageRecord* image = nullptr;
    std::vector<int> levels;
};

std::vector<Task> missingLevels(const std::vector<ImageRecord>& images,
                                const std::vector<int>& levels,
                                const std::set<std::pair<ImageId, int>>& existing) {
    std::vector<Task> tasks;
    for (const ImageRecord& image : images) {
        Task task{&image, {}};
        for (const int level : levels)
            if (!existing.contains({image.id, level}))
                task.levels.push_back(level);
        if (!task.levels.empty())
            tasks.push_back(std::move(task));
    }
    return tasks;
}

}  // namespace

EncodingReport encodeMissing(const std::filesystem::path& folder,
                             const std::string& setting,
                             const std::vector<ImageRecord>& images,
                             const std::vector<int>& levels,
                             const JobContext& context) {
    Study study = Study::open(folder, Study::Access::ReadWrite);
    const CodecId id = EncodingTable(study).idOf(*createCodec(setting), setting);
    const std::vector<Task> tasks = missingLevels(images, levels, EncodingTable(study).existing(id));
    std::size_t total = 0;
    for (const Task& task : tasks)
        total += task.levels.size();

    StudyWriter writer(study.folder());
    EncodingReport report;
    std::mutex mutex;  // guards report.failed
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
                    report.failed.push_back({image.identity + "/" + image.stem, error.what()});
                }
                context.progress(++done, total, "encoding");
            }
        }
    });
    writer.finish();
    report.encoded = total - report.failed.size();
    report.skipped = images.size() * levels.size() - total;
    if (report.encoded == 0 && !report.failed.empty())
        throwFailure("Every encoding failed: " + report.failed.front().reason, "See the list of reasons.");
    return report;
}

}  // namespace limen
