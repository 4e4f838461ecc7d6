// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/eye_model.h"

#include <cmath>

#include "base/error.h"
#include "hvs/random_signs.h"

namespace limen {

namespace {

void requirePixels(const GreyImage& grey) {
    if (grey.empty())
        throwBadInput("A JND map needs an image of at least one pixel.", "Give an image that is not empty.");
}

double meanSquareOf(const Plane& plane) {
    double sum = 0.0;
    for (const double value : plane.values)
        sum += value * value;
    return sum / static_cast<double>(plane.values.size());
}

}  // namespace

Plane EyeModel::map(const GreyImage& grey) const {
    requirePixels(grey);
    return computeMap(grey);
}

Plane EyeModel::change(const GreyImage& grey, const Injection& injection) const {
    requirePixels(grey);
    if (injection.gain && injection.meanSquare)
        throwBadInput("A gain and a mean square exclude each other.", "Give one of them.");
    for (const double amount : {injection.gain.value_or(0.0), injection.meanSquare.value_or(0.0)})
        if (!std::isfinite(amount) || amount < 0.0)
            throwBadInput("The gain of an injection cannot be negative or infinite.", "Give 0 or more.");
    Plane change = unitChange(grey, injection.rule, injection.seed);
    double gain = injection.gain.value_or(m_publishedGain);
    if (injection.meanSquare) {
        const double unit = meanSquareOf(change);
        gain = unit > 0.0 ? std::sqrt(*injection.meanSquare / unit) : 0.0;
    }
    for (double& value : change.values)
        value *= gain;
    return change;
}

Plane EyeModel::unitChange(const GreyImage& grey, InjectionRule rule, std::uint64_t seed) const {
    Plane change = computeMap(grey);
    RandomSigns signs(seed);
    for (double& value : change.values)
        value *= rule == InjectionRule::Subtract ? -1.0 : signs.next();
    return change;
}

}  // namespace limen
