// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/gallery.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"

namespace limen {

Gallery::Gallery(int dimension) : m_probes(dimension), m_distractors(dimension) {}

void Gallery::addProbe(ImageId image, std::int64_t identity, std::span<const float> embedding) {
    m_probes.append(embedding);
    const std::size_t row = m_probeIds.size();
    m_probeIds.push_back(image);
    m_probeIdentities.push_back(identity);
    m_rowOf[image] = row;
    m_rowsOf[identity].push_back(row);
}

void Gallery::addDistractor(std::span<const float> embedding) {
    m_distractors.append(embedding);
}

const std::vector<std::size_t>& Gallery::rowsOf(std::int64_t identity) const {
    return m_rowsOf.at(identity);
}

std::size_t Gallery::rowOf(ImageId image) const {
    const auto found = m_rowOf.find(image);
    if (found == m_rowOf.end())
        throwFailure(fmt::format("Image number {} is no probe of this gallery.", image));
    return found->second;
}

RecognitionCount Gallery::count(ImageId image, std::span<const float> embedding, double threshold) const {
    RecognitionCount result;
    const std::size_t own = rowOf(image);
    for (const std::size_t row : rowsOf(m_probeIdentities[own])) {
        if (row == own)
            continue;
        const double cosine = m_probes.cosine(row, embedding);
        ++result.genuinePairs;
        result.genuineAccepted += cosine > threshold ? 1 : 0;
        result.closestGenuine = std::max(result.closestGenuine, cosine);
    }
    result.impostorsAccepted = static_cast<int>(m_distractors.countAbove(embedding, threshold));
    return result;
}

std::vector<bool> Gallery::acceptedMates(ImageId image,
                                         std::span<const float> embedding,
                                         double threshold) const {
    std::vector<bool> accepted;
    const std::size_t own = rowOf(image);
    for (const std::size_t row : rowsOf(m_probeIdentities[own]))
        if (row != own)
            accepted.push_back(m_probes.cosine(row, embedding) > threshold);
    return accepted;
}

bool keepsRecognition(const RecognitionCount& original, const RecognitionCount& compressed) {
    return compressed.genuineAccepted >= original.genuineAccepted &&
           compressed.impostorsAccepted <= original.impostorsAccepted;
}

Gallery loadGallery(Study& study, RecognizerId recognizer, int dimension) {
    std::map<ImageId, std::vector<float>> stored;
    for (auto& [image, vector] : EmbeddingTable(study).originals(recognizer))
        stored.emplace(image, std::move(vector));
    Gallery gallery(dimension);
    for (const ImageRecord& image : ImageTable(study).all()) {
        const auto found = stored.find(image.id);
        if (found == stored.end())
            throwFailure(fmt::format("{}/{} has no embedding yet.", image.identity, image.stem),
                         "Run `limen label` on the study.");
        if (image.role == Role::Probe)
            gallery.addProbe(image.id, image.identityId, found->second);
        else
            gallery.addDistractor(found->second);
    }
    return gallery;
}

}  // namespace limen
