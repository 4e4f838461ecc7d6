// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "hvs/block_dct.h"
#include "hvs/eye_model_makers.h"
#include "hvs/random_signs.h"

namespace limen {

namespace {

constexpr std::size_t side = blockSide;
constexpr double programGain = 0.3;  // with which the authors' program scales all thresholds

using Block = std::array<double, side * side>;

/// Thresholds of the 64 coefficients over a medium background: contrast sensitivity after Ahumada & Peterson,
/// for a display of 0..130 cd/m2 in 256 levels at 65 cd/m2 and pixels of 0.0298 degrees (Zhang et al. 2005,
/// eq. (3)).
Block makeBaseThresholds() {
    constexpr double pixelAngle = 0.0298;
    constexpr double luminance = 65.0;
    constexpr double luminanceRange = 130.0;
    constexpr double levels = 256.0;
    constexpr double summation = 0.25;
    constexpr double obliqueness = 0.6;
    const double lowest = luminance / 94.7;
    const double peak = 6.78 * std::pow(luminance / 300.0, 0.182);
    const double steepness = 3.125 * std::pow(luminance / 300.0, 0.0706);
    Block thresholds{};
    for (std::size_t i = 0; i < side; ++i)
        for (std::size_t j = 0; j < side; ++j) {
            if (i + j == 0)
                continue;
            const double vertical = static_cast<double>(i) / (2.0 * blockSide * pixelAngle);
            const double horizontal = static_cast<double>(j) / (2.0 * blockSide * pixelAngle);
            const double frequency = std::hypot(vertical, horizontal);
            const double sine = 2.0 * vertical * horizontal / (frequency * frequency);
            const double cosineSquared = 1.0 - sine * sine;
            const double distance = std::log10(frequency) - std::log10(peak);
            const double contrast = std::pow(
                10.0,
                std::log10(summation * lowest / (obliqueness + (1.0 - obliqueness) * cosineSquared)) +
                    steepness * distance * distance);
            const double norms = (i == 0 ? std::sqrt(0.125) : 0.5) * (j == 0 ? std::sqrt(0.125) : 0.5);
            thresholds[i * side + j] = levels * contrast / (norms * luminanceRange);
        }
    thresholds[0] = std::min(thresholds[1], thresholds[side]);
    return thresholds;
}

enum class Group : std::uint8_t { Dc, Low, Medium, High };

std::array<Group, side * side> makeGroups() {
    std::array<Group, side * side> groups{};
    groups.fill(Group::High);
    const auto set = [&](std::initializer_list<std::array<std::size_t, 2>> places, Group group) {
        for (const auto& [row, column] : places)
            groups[row * side + column] = group;
    };
    set({{0, 0}}, Group::Dc);
    set({{1, 0}, {2, 0}, {0, 1}, {0, 2}, {1, 1}}, Group::Low);
    set({{3, 0}, {4, 0}, {5, 0}, {6, 0}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {2, 1}, {2, 2}, {1, 2}, {3, 3}},
        Group::Medium);
    return groups;
}

const Block& baseThresholds() {
    static const Block thresholds = makeBaseThresholds();
    return thresholds;
}

const std::array<Group, side * side>& groups() {
    static const std::array<Group, side* side> table = makeGroups();
    return table;
}

/// Constants in which program and paper differ.
struct Constants {
    double medium[3];     ///< edge test of blocks of medium energy: alpha, beta, gamma
    double high[3];       ///< of blocks of high energy
    double textureSlope;  ///< of the elevation over texture energy
};

constexpr Constants programConstants{{6.9, 4.8, 16.0}, {1.0, 1.6, 2.0}, 1.5};
// The paper scales alpha and beta by 0.1 for high energy and keeps gamma.
constexpr Constants paperConstants{{7.0, 5.0, 16.0}, {0.7, 0.5, 16.0}, 1.25};

/// Elevation by the luminance of a block (Zhang et al. 2005, eq. (9)); `dc`: 0..2040.
double luminanceElevation(double dc) {
    const double relative = dc / 1024.0;
    return relative <= 1.0 ? 2.0 * std::pow(1.0 - relative, 3.0) + 1.0
                           : 0.8 * (relative - 1.0) * (relative - 1.0) + 1.0;
}

struct BlockKind {
    double elevation = 1.0;  ///< by masking between bands
    bool isEdge = false;
};

class Zhang05 : public EyeModel {
public:
    explicit Zhang05(const EyeModelOptions& options)
        : EyeModel(1.0),
          m_constants(options.variant == EyeModelVariant::Author ? programConstants : paperConstants) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        return cropped(thresholdsOf(grey), grey.width, grey.height);
    }

    /// In the domain of the thresholds: coefficients change by plus or minus their threshold (eq. (26)).
    Plane unitChange(const GreyImage& grey, InjectionRule rule, std::uint64_t seed) const override {
        Plane change = thresholdsOf(grey);
        RandomSigns signs(seed);
        for (double& value : change.values)
            value *= rule == InjectionRule::Subtract ? -1.0 : signs.next();
        restoreBlocks(change);
        return cropped(std::move(change), grey.width, grey.height);
    }

    /// Of whole blocks.
    Plane thresholdsOf(const GreyImage& grey) const {
        Plane plane = paddedToBlocks(grey);
        transformBlocks(plane);
        for (int y = 0; y < plane.height; y += blockSide)
            for (int x = 0; x < plane.width; x += blockSide)
                replaceByThresholds(plane.row(y) + x, static_cast<std::size_t>(plane.width));
        return plane;
    }

    void replaceByThresholds(double* block, std::size_t stride) const {
        const double luminance = luminanceElevation(block[0]);
        const BlockKind kind = kindOf(block, stride);
        for (std::size_t i = 0; i < side; ++i)
            for (std::size_t j = 0; j < side; ++j) {
                const std::size_t place = i * side + j;
                double& value = block[i * stride + j];
                const double threshold = baseThresholds()[place] * luminance;
                const Group group = groups()[place];
                double elevation = group == Group::Dc ? 1.0 : kind.elevation;
                const bool masksItself = group == Group::High || (group != Group::Dc && !kind.isEdge);
                if (masksItself && std::abs(value) > threshold)
                    elevation *= std::pow(std::abs(value) / threshold, 0.36);
                value = programGain * threshold * elevation;
            }
    }

    /// Plain, edge or texture, from the energies of three bands (Zhang et al. 2005, section 3.2).
    BlockKind kindOf(const double* block, std::size_t stride) const {
        std::array<double, 4> energy{};
        for (std::size_t i = 0; i < side; ++i)
            for (std::size_t j = 0; j < side; ++j)
                energy[static_cast<std::size_t>(groups()[i * side + j])] += std::abs(block[i * stride + j]);
        const auto [dc, low, medium, high] = energy;
        const double texture = medium + high;
        if (texture < 125.0)
            return {};
        const double lowMean = low / 5.0;
        const double mediumMean = medium / 12.0;
        const double highMean = high / 46.0;
        const double overHigh = (lowMean + mediumMean) / highMean;
        const double overMedium = lowMean / mediumMean;
        const auto& [alpha, beta, gamma] = texture > 900.0 ? m_constants.high : m_constants.medium;
        const bool isEdge = overHigh >= gamma || (overMedium >= alpha && overHigh >= beta) ||
                            (overMedium >= beta && overHigh >= alpha);
        if (isEdge)
            return {low + medium > 400.0 ? 1.25 : 1.125, true};
        if (texture > 290.0)
            return {1.0 + m_constants.textureSlope * (texture - 290.0) / (1800.0 - 290.0), false};
        return {};
    }

    Constants m_constants;
};

}  // namespace

std::unique_ptr<EyeModel> makeZhang05(const EyeModelOptions& options) {
    return std::make_unique<Zhang05>(options);
}

}  // namespace limen
