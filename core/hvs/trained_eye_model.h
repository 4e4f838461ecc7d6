// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "hvs/eye_model.h"
#include "hvs/shen21.h"
#include "recognition/model_card.h"

namespace limen {

/// The task of cards of eye models, and the one architecture there is (models/structure_network.h).
inline constexpr const char* eyeModelTask = "eye-model";
inline constexpr const char* shen21Architecture = "shen21";
/// The name of the model where a model is asked for without a card.
inline constexpr const char* shen21Name = "shen21";

/// How to run its network.
struct EyeModelExecution {
    std::string device = "cpu";
    int threads = 1;  ///< for each map
};

/// An eye model whose weights somebody has trained.
struct TrainedEyeModel {
    ModelCard card;
    std::shared_ptr<const EyeModel> model;

    /// What it is called where it stands beside the published models: with a star, which says that it was
    /// re-trained ("shen21*", or "shen21* (NAME)" where the name does not say what it is).
    std::string nameInTables() const { return nameInTables(card.name); }
    static std::string nameInTables(const std::string& name);
    /// "re-trained, surrogate labels: ...", what its card says of them.
    std::string note() const;
};

/// Of an installed model or a card. Throws Error (BadInput): there is none, which for the name "shen21" is
/// said with how to train one; it is of another task; its files are not what the card says.
TrainedEyeModel openTrainedEyeModel(const std::string& nameOrCard, const EyeModelExecution& execution);

/// The model of a name that eyeModels() has, or else a trained one. Throws as both.
std::shared_ptr<const EyeModel> openEyeModel(const std::string& nameOrCard,
                                             const EyeModelExecution& execution);

/// Whether eyeModels() has it.
bool isPublishedEyeModel(const std::string& name);

}  // namespace limen
