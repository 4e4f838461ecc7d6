// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "codecs/codec.h"
#include "models/models_api.h"
#include "recognition/model_card.h"
#include "recognition/recognizer.h"
#include "training/training_faces.h"

namespace limen {

/// What batches for the recognizer's training are made of.
struct DistillationOptions {
    int batch = 32;
    double mixed = 0.45;   ///< share of faces made of two
    double sampled = 0.3;  ///< share that comes from the sample faces, where there are any
    double coded = 0.03;   ///< share that passes through a codec
    std::uint64_t seed = 1;
};

/// Makes batches of varied faces, each with what the teachers say about that very image, so that no variation
/// can be too strong for its target to hold. Belongs to one thread.
class DistillationBatches {
public:
    using Faces = std::shared_ptr<const TrainingFaces>;

    /// `samples` and `codec` may be empty. `input`: of the network that learns.
    DistillationBatches(Faces faces,
                        Faces samples,
                        std::vector<std::unique_ptr<Recognizer>> teachers,
                        std::unique_ptr<Codec> codec,
                        const ModelInput& input,
                        const DistillationOptions& options);

    /// Batch of step k: `images` and `targets` as the recognizer's trainer wants them. The targets are the
    /// teachers' unit embeddings side by side, together of length 1.
    models::TensorMap operator()(std::int64_t step);
    /// Values per target.
    static int dimension(const std::vector<std::unique_ptr<Recognizer>>& teachers);

private:
    RgbImage draw(std::mt19937_64& random);
    RgbImage throughCodec(const RgbImage& face, std::mt19937_64& random);

    Faces m_faces;
    Faces m_samples;
    std::vector<std::unique_ptr<Recognizer>> m_teachers;
    std::unique_ptr<Codec> m_codec;
    ModelInput m_input;
    DistillationOptions m_options;
    std::discrete_distribution<std::size_t> m_person;
    std::discrete_distribution<std::size_t> m_sampledPerson;
};

}  // namespace limen
