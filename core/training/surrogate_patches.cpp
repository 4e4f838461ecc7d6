// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/surrogate_patches.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "hvs/shen21_patches.h"
#include "metrics/image_region.h"
#include "metrics/ssim.h"
#include "prediction/codec_mix.h"
#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers of one seed; the order has the first.
constexpr std::uint64_t flipStream = 2;
constexpr float middle = 127.5F;

std::vector<ImageRegion> regionsOf(const RgbImage& face) {
    std::vector<ImageRegion> regions;
    for (const int top : patchStarts(face.height))
        for (const int left : patchStarts(face.width))
            regions.push_back({left, top, shenPatchSide, shenPatchSide});
    return regions;
}

/// From the coarsest level on, until every patch has one.
SurrogatePatches patchesOfFace(const JndFace& face, LevelReader& reader, double leastSsim) {
    const std::vector<ImageRegion> regions = regionsOf(face.original);
    std::vector<SurrogatePatch> found(regions.size());
    std::vector<RgbImage> originals;
    for (const ImageRegion& region : regions)
        originals.push_back(cutOut(face.original, region));
    std::size_t open = regions.size();
    const CodecLevels& levels = reader.levels();
    for (int i = levels.count() - 1; i >= 0 && open > 0; --i) {
        const RgbImage decoded = reader.at(face.image, levels.level(i));
        for (std::size_t patch = 0; patch < regions.size(); ++patch) {
            if (!found[patch].target.empty())
                continue;
            const RgbImage coded = cutOut(decoded, regions[patch]);
            if (ssim(originals[patch], coded) < leastSsim)
                continue;
            found[patch] = {greyOf(originals[patch]).values, greyOf(coded).values, levels.level(i)};
            --open;
        }
    }
    std::erase_if(found, [](const SurrogatePatch& patch) { return patch.target.empty(); });
    return {std::move(found), open};
}

}  // namespace

SurrogatePatches surrogatePatches(const std::filesystem::path& study,
                                  const CodecRecord& codec,
                                  const JndFaces& faces,
                                  std::span<const std::size_t> places,
                                  double leastSsim,
                                  const JobContext& context) {
    SurrogatePatches all;
    computeInOrder<SurrogatePatches>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return [&, reader = std::make_shared<LevelReader>(study, codec)](std::size_t i) {
                return patchesOfFace(faces.faces[places[i]], *reader, leastSsim);
            };
        },
        [&](std::size_t i, SurrogatePatches ofFace) {
            std::move(ofFace.patches.begin(), ofFace.patches.end(), std::back_inserter(all.patches));
            all.leftOut += ofFace.leftOut;
            context.progress(i + 1, places.size(), "labelling patches");
        });
    return all;
}

void appendPatch(const std::vector<std::uint8_t>& patch, bool mirrored, FloatTensor& to) {
    const auto add = [&to](std::uint8_t value) {
        to.values.push_back((static_cast<float>(value) - middle) / middle);
    };
    for (auto row = patch.begin(); row != patch.end(); row += shenPatchSide)
        if (mirrored)
            std::for_each(
                std::make_reverse_iterator(row + shenPatchSide), std::make_reverse_iterator(row), add);
        else
            std::for_each(row, row + shenPatchSide, add);
    if (to.shape.empty())
        to.shape = {0, 1, shenPatchSide, shenPatchSide};
    ++to.shape.front();
}

SurrogateBatches::SurrogateBatches(const std::vector<SurrogatePatch>& patches,
                                   int batch,
                                   bool flip,
                                   std::uint64_t seed)
    : m_patches(&patches),
      m_batch(static_cast<std::size_t>(batch)),
      m_flip(flip),
      m_seed(seed),
      m_order(patches.size(), seed) {
    if (stepsPerEpoch() == 0)
        throwBadInput(
            fmt::format("A batch of {} is larger than the {} patches to learn from.", batch, patches.size()),
            "Take a smaller --batch or --surrogate-ssim, or import and label more images.");
}

std::int64_t SurrogateBatches::stepsPerEpoch() const {
    return static_cast<std::int64_t>(m_patches->size() / m_batch);
}

models::TensorMap SurrogateBatches::operator()(std::int64_t step) {
    const std::vector<std::size_t>& order = m_order.of(step / stepsPerEpoch());
    const std::size_t first = static_cast<std::size_t>(step % stepsPerEpoch()) * m_batch;
    SampleRandom random(m_seed, static_cast<std::uint64_t>(step), flipStream);
    models::TensorMap batch;
    for (std::size_t i = first; i < first + m_batch; ++i) {
        const SurrogatePatch& patch = (*m_patches)[order[i]];
        const bool mirrored = m_flip && random.chance(0.5);
        appendPatch(patch.original, mirrored, batch["patches"]);
        appendPatch(patch.target, mirrored, batch["targets"]);
    }
    return batch;
}

}  // namespace limen
