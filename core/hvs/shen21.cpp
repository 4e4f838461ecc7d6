// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/shen21.h"

#include <algorithm>
#include <cmath>

#include "hvs/random_signs.h"
#include "hvs/shen21_patches.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

/// What the authors' program leaves of a patch's contrast.
constexpr double keptContrast = 0.9474;

class Shen21 : public EyeModel {
public:
    explicit Shen21(PatchNetwork network) : EyeModel(1.0), m_network(std::move(network)) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        Plane map = changeOf(grey, 1.0);
        for (double& value : map.values)
            value = std::abs(value);
        return map;
    }

    /// The model makes an image itself.
    Plane unitChange(const GreyImage& grey, InjectionRule rule, std::uint64_t seed) const override {
        return rule == InjectionRule::Published ? changeOf(grey, RandomSigns(seed).next())
                                                : EyeModel::unitChange(grey, rule, seed);
    }

    Plane changeOf(const GreyImage& grey, double sign) const {
        const Plane image = extendedToPatches(grey);
        const std::vector<Plane> originals = patchesOf(image);
        std::vector<Plane> patches = m_network(originals);
        for (std::size_t i = 0; i < patches.size(); ++i) {
            const PatchParts original = decompose(originals[i]);
            PatchParts seen = decompose(patches[i]);
            seen.mean = std::clamp(original.mean + sign * luminanceThreshold(original.mean), 0.0, 255.0);
            seen.contrast = keptContrast * original.contrast;
            patches[i] = recompose(seen);
        }
        const Plane jnd = stitched(patches, image.width, image.height);
        Plane change(grey.width, grey.height);
        for (int y = 0; y < grey.height; ++y)
            for (int x = 0; x < grey.width; ++x)
                change.row(y)[x] = jnd.at(x, y) - grey.at(x, y);
        return change;
    }

    PatchNetwork m_network;
};

}  // namespace

std::unique_ptr<EyeModel> makeShen21(PatchNetwork network) {
    return std::make_unique<Shen21>(std::move(network));
}

}  // namespace limen
