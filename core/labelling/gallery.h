// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "labelling/embedding_matrix.h"
#include "study/embedding_table.h"

namespace limen {

/// What a recognizer decides about one face at threshold t0.
struct RecognitionCount {
    int genuinePairs = 0;          ///< mates: other originals of the same identity
    int genuineAccepted = 0;       ///< mates whose cosine is greater than t0
    int impostorsAccepted = 0;     ///< distractors whose cosine is greater than t0
    double closestGenuine = -2.0;  ///< largest cosine to a mate; -2 without mates
};

/// The gallery of a study for one recognizer: the uncompressed originals of all probes (each one's mates are
/// those of its identity) and all distractors (contract.md, "Roles").
class Gallery {
public:
    explicit Gallery(int dimension);

    void addProbe(ImageId image, std::int64_t identity, std::span<const float> embedding);
    void addDistractor(std::span<const float> embedding);

    std::size_t probes() const { return m_probeIds.size(); }
    std::size_t distractors() const { return m_distractors.rows(); }
    const std::vector<ImageId>& probeIds() const { return m_probeIds; }
    const std::vector<std::int64_t>& probeIdentities() const { return m_probeIdentities; }
    const EmbeddingMatrix& probeEmbeddings() const { return m_probes; }
    const EmbeddingMatrix& distractorEmbeddings() const { return m_distractors; }
    /// Rows of an identity's probes.
    const std::vector<std::size_t>& rowsOf(std::int64_t identity) const;
    /// Throws Error (Failure) if the image is no probe of this gallery.
    std::size_t rowOf(ImageId image) const;

    /// Counts for an embedding of the probe `image`, original or compressed, against uncompressed partners.
    RecognitionCount count(ImageId image, std::span<const float> embedding, double threshold) const;

    /// Which mates of the probe `image` are accepted, in the order of rowsOf() without the probe itself.
    std::vector<bool> acceptedMates(ImageId image, std::span<const float> embedding, double threshold) const;

private:
    EmbeddingMatrix m_probes;
    EmbeddingMatrix m_distractors;
    std::vector<ImageId> m_probeIds;
    std::vector<std::int64_t> m_probeIdentities;
    std::map<ImageId, std::size_t> m_rowOf;
    std::map<std::int64_t, std::vector<std::size_t>> m_rowsOf;
};

/// Constraints (1) and (2) of Tian 2022 (spec/jnd_fr_model.md section 1.5): compression lost no accepted mate
/// and gained no accepted distractor.
bool keepsRecognition(const RecognitionCount& original, const RecognitionCount& compressed);

/// The gallery from the stored embeddings of the originals. Throws Error (Failure) if one is missing.
Gallery loadGallery(Study& study, RecognizerId recognizer, int dimension);

}  // namespace limen
