// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "hvs/background_gradient.h"
#include "hvs/canny.h"
#include "hvs/edge_guard.h"
#include "hvs/eye_model_makers.h"
#include "hvs/luminance_table.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

constexpr double cannyThreshold = 0.5;
constexpr double paperMasking = 0.117;  // of luma: Yang et al. 2005, eq. (6)

class Yang05 : public EyeModel {
public:
    explicit Yang05(const EyeModelOptions& options) : EyeModel(1.0), m_options(options) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        const bool asProgram = m_options.variant == EyeModelVariant::Author;
        const IntRaster values = asIntegers(grey);
        const IntRaster background = backgroundSum(values, m_options.frame);
        const IntRaster gradient = gradientSum(values, m_options.frame);
        const std::vector<double>& luminance = luminanceTable();
        // The paper weighs edge pixels by 0.1 and says nothing of their surroundings.
        Plane map = edgeGuard(cannyEdges(grey, cannyThreshold),
                              {.shape = asProgram ? GuardShape::Square11 : GuardShape::Pixel,
                               .edgePercent = asProgram ? 5 : 10,
                               .kernelSize = 7,
                               .sigma = 0.8});
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const double adapted = luminance[static_cast<std::size_t>(background.values[i])];
            const double weighted = gradientScale * gradient.values[i] * map.values[i];
            const double masked = asProgram
                                      ? gradientMasking(weighted, backgroundScale * background.values[i])
                                      : paperMasking * weighted;
            map.values[i] = overlappingSum(adapted, masked);
        }
        return map;
    }

    EyeModelOptions m_options;
};

}  // namespace

std::unique_ptr<EyeModel> makeYang05(const EyeModelOptions& options) {
    return std::make_unique<Yang05>(options);
}

}  // namespace limen
