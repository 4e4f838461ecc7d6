// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/jnd_batches.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <utility>

#include "base/error.h"
#include "image/planar_face.h"
#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers of one seed; the order has the first.
constexpr std::uint64_t flipStream = 2;

}  // namespace

JndBatches::JndBatches(std::shared_ptr<const JndFaces> faces,
                       std::vector<std::size_t> train,
                       const JndBatchOptions& options)
    : m_faces(std::move(faces)),
      m_train(std::move(train)),
      m_mates(options.positives ? mostDifferentMates(*m_faces, m_train)
                                : std::vector<std::optional<std::size_t>>(m_train.size())),
      m_options(options),
      m_order(m_train.size(), options.seed) {
    if (stepsPerEpoch() == 0)
        throwBadInput(
            fmt::format(
                "A batch of {} is larger than the {} images to learn from.", options.batch, m_train.size()),
            "Take a smaller --batch, or import and label more images.");
}

std::int64_t JndBatches::stepsPerEpoch() const {
    return static_cast<std::int64_t>(m_train.size()) / m_options.batch;
}

std::size_t JndBatches::matched() const {
    return static_cast<std::size_t>(
        std::count_if(m_mates.begin(), m_mates.end(), [](const auto& mate) { return mate.has_value(); }));
}

models::TensorMap JndBatches::operator()(std::int64_t step) {
    const std::int64_t perEpoch = stepsPerEpoch();
    const auto count = static_cast<std::size_t>(m_options.batch);
    const std::vector<std::size_t>& order = m_order.of(step / perEpoch);
    const std::size_t first = static_cast<std::size_t>(step % perEpoch) * count;
    SampleRandom random(m_options.seed, static_cast<std::uint64_t>(step), flipStream);

    models::TensorMap batch;
    std::map<std::int64_t, float> people;  // numbered within the batch: floats hold small whole numbers only
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = order[first + i];
        const JndFace& face = m_faces->faces[m_train[place]];
        const bool mirrored = m_options.flip && random.chance(0.5);
        appendPlanar(face.original, mirrored, batch["images"].values);
        appendPlanar(m_options.targets ? m_options.targets->at(m_train[place]) : face.jnd,
                     mirrored,
                     batch["jnd"].values);
        const auto person = people.emplace(face.identityId, static_cast<float>(people.size())).first;
        batch["identities"].values.push_back(person->second);
        if (m_options.positives) {
            const std::optional<std::size_t> mate = m_mates[place];
            appendPlanar(
                mate ? m_faces->faces[*mate].original : face.original, mirrored, batch["positives"].values);
            batch["matched"].values.push_back(mate ? 1.0F : 0.0F);
        }
    }
    const auto n = static_cast<std::int64_t>(count);
    for (auto& [name, tensor] : batch)
        tensor.shape = tensor.values.size() == count
                           ? std::vector<std::int64_t>{n}
                           : std::vector<std::int64_t>{n, 3, alignedSize, alignedSize};
    return batch;
}

}  // namespace limen
