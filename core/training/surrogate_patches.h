// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "base/job_context.h"
#include "models/models_api.h"
#include "study/encoding_table.h"
#include "training/epoch_order.h"
#include "training/jnd_faces.h"

namespace limen {

/// A grey patch of 64x64 and what stands for its JND version: no images that people have looked at are at
/// hand, so that a rule takes their place.
struct SurrogatePatch {
    std::vector<std::uint8_t> original, target;  ///< row by row
    int level = 0;                               ///< of which the target is
};

/// The patches of faces with their surrogate labels.
struct SurrogatePatches {
    std::vector<SurrogatePatch> patches;
    std::size_t leftOut = 0;  ///< which no level satisfies
};

/// The target of each patch (hvs/shen21_patches.h) is the same patch of the coarsest level of the codec at
/// which its SSIM to the original, over the patch alone, is at least `leastSsim`; where no level satisfies,
/// the patch is left out. `places`: in `faces`, whose levels are stored in the study. Throws Error (Failure)
/// naming a level that is not.
SurrogatePatches surrogatePatches(const std::filesystem::path& study,
                                  const CodecRecord& codec,
                                  const JndFaces& faces,
                                  std::span<const std::size_t> places,
                                  double leastSsim,
                                  const JobContext& context);

/// Values as models/structure_network.h takes them, added to a tensor of patches.
void appendPatch(const std::vector<std::uint8_t>& patch, bool mirrored, FloatTensor& to);

/// Batches for the trainer "structure": each epoch is all patches in a new order, what does not fill a batch
/// at its end is left out of it.
class SurrogateBatches {
public:
    /// `patches` must outlive this. `flip`: half of the patches mirrored. Throws Error (BadInput) when they
    /// do not fill a batch.
    SurrogateBatches(const std::vector<SurrogatePatch>& patches, int batch, bool flip, std::uint64_t seed);

    std::int64_t stepsPerEpoch() const;
    models::TensorMap operator()(std::int64_t step);

private:
    const std::vector<SurrogatePatch>* m_patches;
    std::size_t m_batch;
    bool m_flip;
    std::uint64_t m_seed;
    EpochOrder m_order;
};

}  // namespace limen
