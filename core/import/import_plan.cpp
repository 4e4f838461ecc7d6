// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "import/import_plan.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "base/threads.h"

namespace limen {

namespace {

struct HashOrReason {
    std::string hash;  ///< empty: see reason
    std::string reason;
};

std::vector<HashOrReason> hashAll(const std::vector<Photo>& photos, const JobContext& context) {
    std::vector<HashOrReason> hashes(photos.size());
    // In portions, because progress is reported on this thread.
    constexpr std::size_t portion = 256;
    for (std::size_t start = 0; start < photos.size(); start += portion) {
        context.progress(start, photos.size(), "reading files");
        const std::size_t count = std::min(portion, photos.size() - start);
        parallelFor(context.workers(), count, context.stop(), [&](std::size_t i) {
            try {
                hashes[start + i].hash = sha256Hex(readFile(photos[start + i].file, mostPhotoBytes));
            } catch (const Error& error) {
                hashes[start + i].reason = error.what();
            }
        });
    }
    context.progress(photos.size(), photos.size(), "reading files");
    return hashes;
}

void limitPerIdentity(ImportPlan& plan, const ImageTable& images, std::size_t most) {
    std::map<std::string, std::vector<std::string>> hashes;
    for (const PlannedPhoto& planned : plan.work)
        hashes[planned.photo.identity].push_back(planned.hash);
    for (auto& [identity, candidates] : hashes) {
        std::sort(candidates.begin(), candidates.end());
        const auto present = static_cast<std::size_t>(images.imagesOf(identity));
        const std::size_t room = most > present ? most - present : 0;
        candidates.resize(std::min(room, candidates.size()));
    }
    const std::size_t before = plan.work.size();
    std::erase_if(plan.work, [&](const PlannedPhoto& planned) {
        const std::vector<std::string>& kept = hashes.at(planned.photo.identity);
        return !std::binary_search(kept.begin(), kept.end(), planned.hash);
    });
    plan.leftOut = before - plan.work.size();
}

}  // namespace

ImportPlan planImport(const std::vector<Photo>& photos,
                      const ImageTable& images,
                      const std::string& alignment,
                      std::optional<std::size_t> mostPerIdentity,
                      const JobContext& context) {
    std::vector<HashOrReason> hashes = hashAll(photos, context);
    ImportPlan plan;
    std::unordered_map<std::string, std::size_t> planned;  // hash to index in plan.work
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const Photo& photo = photos[i];
        const std::string& hash = hashes[i].hash;
        if (hash.empty()) {
            plan.failed.push_back({displayText(photo.file), hashes[i].reason});
            continue;
        }
        std::optional<std::string> owner = images.identityOf(hash, alignment);
        if (const auto earlier = planned.find(hash); !owner && earlier != planned.end()) {
            owner = plan.work[earlier->second].photo.identity;
            plan.work[earlier->second].copies.push_back(displayText(photo.file));
        }
        if (!owner) {
            planned.emplace(hash, plan.work.size());
            plan.work.push_back({photo, hash, {}});
            continue;
        }
        ++plan.duplicates;
        if (*owner != photo.identity)
            plan.samePhotos.push_back({displayText(photo.file), photo.identity, *owner});
    }
    if (mostPerIdentity)
        limitPerIdentity(plan, images, *mostPerIdentity);
    return plan;
}

}  // namespace limen
