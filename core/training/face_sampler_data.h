// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "faces/face_latents.h"
#include "image/rgb_image.h"
#include "models/models_api.h"
#include "recognition/model_card.h"
#include "study/image_table.h"

namespace limen {

/// What the face sampler learns from: the heads of a study's photographs on the canvas of
/// core/faces/face_latents.h, each also mirrored, and the linear model fitted to them.
class FaceSamplerData {
public:
    struct Options {
        int components = 48;  ///< of the layout: few enough that a random one looks like a real one
        int between = 120;
        int within = 160;
    };

    /// Reads the photographs of `images` (those with landmarks, without the black borders some data sets
    /// have) and fits the model. Throws Error (BadInput) when too few remain.
    FaceSamplerData(const std::vector<ImageRecord>& images,
                    const std::vector<ModelCard>& judges,
                    const Options& options,
                    const JobContext& context);

    /// Photographs, mirrored ones not counted.
    std::size_t photographs() const { return m_canvases.size(); }
    /// What fitFaceLatents() gives, without `coefficient`.
    const models::TensorMap& fitted() const { return m_fitted; }
    const FaceLatents& latents() const { return *m_latents; }

    /// The batch of a step, as models/face_sampler_trainer.h wants it: `count` photographs and as many
    /// people who do not exist.
    models::TensorMap batch(std::uint64_t seed, std::int64_t step, int count) const;

private:
    void readCanvases(const std::vector<ImageRecord>& images, const JobContext& context);
    void embed(const std::vector<ModelCard>& judges, const JobContext& context);
    void fit(const Options& options, int judges);

    std::vector<RgbImage> m_canvases;
    std::vector<int> m_person;         ///< of each canvas
    std::vector<float> m_embedding;    ///< of canvas i at 2 i, mirrored at 2 i + 1
    std::vector<float> m_coefficient;  ///< likewise
    std::size_t m_embeddingWidth = 0;
    models::TensorMap m_fitted;
    std::unique_ptr<FaceLatents> m_latents;
};

}  // namespace limen
