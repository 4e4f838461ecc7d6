// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "models/models_api.h"
#include "training/epoch_order.h"
#include "training/jnd_faces.h"

namespace limen {

struct JndBatchOptions {
    int batch = 12;
    bool flip = true;       ///< half of the images mirrored, each with its JND image and its mate
    bool positives = true;  ///< the identity loss needs them
    std::uint64_t seed = 1;
    /// In place of the JND images, by place in the faces: what the network is to answer.
    std::shared_ptr<const std::map<std::size_t, RgbImage>> targets = nullptr;
};

/// Batches for models/jnd_trainer.h. Each epoch is the training part in a new order; what does not fill a
/// batch at its end is left out of it.
class JndBatches {
public:
    /// `train`: places in `faces`. Throws Error (BadInput) when they do not fill a batch.
    JndBatches(std::shared_ptr<const JndFaces> faces,
               std::vector<std::size_t> train,
               const JndBatchOptions& options);

    std::int64_t stepsPerEpoch() const;
    /// How many of the training part have an accepted mate.
    std::size_t matched() const;
    models::TensorMap operator()(std::int64_t step);

private:
    std::shared_ptr<const JndFaces> m_faces;
    std::vector<std::size_t> m_train;
    std::vector<std::optional<std::size_t>> m_mates;  // of m_train
    JndBatchOptions m_options;
    EpochOrder m_order;  // of places in m_train
};

}  // namespace limen
