// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "recognition/recognizer.h"
#include "study/encoding_table.h"

namespace limen {

using RecognizerId = std::int64_t;

struct RecognizerRecord {
    RecognizerId id = 0;
    std::string name;
    std::string identity;  ///< Recognizer::identity()
    int dimension = 0;
    std::string openedAs;  ///< installed name, or absolute path of the card: what openRecognizer() was given
    RecognizerOptions options;
};

/// Embeddings of a study, kept per (image, codec identity, level, recognizer identity).
class EmbeddingTable {
public:
    explicit EmbeddingTable(Study& study) : m_study(&study) {}

    /// Finds or adds a recognizer by its identity, and remembers how it was opened.
    RecognizerId idOf(const Recognizer& recognizer,
                      const std::string& openedAs,
                      const RecognizerOptions& options);
    std::vector<RecognizerRecord> recognizers() const;
    /// Throws Error (Failure) if the study does not know it.
    RecognizerRecord recognizer(RecognizerId id) const;

    void addOriginal(RecognizerId recognizer, ImageId image, const std::vector<float>& embedding);
    void add(RecognizerId recognizer,
             CodecId codec,
             ImageId image,
             int level,
             const std::vector<float>& embedding);

    std::vector<std::pair<ImageId, std::vector<float>>> originals(RecognizerId recognizer) const;
    std::optional<std::vector<float>> original(RecognizerId recognizer, ImageId image) const;
    std::optional<std::vector<float>> find(RecognizerId recognizer,
                                           CodecId codec,
                                           ImageId image,
                                           int level) const;
    /// All levels stored for one image, fine to coarse is not implied.
    std::vector<std::pair<int, std::vector<float>>> levelsOf(RecognizerId recognizer,
                                                             CodecId codec,
                                                             ImageId image) const;
    /// How many (image, level) pairs have an embedding.
    std::size_t levelCount(RecognizerId recognizer, CodecId codec) const;

private:
    Study* m_study;
};

}  // namespace limen
