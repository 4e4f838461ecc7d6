// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/trained_eye_model.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <mutex>
#include <system_error>

#include "base/error.h"
#include "hvs/shen21_patches.h"
#include "recognition/models_library.h"

namespace limen {

namespace {

constexpr double middle = 127.5;

/// Networks for whoever computes at the same time: each belongs to one thread.
class NetworkPool {
public:
    NetworkPool(const ModelCard& card, const EyeModelExecution& execution)
        : m_options(card.options),
          m_weights(readSafetensors(card.files.front())),
          m_execution{.device = execution.device, .threads = execution.threads} {
        giveBack(create());  // says at once what does not fit
    }

    std::vector<Plane> operator()(const std::vector<Plane>& patches) {
        std::unique_ptr<models::TensorNetwork> network = take();
        FloatTensor batch{{static_cast<std::int64_t>(patches.size()), 1, shenPatchSide, shenPatchSide}, {}};
        for (const Plane& patch : patches)
            for (const double value : patch.values)
                batch.values.push_back(static_cast<float>((value - middle) / middle));
        const FloatTensor answer = network->forward({{"patches", std::move(batch)}}).at("patches");
        giveBack(std::move(network));
        std::vector<Plane> result = patches;
        auto next = answer.values.begin();
        for (Plane& patch : result)
            for (double& value : patch.values)
                value = middle + middle * double{*next++};
        return result;
    }

private:
    std::unique_ptr<models::TensorNetwork> create() const {
        return modelsLibrary().createTensorNetwork(shen21Architecture, m_options, m_weights, m_execution);
    }
    std::unique_ptr<models::TensorNetwork> take() {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_idle.empty()) {
                auto network = std::move(m_idle.back());
                m_idle.pop_back();
                return network;
            }
        }
        return create();
    }
    void giveBack(std::unique_ptr<models::TensorNetwork> network) {
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(network));
    }

    Json m_options;
    models::TensorMap m_weights;
    models::ExecutionOptions m_execution;
    std::mutex m_mutex;  // guards m_idle
    std::vector<std::unique_ptr<models::TensorNetwork>> m_idle;
};

bool isFileOrInstalled(const std::string& nameOrCard) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(nameOrCard, ignored))
        return true;
    const std::vector<ModelCard> installed = installedModels();
    return std::any_of(
        installed.begin(), installed.end(), [&](const ModelCard& card) { return card.name == nameOrCard; });
}

}  // namespace

std::string TrainedEyeModel::nameInTables(const std::string& name) {
    return name.starts_with(shen21Name) ? name + "*" : fmt::format("{}* ({})", shen21Name, name);
}

std::string TrainedEyeModel::note() const {
    const std::string labels = card.options.value("labels", "");
    return "re-trained, surrogate labels" + (labels.empty() ? "" : ": " + labels);
}

TrainedEyeModel openTrainedEyeModel(const std::string& nameOrCard, const EyeModelExecution& execution) {
    if (!isFileOrInstalled(nameOrCard)) {
        if (nameOrCard == shen21Name)
            throwBadInput(
                "No weights of shen21 are published.",
                "`limen train --model shen21` trains some on surrogate labels; name the card it writes.");
        createEyeModel(nameOrCard);  // says which there are
    }
    TrainedEyeModel trained{findModel(nameOrCard, eyeModelTask), nullptr};
    trained.card.verifyFiles();
    if (trained.card.architecture != shen21Architecture)
        throwBadInput(
            fmt::format("Limen has no eye model of the architecture \"{}\".", trained.card.architecture),
            fmt::format("There is {}.", shen21Architecture));
    auto pool = std::make_shared<NetworkPool>(trained.card, execution);
    trained.model = makeShen21([pool](const std::vector<Plane>& patches) { return (*pool)(patches); });
    return trained;
}

std::shared_ptr<const EyeModel> openEyeModel(const std::string& nameOrCard,
                                             const EyeModelExecution& execution) {
    if (isPublishedEyeModel(nameOrCard))
        return createEyeModel(nameOrCard);
    return openTrainedEyeModel(nameOrCard, execution).model;
}

bool isPublishedEyeModel(const std::string& name) {
    const std::vector<EyeModelInfo>& all = eyeModels();
    return std::any_of(
        all.begin(), all.end(), [&name](const EyeModelInfo& info) { return info.name == name; });
}

}  // namespace limen
