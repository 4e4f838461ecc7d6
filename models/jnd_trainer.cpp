// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/jnd_trainer.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "models/conv_chain.h"
#include "models/derangement.h"
#include "models/jnd_predictor.h"
#include "models/trainers.h"

namespace limen::models {

namespace {

constexpr const char* termNames[] = {"identity", "pixel", "content"};
constexpr const char* lambdaNames[] = {"lambda_id", "lambda_pixel", "lambda_content"};
constexpr double defaultLambdas[] = {0.5, 5.0, 0.1};  // Tian 2022, eq. (4)

double number(const Json& options, const char* key, double fallback, double most) {
    if (!options.contains(key))
        return fallback;
    const Json& value = options[key];
    if (!value.is_number() || !(value.get<double>() >= 0.0 && value.get<double>() <= most))
        throwBadInput(
            fmt::format("Setting {} of the JND training must be a number from 0 to {}.", key, most));
    return value.get<double>();
}

std::int64_t whole(const Json& options, const char* key, std::int64_t fallback) {
    const double value = number(options, key, static_cast<double>(fallback), 1e9);
    if (value != std::floor(value))
        throwBadInput(fmt::format("Setting {} of the JND training must be a whole number.", key));
    return static_cast<std::int64_t>(value);
}

template <class Value>
Value named(const Json& options,
            const char* key,
            const std::map<std::string, Value>& values,
            Value fallback) {
    if (!options.contains(key))
        return fallback;
    std::string known;
    for (const auto& [name, value] : values) {
        if (options[key] == name)
            return value;
        known += (known.empty() ? "" : ", ") + name;
    }
    throwBadInput(fmt::format("Setting {} of the JND training is {}.", key, options[key].dump()),
                  fmt::format("It can be {}.", known));
}

Json networkOptions(const Json& options) {
    if (!options.is_object())
        throwBadInput("The settings of the JND training are not an object.");
    return options.value("network", Json::object());
}

std::vector<std::int64_t> wholeNumbers(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.to(at::kLong).contiguous();
    return {plain.data_ptr<std::int64_t>(), plain.data_ptr<std::int64_t>() + plain.numel()};
}

double norm(const NamedTensors& parameters) {
    double sum = 0.0;
    for (const auto& [name, parameter] : parameters)
        if (parameter.grad().defined())
            sum += std::pow(parameter.grad().norm().item<double>(), 2);
    return std::sqrt(sum);
}

}  // namespace

JndTrainer::JndTrainer(const Json& options, std::uint64_t seed, const ExecutionOptions& execution)
    : m_networkOptions(networkOptions(options)),
      m_seed(seed),
      m_execution(execution),
      m_device(execution.device == "cuda" ? at::kCUDA : at::kCPU),
      m_type(execution.precision == "bf16" ? at::kBFloat16 : at::kFloat),
      m_distance(named<IdentityDistance>(options,
                                         "identity_distance",
                                         {{"mean", IdentityDistance::Mean},
                                          {"sum", IdentityDistance::Sum},
                                          {"gap_unit", IdentityDistance::GapUnit}},
                                         IdentityDistance::Mean)),
      m_shareEvery(whole(options, "share_every", 100)) {
    for (std::size_t term = 0; term < TermCount; ++term)
        m_lambdas[term] = number(options, lambdaNames[term], defaultLambdas[term], 1e6);
    if (options.contains("content")) {
        const Json& content = options["content"];
        m_content = makeContentFeatures(content, execution);
        m_contentOptions = {
            std::max<std::int64_t>(1, whole(content, "every", 1)),
            whole(content, "crop", 0),
            named<ContentForm>(content,
                               "form",
                               {{"plain", ContentForm::Plain}, {"instance_norm", ContentForm::InstanceNorm}},
                               ContentForm::Plain)};
    }
    InitialTensors initial(seed, 1);
    const JndOptions sizes = jndOptions(m_networkOptions);
    JndNetwork(sizes, initial);
    m_parameters = initial.parameters();
    m_statistics = initial.statistics();
    beginQuietly(m_parameters);
    if (options.contains("encoder") && options["encoder"].is_string())
        beginWith(options["encoder"].get<std::string>());
    NamedTensors all;
    for (auto& [name, parameter] : m_parameters) {
        parameter = parameter.to(m_device);
        if (execution.optimised && parameter.dim() == 4)
            parameter = parameter.contiguous(at::MemoryFormat::ChannelsLast);
        all[name] = parameter.requires_grad_();
    }
    for (auto& [name, statistic] : m_statistics)
        all[name] = statistic = statistic.to(m_device);
    SharedTensors shared(all);
    m_network.emplace(sizes, shared);
    m_adam = std::make_unique<Adam>(m_parameters, Adam::Options{});
}

void JndTrainer::beginWith(const std::string& encoderFile) {
    const TensorMap file = readSafetensors(encoderFile);
    constexpr std::string_view prefix = "encoder.";
    for (NamedTensors* tensors : {&m_parameters, &m_statistics}) {
        NamedTensors encoder;  // as the file names them
        for (const auto& [name, tensor] : *tensors)
            if (name.starts_with(prefix))
                encoder[name.substr(prefix.size())] = tensor;
        assignTensors(encoder, "", file);
    }
}

at::Tensor JndTrainer::onDevice(const TensorMap& batch,
                                const std::string& name,
                                const std::vector<std::int64_t>& shape) const {
    return batchTensor(batch, name, shape).to(m_device);
}

void JndTrainer::requireFinite(const char* what, double value) const {
    if (!std::isfinite(value))
        throwFailure(fmt::format("The {} is not a finite number at step {}.", what, m_adam->steps()),
                     "Lower the learning rate or the weight of that loss; go on from the last checkpoint.");
}

at::Tensor JndTrainer::contentOf(const at::Tensor& predicted, const at::Tensor& wanted) const {
    at::Tensor a = predicted;
    at::Tensor b = wanted;
    const std::int64_t side = m_contentOptions.crop;
    if (side > 0 && side < std::min(a.size(2), a.size(3))) {
        // Where it lies follows from seed and step, as everything random does.
        at::Generator random =
            at::detail::createCPUGenerator(m_seed * 1000003 + static_cast<std::uint64_t>(m_adam->steps()));
        const auto offset = [&](std::int64_t extent) {
            return at::randint(extent - side + 1, {1}, random, at::kLong).item<std::int64_t>();
        };
        const std::int64_t top = offset(a.size(2));
        const std::int64_t left = offset(a.size(3));
        const auto cut = [&](const at::Tensor& x) { return x.narrow(2, top, side).narrow(3, left, side); };
        a = cut(a);
        b = cut(b);
    }
    return m_content->loss(a, b, m_contentOptions.form);
}

std::vector<JndTrainer::Loss> JndTrainer::lossesOf(const TensorMap& batch) {
    const at::Tensor images = onDevice(batch, "images", {-1, 3, -1, -1});
    const std::vector<std::int64_t> shape = images.sizes().vec();
    const std::int64_t count = shape[0];
    const auto fits = [](std::int64_t side) { return side >= 32 && side % 16 == 0; };
    if (count < 1 || !fits(shape[2]) || !fits(shape[3]))
        throwBadInput(fmt::format("The JND training was given images of shape {}.", formatShape(shape)),
                      "Both sides must be multiples of 16, from 32 on.");
    const at::Tensor wanted = onDevice(batch, "jnd", shape);
    const std::vector<std::int64_t> identities = wholeNumbers(batchTensor(batch, "identities", {count}));

    std::vector<std::int64_t> rows, negatives;  // of the images that have an identity loss
    at::Tensor x = images;
    if (m_lambdas[Identity] > 0) {
        const at::Tensor positives = onDevice(batch, "positives", shape);
        const std::vector<std::int64_t> matched = wholeNumbers(batchTensor(batch, "matched", {count}));
        const std::vector<std::int64_t> others = derangement(identities, m_seed, m_adam->steps());
        for (std::size_t i = 0; i < matched.size(); ++i) {
            if (matched[i] == 0 || others[i] < 0)
                continue;
            rows.push_back(static_cast<std::int64_t>(i));
            negatives.push_back(others[i]);
        }
        if (!rows.empty())
            x = at::cat({images, positives.index_select(0, at::tensor(rows).to(m_device))});
    }
    x = x.to(m_type);
    if (m_execution.optimised)
        x = x.contiguous(at::MemoryFormat::ChannelsLast);

    const LayerRunner run{.training = true};
    const std::vector<JndLevel> levels = m_network->encode(x, run);
    const at::Tensor predicted = images - m_network->decode(levels, count, run);
    std::vector<Loss> losses;
    if (!rows.empty()) {
        const at::Tensor& identity = levels.back().identity;
        const auto take = [&](const std::vector<std::int64_t>& places) {
            return identity.index_select(0, at::tensor(places).to(m_device));
        };
        const auto positive = identity.narrow(0, count, static_cast<std::int64_t>(rows.size()));
        losses.push_back(
            {Identity, m_lambdas[Identity], identityLoss(take(rows), positive, take(negatives), m_distance)});
    }
    if (m_lambdas[Pixel] > 0)
        losses.push_back({Pixel, m_lambdas[Pixel], pixelLoss(predicted, wanted)});
    if (m_content && m_lambdas[Content] > 0 && m_adam->steps() % m_contentOptions.every == 0)
        losses.push_back({Content,
                          m_lambdas[Content] * static_cast<double>(m_contentOptions.every),
                          contentOf(predicted, wanted)});
    return losses;
}

std::map<std::string, double> JndTrainer::backward(const std::vector<Loss>& losses, bool shares) {
    m_adam->clearGradients();
    std::map<std::string, double> result;
    if (!shares) {
        at::Tensor total;
        for (const Loss& loss : losses)
            total = total.defined() ? total + loss.weight * loss.value : loss.weight * loss.value;
        total.backward();
        return result;
    }
    NamedTensors sums;
    double all = 0.0;
    for (const Loss& loss : losses) {
        (loss.weight * loss.value).backward({}, /*retain_graph=*/&loss != &losses.back());
        const double part = norm(m_parameters);
        all += part;
        result[fmt::format("share_{}", termNames[loss.term])] = part;
        for (const auto& [name, parameter] : m_parameters) {
            if (!parameter.grad().defined())
                continue;
            at::Tensor& sum = sums[name];
            sum = sum.defined() ? sum + parameter.grad() : parameter.grad();
        }
        m_adam->clearGradients();
    }
    for (auto& [name, parameter] : m_parameters)
        if (sums.contains(name))
            parameter.mutable_grad() = sums.at(name);
    for (auto& [name, part] : result)
        part /= all > 0 ? all : 1.0;
    return result;
}

std::map<std::string, double> JndTrainer::step(const TensorMap& batch, double learningRate) {
    useThreads(m_execution.threads);
    m_evaluator.reset();
    const std::vector<Loss> losses = lossesOf(batch);
    if (losses.empty())
        throwBadInput("A step of the JND training has no loss: every term weighs 0 or the batch has none.",
                      "Raise lambda_pixel.");
    std::map<std::string, double> values;
    double total = 0.0;
    for (const Loss& loss : losses) {
        const char* name = termNames[loss.term];
        const double value = loss.value.item<double>();
        requireFinite(fmt::format("loss {}", name).c_str(), value);
        values[name] = value;
        total += loss.weight * value;
    }
    values["loss"] = total;
    const bool shares = m_shareEvery > 0 && m_adam->steps() % m_shareEvery == 0;
    values.merge(backward(losses, shares));
    values["gradient"] = norm(m_parameters);
    requireFinite("gradient of the losses", values["gradient"]);
    m_adam->step(learningRate);
    return values;
}

void JndTrainer::change(const Json& settings) {
    std::array<double, TermCount> changed = m_lambdas;
    for (const auto& item : settings.items()) {
        const auto* name = std::find(std::begin(lambdaNames), std::end(lambdaNames), item.key());
        if (name == std::end(lambdaNames))
            throwBadInput(fmt::format("The JND training cannot change {} while it runs.", item.key()),
                          "It can change lambda_id, lambda_pixel and lambda_content.");
        const auto term = name - std::begin(lambdaNames);
        double& lambda = changed[static_cast<std::size_t>(term)];
        lambda = number(settings, *name, lambda, 1e6);
    }
    m_lambdas = changed;
}

TensorMap JndTrainer::evaluate(const TensorMap& batch) {
    if (!m_evaluator)
        m_evaluator = makeJndPredictor(m_networkOptions, weights(), m_execution);
    return m_evaluator->forward(batch);
}

TensorMap JndTrainer::weights() const {
    TensorMap result;
    appendTensors(result, "", m_parameters);
    appendTensors(result, "", m_statistics);
    return result;
}

TensorMap JndTrainer::state() const {
    TensorMap result;
    appendTensors(result, "network.", m_parameters);
    appendTensors(result, "network.", m_statistics);
    m_adam->appendState(result, "adam.");
    // As two floats each: one does not hold a double.
    FloatTensor& lambdas = result["lambdas"] = {{TermCount, 2}, {}};
    for (const double lambda : m_lambdas) {
        const auto coarse = static_cast<float>(lambda);
        lambdas.values.push_back(coarse);
        lambdas.values.push_back(static_cast<float>(lambda - static_cast<double>(coarse)));
    }
    return result;
}

void JndTrainer::restore(const TensorMap& state) {
    m_evaluator.reset();
    const auto lambdas = state.find("lambdas");
    if (lambdas == state.end() || lambdas->second.values.size() != 2 * TermCount)
        throwBadInput("The weights of the losses are missing.", "The file belongs to another network.");
    assignTensors(m_parameters, "network.", state);
    assignTensors(m_statistics, "network.", state);
    m_adam->restore(state, "adam.");
    for (std::size_t term = 0; term < TermCount; ++term)
        m_lambdas[term] = static_cast<double>(lambdas->second.values[2 * term]) +
                          static_cast<double>(lambdas->second.values[2 * term + 1]);
}

std::unique_ptr<NetworkTrainer> jndTrainer(const Json& options,
                                           std::uint64_t seed,
                                           const ExecutionOptions& execution) {
    return std::make_unique<JndTrainer>(options, seed, execution);
}

}  // namespace limen::models
