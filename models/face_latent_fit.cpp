// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_latent_fit.h"

#include <torch/torch.h>

#include "base/error.h"
#include "models/named_tensors.h"

namespace limen::models {

namespace {

/// The `count` directions of greatest variance of a covariance, as rows of unit variance each.
at::Tensor scaledDirections(const at::Tensor& covariance, std::int64_t count) {
    const auto [values, vectors] = at::linalg_eigh(covariance);
    const at::Tensor largest = values.flip(0).slice(0, 0, count).clamp_min(0);
    return vectors.flip(1).slice(1, 0, count).t() * largest.sqrt().unsqueeze(1);
}

/// Principal components of `centred` [n, m]: rows of unit length. By a block power iteration on random
/// directions (Halko 2011, algorithm 4.4): the whole decomposition would take minutes.
at::Tensor principalRows(const at::Tensor& centred, std::int64_t count) {
    at::Generator random = at::detail::createCPUGenerator(1);
    at::Tensor block = at::randn({centred.size(1), count + 16}, random, centred.options());
    for (int round = 0; round < 6; ++round)
        block = std::get<0>(at::linalg_qr(at::matmul(centred.t(), at::matmul(centred, block))));
    const at::Tensor small = at::matmul(centred, block);
    const auto [values, vectors] = at::linalg_eigh(at::matmul(small.t(), small));
    return at::matmul(block, vectors.flip(1).slice(1, 0, count)).t().contiguous();
}

}  // namespace

TensorMap fitFaceLatents(const TensorMap& data, int components, int between, int within) {
    const at::NoGradGuard guard;
    const at::Tensor map = batchTensor(data, "map", {-1, -1});
    const at::Tensor weight = batchTensor(data, "weight", {map.size(1)});
    const at::Tensor embedding = batchTensor(data, "embedding", {map.size(0), -1});
    const at::Tensor person = batchTensor(data, "person", {map.size(0)}).to(at::kLong);

    const at::Tensor mean = map.mean(0);
    const at::Tensor rows = principalRows((map - mean) * weight, components);
    const at::Tensor coefficient = at::matmul((map - mean) * weight, rows.t());
    const at::Tensor basis = rows / weight;

    const at::Tensor latent = at::cat({coefficient, embedding}, 1).to(at::kDouble);
    const std::int64_t people = person.max().item<std::int64_t>() + 1;
    const at::Tensor sums = at::zeros({people, latent.size(1)}, at::kDouble).index_add(0, person, latent);
    const at::Tensor counts =
        at::zeros({people}, at::kDouble).index_add(0, person, at::ones({person.size(0)}, at::kDouble));
    const at::Tensor means = sums / counts.clamp_min(1).unsqueeze(1);
    const at::Tensor deviation = latent - means.index_select(0, person);
    // Every person counts alike: one of them has 530 photographs.
    const at::Tensor share = at::minimum(counts, at::full({}, 20.0, at::kDouble)) / counts.clamp_min(1);
    const at::Tensor scaled = deviation * share.index_select(0, person).sqrt().unsqueeze(1);
    const at::Tensor several = counts > 1;
    const at::Tensor freedom = ((counts - 1) * share).masked_select(several).sum();
    if (freedom.item<double>() < 2.0 * static_cast<double>(within))
        throwBadInput(
            "There are too few people with several photographs to learn what differs between them.");
    const at::Tensor withinCovariance = at::matmul(scaled.t(), scaled) / freedom;
    const at::Tensor centre = means.mean(0);
    const at::Tensor spread = means - centre;
    // A mean over k photographs still carries 1/k of what varies within a person.
    const at::Tensor rest = (1.0 / counts.clamp_min(1)).mean();
    const at::Tensor betweenCovariance =
        at::matmul(spread.t(), spread) / static_cast<double>(people) - rest * withinCovariance;

    TensorMap result;
    result["mean"] = toFloatTensor(mean);
    result["basis"] = toFloatTensor(basis);
    result["coefficient"] = toFloatTensor(coefficient);
    result["latent.mean"] = toFloatTensor(centre);
    result["latent.between"] = toFloatTensor(scaledDirections(betweenCovariance, between));
    result["latent.within"] = toFloatTensor(scaledDirections(withinCovariance, within));
    return result;
}

}  // namespace limen::models
