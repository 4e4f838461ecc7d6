// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/distillation_batches.h"

#include <cmath>

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

double unitDraw(std::mt19937_64& random) {
    return std::uniform_real_distribution<double>(0.0, 1.0)(random);
}

const RgbImage& drawFrom(const TrainingFaces& faces,
                         std::discrete_distribution<std::size_t>& person,
                         std::mt19937_64& random) {
    const std::vector<RgbImage>& images = faces.people[person(random)];
    return images[std::uniform_int_distribution<std::size_t>(0, images.size() - 1)(random)];
}

}  // namespace

DistillationBatches::DistillationBatches(Faces faces,
                                         Faces samples,
                                         std::vector<std::unique_ptr<Recognizer>> teachers,
                                         std::unique_ptr<Codec> codec,
                                         const ModelInput& input,
                                         const DistillationOptions& options)
    : m_faces(std::move(faces)),
      m_samples(std::move(samples)),
      m_teachers(std::move(teachers)),
      m_codec(std::move(codec)),
      m_input(input),
      m_options(options),
      m_person(personDistribution(*m_faces)) {
    if (m_samples)
        m_sampledPerson = personDistribution(*m_samples);
}

int DistillationBatches::dimension(const std::vector<std::unique_ptr<Recognizer>>& teachers) {
    int dimension = 0;
    for (const auto& teacher : teachers)
        dimension += teacher->dimension();
    return dimension;
}

RgbImage DistillationBatches::throughCodec(const RgbImage& face, std::mt19937_64& random) {
    const CodecLevels& levels = m_codec->levels();
    // The finer third of the levels leaves nothing to see.
    const int level =
        levels.level(std::uniform_int_distribution<int>(levels.count() / 3, levels.count() - 1)(random));
    return m_codec->encode(face, level).reconstruction;
}

RgbImage DistillationBatches::draw(std::mt19937_64& random) {
    const auto pick = [&]() -> const RgbImage& {
        return m_samples && unitDraw(random) < m_options.sampled
                   ? drawFrom(*m_samples, m_sampledPerson, random)
                   : drawFrom(*m_faces, m_person, random);
    };
    const RgbImage& first = pick();
    const bool mixed = unitDraw(random) < m_options.mixed;
    RgbImage face = varyFace(mixed ? mixFaces(first, pick(), random) : first, random);
    if (m_codec && unitDraw(random) < m_options.coded)
        face = throughCodec(face, random);
    return face;
}

models::TensorMap DistillationBatches::operator()(std::int64_t step) {
    std::seed_seq seed{static_cast<std::uint32_t>(m_options.seed),
                       static_cast<std::uint32_t>(m_options.seed >> 32U),
                       static_cast<std::uint32_t>(step),
                       static_cast<std::uint32_t>(step >> 32)};
    std::mt19937_64 random(seed);
    const auto count = static_cast<std::size_t>(m_options.batch);
    std::vector<RgbImage> faces;
    faces.reserve(count);
    m_person.reset();
    m_sampledPerson.reset();
    for (std::size_t i = 0; i < count; ++i)
        faces.push_back(draw(random));

    const std::size_t faceValues =
        static_cast<std::size_t>(m_input.width) * static_cast<std::size_t>(m_input.height) * 3;
    FloatTensor images{{m_options.batch, m_input.height, m_input.width, 3},
                       std::vector<float>(count * faceValues)};
    for (std::size_t i = 0; i < count; ++i)
        writeFaceInput(faces[i], m_input, std::span(images.values).subspan(i * faceValues, faceValues));

    const auto width = static_cast<std::size_t>(dimension(m_teachers));
    FloatTensor targets{{m_options.batch, static_cast<std::int64_t>(width)},
                        std::vector<float>(count * width)};
    const float share = 1.0F / std::sqrt(static_cast<float>(m_teachers.size()));
    std::size_t column = 0;
    for (const auto& teacher : m_teachers) {
        const auto embeddings = teacher->embed(faces);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < embeddings[i].size(); ++j)
                targets.values[i * width + column + j] = share * embeddings[i][j];
        column += static_cast<std::size_t>(teacher->dimension());
    }
    return {{"images", std::move(images)}, {"targets", std::move(targets)}};
}

}  // namespace limen
