// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "hvs/block_dct.h"
#include "hvs/block_karhunen_loeve.h"
#include "hvs/contrast_guard.h"
#include "hvs/eye_model_makers.h"

namespace limen {

namespace {

class Jiang22 : public EyeModel {
public:
    Jiang22() : EyeModel(1.0) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        Plane map = lossOf(grey);
        const GreyImage whole = wholeBlocksOf(grey);
        const Plane guard = highContrastGuard(whole);
        for (int y = 0; y < grey.height; ++y) {
            const double* weights = guard.row(std::min(y, guard.height - 1));
            double* out = map.row(y);
            for (int x = 0; x < grey.width; ++x)
                out[x] = std::abs(out[x]) * weights[std::min(x, guard.width - 1)];
        }
        return map;
    }

    /// The model makes an image itself; that one is not guarded.
    Plane unitChange(const GreyImage& grey, InjectionRule rule, std::uint64_t seed) const override {
        return rule == InjectionRule::Published ? lossOf(grey) : EyeModel::unitChange(grey, rule, seed);
    }

    static Plane lossOf(const GreyImage& grey) {
        Plane change = criticalLosslessImage(grey).image;
        for (std::size_t i = 0; i < change.values.size(); ++i)
            change.values[i] -= grey.values[i];
        return change;
    }

    /// The authors' program leaves pixels out that fill no block, also where it looks for edges. Images
    /// without a whole block are taken as they are.
    static GreyImage wholeBlocksOf(const GreyImage& grey) {
        const auto whole = [](int size) { return size < blockSide ? size : size / blockSide * blockSide; };
        GreyImage result(whole(grey.width), whole(grey.height));
        for (int y = 0; y < result.height; ++y)
            std::copy_n(grey.row(y), result.width, result.row(y));
        return result;
    }
};

}  // namespace

std::unique_ptr<EyeModel> makeJiang22(const EyeModelOptions&) {
    return std::make_unique<Jiang22>();
}

}  // namespace limen
