// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace limen {

/// What a network expects (design.md section 6). Values are (v - mean) / std of 0..255, in `colour` order.
struct ModelInput {
    int width = 112;  ///< after an optional bilinear resize of the crop
    int height = 112;
    int cropX = 0;  ///< inside the 112x112 alignment
    int cropY = 0;
    int cropWidth = 112;
    int cropHeight = 112;
    bool bgr = false;
    float mean[3] = {127.5F, 127.5F, 127.5F};  ///< in `colour` order
    float std[3] = {127.5F, 127.5F, 127.5F};
};

/// A model card: the only description of a model Limen reads. Cards are parsed here and nowhere else.
struct ModelCard {
    std::string name;
    std::string task;          ///< "face-recognition", "face-detection", ...
    std::string format;        ///< safetensors, torch, torchscript, onnx, caffe, tensorflow, builtin
    std::string architecture;  ///< e.g. "mobilefacenet"
    std::vector<std::filesystem::path> files;  ///< absolute
    ModelInput input;
    int embedding = 0;   ///< values per embedding; 0 when the card does not say
    std::string output;  ///< name of the output layer; empty: the last
    std::string licence;
    std::string source;
    std::string download;
    Json options = Json::object();
    std::filesystem::path cardFile;  ///< empty for a built-in model
    std::string hash;                ///< SHA-256 over the card's meaning and the hashes of its files

    /// Throws Error (BadInput) unless every file exists and has the SHA-256 the card states.
    void verifyFiles() const;
    std::map<std::string, std::string> sha256;  ///< by entry of "files" as written in the card
    std::vector<std::string> fileNames;         ///< as written in the card, same order as `files`
};

/// Reads and checks a card. Does not read the model's files. Throws Error (BadInput) naming what is missing
/// or wrong.
ModelCard readModelCard(const std::filesystem::path& file);

/// Cards found in the folders of LIMEN_MODELS, the user's model folder, among the models Limen ships and the
/// built-in ones, in that order; the first of a name wins. Unusable cards are skipped and returned in
/// `problems`.
std::vector<ModelCard> installedModels(std::vector<std::string>* problems = nullptr);

/// The installed model of that name, or the card at that path. Throws Error (BadInput), naming what is
/// installed. `task` is checked unless empty.
ModelCard findModel(const std::string& nameOrCard, const std::string& task);

/// Copies a card and its files into the user's model folder after checking hashes. Returns the new card's
/// path.
std::filesystem::path importModel(const std::filesystem::path& card);

/// $XDG_DATA_HOME/limen/models or ~/.local/share/limen/models.
std::filesystem::path userModelFolder();

/// Where the models that Limen ships lie, with `held_out.csv`: people none of them was trained on.
std::filesystem::path shippedModelFolder();

}  // namespace limen
