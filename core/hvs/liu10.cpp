// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "hvs/background_gradient.h"
#include "hvs/eye_model_makers.h"
#include "hvs/luminance_table.h"
#include "hvs/structure_image.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

/// Structure and texture are masked apart: texture hides more.
class Liu10 : public EyeModel {
public:
    explicit Liu10(const EyeModelOptions& options) : EyeModel(1.0), m_options(options) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        const bool asProgram = m_options.variant == EyeModelVariant::Author;
        const IntRaster values = asIntegers(grey);
        const IntRaster structure = asIntegers(structureImage(grey));
        IntRaster texture = values;
        for (std::size_t i = 0; i < texture.values.size(); ++i)
            texture.values[i] = static_cast<std::int16_t>(values.values[i] - structure.values[i]);
        const IntRaster background = backgroundSum(values, m_options.frame);
        const IntRaster edges = gradientSum(structure, m_options.frame);
        const IntRaster textures = gradientSum(texture, m_options.frame);
        Plane map(grey.width, grey.height);
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const double adapted = luminanceTable()[static_cast<std::size_t>(background.values[i])];
            const double level = backgroundScale * background.values[i];
            const double edge = gradientScale * edges.values[i];
            const double rough = gradientScale * textures.values[i];
            const auto clipped = [level](double gradient) {
                return std::clamp(gradientMasking(gradient, level), 0.0, 10.0);
            };
            // The paper's eqs. (4) and (5) know neither the background nor an upper limit.
            const double masked =
                asProgram ? 0.7 * clipped(edge) + 1.4 * clipped(rough) : 0.117 * edge + 3.0 * 0.117 * rough;
            map.values[i] = overlappingSum(adapted, masked);
        }
        return map;
    }

    EyeModelOptions m_options;
};

}  // namespace

std::unique_ptr<EyeModel> makeLiu10(const EyeModelOptions& options) {
    return std::make_unique<Liu10>(options);
}

}  // namespace limen
