// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/distillation_batches.h"

#include <fmt/format.h>
#include <cmath>
#include <opencv2/core.hpp>

#include "base/error.h"
#include "image/opencv_view.h"
#include "recognition/face_input.h"
#include "training/face_mixing.h"
#include "training/face_variation.h"

namespace limen {

namespace {

/// Between equal people and equal images: the root of a person's number of images.
std::discrete_distribution<std::size_t> personDistribution(const TrainingFaces& faces) {
    std::vector<double> weights;
    weights.reserve(faces.people.size());
    for (const auto& images : faces.people)
        weights.push_back(std::sqrt(static_cast<double>(images.size())));
    return {weights.begin(), weights.end()};
}

const RgbImage& drawFrom(const TrainingFaces& faces,
                         std::discrete_distribution<std::size_t>& person,
                         SampleRandom& random) {
    const std::vector<RgbImage>& images = faces.people[person(random.engine())];
    return images[static_cast<std::size_t>(random.below(static_cast<int>(images.size())))];
}

}  // namespace

TaughtFaceMaker::TaughtFaceMaker(Faces faces,
                                 Faces samples,
                                 std::vector<std::unique_ptr<Recognizer>> teachers,
                                 std::unique_ptr<Codec> codec,
                                 const DistillationOptions& options)
    : m_faces(std::move(faces)),
      m_samples(std::move(samples)),
      m_teachers(std::move(teachers)),
      m_codec(std::move(codec)),
      m_options(options),
      m_person(personDistribution(*m_faces)) {
    if (m_samples)
        m_sampledPerson = personDistribution(*m_samples);
}

RgbImage TaughtFaceMaker::throughCodec(const RgbImage& face, SampleRandom& random) {
    const CodecLevels& levels = m_codec->levels();
    // The finer third of the levels leaves nothing to see.
    const int level = levels.level(levels.count() / 3 + random.below(levels.count() - levels.count() / 3));
    return m_codec->encode(face, level).reconstruction;
}

RgbImage TaughtFaceMaker::draw(SampleRandom& random) {
    const auto pick = [&]() -> const RgbImage& {
        return m_samples && random.chance(m_options.sampled) ? drawFrom(*m_samples, m_sampledPerson, random)
                                                             : drawFrom(*m_faces, m_person, random);
    };
    const RgbImage& first = pick();
    const bool mixed = random.chance(m_options.mixed);
    RgbImage face = varyFace(mixed ? mixFaces(first, pick(), random) : first, random);
    if (m_codec && random.chance(m_options.coded))
        face = throughCodec(face, random);
    return face;
}

TaughtFaces TaughtFaceMaker::operator()(std::int64_t group) {
    SampleRandom random(m_options.seed, static_cast<std::uint64_t>(group), 0);
    m_person.reset();
    m_sampledPerson.reset();
    TaughtFaces taught;
    for (int i = 0; i < groupSize; ++i)
        taught.faces.push_back(draw(random));
    taught.targets.resize(taught.faces.size());
    const float share = 1.0F / std::sqrt(static_cast<float>(m_teachers.size()));
    for (const auto& teacher : m_teachers) {
        const auto embeddings = teacher->embed(taught.faces);
        for (std::size_t i = 0; i < embeddings.size(); ++i)
            for (const float value : embeddings[i])
                taught.targets[i].push_back(share * value);
    }
    return taught;
}

TaughtFacePool::Group TaughtFacePool::get(std::int64_t group, TaughtFaceMaker& maker) {
    std::promise<Group> promise;
    {
        std::unique_lock lock(m_mutex);
        const auto found = m_groups.find(group);
        if (found != m_groups.end()) {
            const std::shared_future<Group> coming = found->second;
            lock.unlock();
            return coming.get();
        }
        m_groups.emplace(group, promise.get_future().share());
    }
    try {
        auto made = std::make_shared<const TaughtFaces>(maker(group));
        promise.set_value(made);
        return made;
    } catch (...) {
        promise.set_exception(std::current_exception());  // for those who wait for it
        throw;
    }
}

void TaughtFacePool::forgetBelow(std::int64_t group) {
    const std::lock_guard lock(m_mutex);
    m_groups.erase(m_groups.begin(), m_groups.lower_bound(group));
}

DistillationBatches::DistillationBatches(std::shared_ptr<TaughtFacePool> pool,
                                         TaughtFaceMaker maker,
                                         const ModelInput& input,
                                         const DistillationOptions& options)
    : m_pool(std::move(pool)), m_maker(std::move(maker)), m_input(input), m_options(options) {
    if (options.repeats < 1 || options.batch % options.repeats != 0)
        throwBadInput(
            fmt::format(
                "A batch of {} faces cannot hold faces {} times each.", options.batch, options.repeats),
            "Choose a batch that is a multiple of the repeats.");
}

models::TensorMap DistillationBatches::operator()(std::int64_t step) {
    const std::size_t faceValues =
        static_cast<std::size_t>(m_input.width) * static_cast<std::size_t>(m_input.height) * 3;
    const auto count = static_cast<std::size_t>(m_options.batch);
    FloatTensor images{{m_options.batch, m_input.height, m_input.width, 3},
                       std::vector<float>(count * faceValues)};
    FloatTensor targets;
    const std::int64_t fresh = m_options.batch / m_options.repeats;
    // The faces of all steps, one after the other, beginning early enough for the first step's repeats.
    const auto startOf = [&](std::int64_t at) {
        return (at + static_cast<std::int64_t>(m_options.repeats) * m_options.apart) * fresh;
    };
    std::size_t row = 0;
    for (int sight = 0; sight < m_options.repeats; ++sight) {
        const std::int64_t start = startOf(step - static_cast<std::int64_t>(sight) * m_options.apart);
        for (std::int64_t n = start; n < start + fresh; ++n, ++row) {
            const auto group = m_pool->get(n / TaughtFaceMaker::groupSize, m_maker);
            const auto member = static_cast<std::size_t>(n % TaughtFaceMaker::groupSize);
            RgbImage face = group->faces[member];
            if (sight % 2 == 1)
                cv::flip(rgbView(face), rgbView(face), 1);
            writeFaceInput(face, m_input, std::span(images.values).subspan(row * faceValues, faceValues));
            const std::vector<float>& target = group->targets[member];
            targets.values.insert(targets.values.end(), target.begin(), target.end());
        }
    }
    targets.shape = {m_options.batch, static_cast<std::int64_t>(targets.values.size() / count)};
    // Other loaders may be some steps behind this one.
    constexpr std::int64_t behind = 64;
    m_pool->forgetBelow(startOf(step - behind - (m_options.repeats - 1) * m_options.apart) /
                        TaughtFaceMaker::groupSize);
    return {{"images", std::move(images)}, {"targets", std::move(targets)}};
}

}  // namespace limen
