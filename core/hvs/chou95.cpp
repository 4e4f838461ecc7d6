// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "hvs/background_gradient.h"
#include "hvs/eye_model_makers.h"
#include "hvs/luminance_table.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

class Chou95 : public EyeModel {
public:
    explicit Chou95(const EyeModelOptions& options) : EyeModel(1.0), m_options(options) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        const IntRaster values = asIntegers(grey);
        const IntRaster background = backgroundSum(values, m_options.frame);
        const IntRaster gradient = gradientSum(values, m_options.frame);
        const std::vector<double>& luminance = luminanceTable();
        Plane map(grey.width, grey.height);
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const double adapted = luminance[static_cast<std::size_t>(background.values[i])];
            const double masked =
                gradientMasking(gradientScale * gradient.values[i], backgroundScale * background.values[i]);
            // The program overlaps the two as Yang et al. do, the paper's eq. (1) takes the larger.
            map.values[i] = m_options.variant == EyeModelVariant::Author ? overlappingSum(adapted, masked)
                                                                         : std::max(adapted, masked);
        }
        return map;
    }

    EyeModelOptions m_options;
};

}  // namespace

std::unique_ptr<EyeModel> makeChou95(const EyeModelOptions& options) {
    return std::make_unique<Chou95>(options);
}

}  // namespace limen
