// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/training_faces.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/hash.h"
#include "study/image_table.h"

namespace limen {

TrainingFaces loadTrainingFaces(Study& study,
                                const std::set<std::string>& heldOut,
                                const JobContext& context) {
    TrainingFaces faces;
    Sha256 hash;
    std::string person;
    const ImageTable table(study);
    const std::vector<ImageRecord> records = table.all();
    std::uint64_t read = 0;
    for (const ImageRecord& record : records) {
        context.throwIfStopped();
        context.progress(++read, records.size(), "reading faces");
        if (heldOut.contains(record.identity))
            continue;
        if (faces.people.empty() || record.identity != person)
            faces.people.emplace_back();
        person = record.identity;
        faces.people.back().push_back(table.face(record.id));
        ++faces.images;
        hash.add(fmt::format("{}\n{}\n", record.identity, record.fileHash));
    }
    if (faces.people.size() < 2)
        throwBadInput(
            fmt::format("The study {} has only {} people to learn from (of {} images, without those "
                        "held out).",
                        study.name(),
                        faces.people.size(),
                        records.size()),
            "Import more people, or give another --held-out list.");
    faces.hash = hash.hexDigest();
    return faces;
}

}  // namespace limen
