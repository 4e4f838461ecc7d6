// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hvs/raster.h"

namespace limen {

/// Which text of a model is followed where its authors' program and their paper differ.
enum class EyeModelVariant { Author, Paper };

/// What lies beyond the frame for the filters of a model.
enum class FrameRule {
    Zero,    ///< black, as in the authors' programs: thresholds along the frame are wrong by design
    Mirror,  ///< the image mirrored at its frame, the outermost pixel twice
};

struct EyeModelOptions {
    EyeModelVariant variant = EyeModelVariant::Author;
    FrameRule frame = FrameRule::Zero;
};

/// How a JND map becomes an image.
enum class InjectionRule {
    Published,  ///< noise; for Jiang22 the image that the model itself makes
    Noise,      ///< every threshold added or taken away, equally likely
    Subtract,   ///< every threshold taken away
};

struct Injection {
    InjectionRule rule = InjectionRule::Published;
    std::optional<double> gain = {};  ///< none: the model's published one
    /// The gain is chosen so that the mean squared change, before rounding, is this (grey levels squared).
    std::optional<double> meanSquare = {};
    std::uint64_t seed = 0;  ///< of the signs
};

/// A model of what the human eye just does not notice in a grey image. Immutable; may be shared by threads.
class EyeModel {
public:
    virtual ~EyeModel() = default;

    /// JND of each pixel in grey levels, of the size of the image. Zhang05: of the DCT coefficient that takes
    /// the pixel's place in its 8x8 block. Never negative. Throws Error (BadInput) for an empty image.
    Plane map(const GreyImage& grey) const;

    /// What an injection adds to each pixel, in grey levels, neither rounded nor clipped. Throws Error
    /// (BadInput) for an empty image, for a gain beside a mean square, and for negative ones.
    Plane change(const GreyImage& grey, const Injection& injection) const;

protected:
    explicit EyeModel(double publishedGain) : m_publishedGain(publishedGain) {}

    virtual Plane computeMap(const GreyImage& grey) const = 0;
    /// The change for a gain of one. The base adds the map with signs, or takes it away.
    virtual Plane unitChange(const GreyImage& grey, InjectionRule rule, std::uint64_t seed) const;

private:
    double m_publishedGain;
};

struct EyeModelInfo {
    std::string name;   ///< "chou95"
    std::string title;  ///< "Chou & Li 1995"
    bool hasPaperVariant = false;
};

/// All models, oldest first.
const std::vector<EyeModelInfo>& eyeModels();

/// Throws Error (BadInput) for an unknown name, and for a variant that the model does not have.
std::unique_ptr<EyeModel> createEyeModel(const std::string& name, const EyeModelOptions& options = {});

}  // namespace limen
