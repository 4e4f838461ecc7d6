// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

#include "codecs/codec.h"
#include "models/models_api.h"
#include "recognition/model_card.h"
#include "recognition/recognizer.h"
#include "training/sample_random.h"
#include "training/training_faces.h"

namespace limen {

/// What batches for the recognizer's training are made of.
struct DistillationOptions {
    int batch = 48;
    /// How often an image comes: teachers cost as much as learning, and a few thousand steps apart the second
    /// sight of an image still teaches. Divides `batch`.
    int repeats = 3;
    int apart = 100;       ///< steps between two sights of an image
    double mixed = 0.45;   ///< share of faces made of two
    double sampled = 0.3;  ///< share that comes from the sample faces, where there are any
    double coded = 0.03;   ///< share that passes through a codec
    std::uint64_t seed = 1;
};

/// Varied faces, each with what the teachers say about that very image: the targets are the teachers' unit
/// embeddings side by side, together of length 1.
struct TaughtFaces {
    std::vector<RgbImage> faces;
    std::vector<std::vector<float>> targets;
};

/// Makes groups of taught faces, group n from n alone; no variation can be too strong for its target to hold.
/// Belongs to one thread.
class TaughtFaceMaker {
public:
    using Faces = std::shared_ptr<const TrainingFaces>;
    static constexpr int groupSize = Recognizer::batchSize;

    /// `samples` and `codec` may be empty.
    TaughtFaceMaker(Faces faces,
                    Faces samples,
                    std::vector<std::unique_ptr<Recognizer>> teachers,
                    std::unique_ptr<Codec> codec,
                    const DistillationOptions& options);

    TaughtFaces operator()(std::int64_t group);

private:
    RgbImage draw(SampleRandom& random);
    RgbImage throughCodec(const RgbImage& face, SampleRandom& random);

    Faces m_faces;
    Faces m_samples;
    std::vector<std::unique_ptr<Recognizer>> m_teachers;
    std::unique_ptr<Codec> m_codec;
    DistillationOptions m_options;
    std::discrete_distribution<std::size_t> m_person;
    std::discrete_distribution<std::size_t> m_sampledPerson;
};

/// Groups on their way from the loader that makes them to the steps that use them. Thread-safe.
class TaughtFacePool {
public:
    using Group = std::shared_ptr<const TaughtFaces>;

    /// The group; made by `maker` unless another thread has made it or is at it.
    Group get(std::int64_t group, TaughtFaceMaker& maker);
    /// Groups below `group` will not be asked for again (or will have to be made again).
    void forgetBelow(std::int64_t group);

private:
    std::mutex m_mutex;
    std::map<std::int64_t, std::shared_future<Group>> m_groups;
};

/// Batches as the recognizer's trainer wants them, step k from k alone: a share of 1 / `repeats` of new
/// faces, the others seen before, every second time mirrored (which makes the student indifferent to the
/// side, as the mean of a teacher's answers to both would be).
class DistillationBatches {
public:
    DistillationBatches(std::shared_ptr<TaughtFacePool> pool,
                        TaughtFaceMaker maker,
                        const ModelInput& input,
                        const DistillationOptions& options);

    models::TensorMap operator()(std::int64_t step);

private:
    std::shared_ptr<TaughtFacePool> m_pool;
    TaughtFaceMaker m_maker;
    ModelInput m_input;
    DistillationOptions m_options;
};

}  // namespace limen
