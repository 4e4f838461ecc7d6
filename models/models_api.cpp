// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/models_api.h"

#include <torch/torch.h>

#include <fmt/format.h>

#include "base/error.h"
#include "models/architectures.h"
#include "models/conv_chain.h"
#include "models/face_generator_network.h"
#include "models/face_latent_fit.h"
#include "models/jnd_predictor.h"
#include "models/level_network.h"
#include "models/perceptual_network.h"
#include "models/recognizer_head.h"
#include "models/recognizer_maps.h"
#include "models/structure_network.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

std::string libraryVersion() {
    // "Intel(R) MKL-DNN v2.6.3 (Git Hash N/A)"
    const std::string text = at::get_mkldnn_version();
    const std::size_t start = text.find(" v");
    const std::string oneDnn = start == std::string::npos
                                   ? "none"
                                   : text.substr(start + 2, text.find_first_of(" \n", start + 2) - start - 2);
#ifdef LIMEN_ONEDNN
    return fmt::format(
        "oneDNN {} direct, LibTorch {}", oneDnn, TORCH_VERSION);  // other bits than through LibTorch
#else
    return fmt::format("LibTorch {}, oneDNN {}", TORCH_VERSION, oneDnn);
#endif
}

bool cudaAvailable() {
    return torch::cuda::is_available();
}

bool bf16Available() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") > 0;  // every processor with AMX has it too
#else
    return false;
#endif
}

void checkExecution(const ExecutionOptions& execution) {
    if (execution.device != "cpu" && execution.device != "cuda")
        throwBadInput(fmt::format("There is no device \"{}\".", execution.device), "Use cpu or cuda.");
    if (execution.precision != "fp32" && execution.precision != "bf16")
        throwBadInput(fmt::format("There is no precision \"{}\".", execution.precision), "Use fp32 or bf16.");
    if (execution.device == "cuda" && !cudaAvailable())
        throwBadInput("This machine has no CUDA device that LibTorch can use.", "Use --device cpu.");
    if (execution.device == "cpu" && execution.precision == "bf16" && !bf16Available())
        throwBadInput("This processor does not compute in bf16.", "Use --precision fp32.");
    if (execution.precision == "bf16" && !execution.optimised)
        throwBadInput("A network as published runs in fp32 only.", "Use --precision fp32.");
}

std::unique_ptr<EmbeddingNetwork> createEmbeddingNetwork(const std::string& architecture,
                                                         const Json& options,
                                                         const std::map<std::string, FloatTensor>& weights,
                                                         int width,
                                                         int height,
                                                         const ExecutionOptions& execution) {
    checkExecution(execution);
    try {
        const c10::InferenceMode inference;
        StoredTensors stored(weights, architecture);
        return makeConvChain(
            buildChain(architecture, options, stored, width, height), width, height, execution);
    } catch (const c10::Error& error) {
        throwFailure(
            fmt::format("LibTorch could not build the network: {}.", error.what_without_backtrace()));
    }
}

std::unique_ptr<TensorNetwork> createTensorNetwork(const std::string& architecture,
                                                   const Json& options,
                                                   const TensorMap& weights,
                                                   const ExecutionOptions& execution) {
    checkExecution(execution);
    if (architecture == "face-generator")
        return makeFaceGeneratorNetwork(options, weights, execution);
    if (architecture == "jnd-predictor")
        return makeJndPredictor(options, weights, execution);
    if (architecture == "level-network")
        return makeLevelNetwork(options, weights, execution);
    if (architecture == "recognizer-maps")
        return makeRecognizerMaps(options, execution);
    if (architecture == "recognizer-head")
        return makeRecognizerHead(options, weights, execution);
    if (architecture == "shen21")
        return makeStructureNetwork(options, weights, execution);
    if (auto network = makePerceptualNetwork(architecture, weights, execution))
        return network;
    throwBadInput(fmt::format("Limen has no architecture \"{}\" for pictures.", architecture));
}

std::unique_ptr<NetworkTrainer> createTrainer(const std::string& kind,
                                              const Json& options,
                                              std::uint64_t seed,
                                              const ExecutionOptions& execution) {
    checkExecution(execution);
    using Maker = std::unique_ptr<NetworkTrainer> (*)(const Json&, std::uint64_t, const ExecutionOptions&);
    static const std::map<std::string, Maker> makers = {{"face-sampler", faceSamplerTrainer},
                                                        {"jnd", jndTrainer},
                                                        {"landmarks", landmarkTrainer},
                                                        {"levels", levelTrainer},
                                                        {"recognizer", recognizerTrainer},
                                                        {"structure", structureTrainer}};
    const auto maker = makers.find(kind);
    if (maker == makers.end())
        throwBadInput(fmt::format("Limen has no trainer \"{}\".", kind));
    return maker->second(options, seed, execution);
}

}  // namespace

}  // namespace limen::models

extern "C" const limen::models::ModelsApi* limenModelsApi() {
    static const limen::models::ModelsApi api = {limen::models::ModelsApi{}.version,
                                                 limen::models::libraryVersion,
                                                 limen::models::cudaAvailable,
                                                 limen::models::bf16Available,
                                                 limen::models::createEmbeddingNetwork,
                                                 limen::models::createTensorNetwork,
                                                 limen::models::fitFaceLatents,
                                                 limen::models::createTrainer};
    return &api;
}
