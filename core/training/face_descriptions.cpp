// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_descriptions.h"

#include <algorithm>
#include <utility>

#include "base/ordered_workers.h"
#include "image/mirrored_image.h"
#include "prediction/codec_mix.h"

namespace limen {

namespace {

constexpr std::size_t facesAtOnce = 16;

}  // namespace

FaceDescriptions::FaceDescriptions(std::filesystem::path study,
                                   CodecRecord codec,
                                   std::shared_ptr<const JndFaces> faces,
                                   DescriptionPlan plan)
    : m_study(std::move(study)),
      m_codec(std::move(codec)),
      m_faces(std::move(faces)),
      m_plan(std::move(plan)) {}

void FaceDescriptions::prepare(std::span<const std::size_t> places,
                               bool mirrored,
                               const JobContext& context) {
    std::vector<std::size_t> missing;
    std::copy_if(places.begin(), places.end(), std::back_inserter(missing), [&](std::size_t place) {
        return !m_descriptions.contains({place, mirrored});
    });
    using Rows = std::vector<std::vector<float>>;
    const std::size_t each = 1 + m_plan.references.size();
    const auto group = [&missing](std::size_t number) {
        const std::size_t first = number * facesAtOnce;
        return std::span(missing).subspan(first, std::min(facesAtOnce, missing.size() - first));
    };
    const auto picturesOf = [&](std::span<const std::size_t> of, LevelReader& reader) {
        std::vector<RgbImage> pictures;
        for (const std::size_t place : of) {
            const JndFace& face = m_faces->faces[place];
            pictures.push_back(face.original);
            for (const int level : m_plan.references)
                pictures.push_back(reader.at(face.image, level));
        }
        if (mirrored)
            std::transform(pictures.begin(), pictures.end(), pictures.begin(), mirroredImage);
        return pictures;
    };
    const RunOptions& run = context.options();
    std::size_t done = 0;
    computeInOrder<Rows>(
        context.workers(),
        (missing.size() + facesAtOnce - 1) / facesAtOnce,
        context.stop(),
        [&](int) {
            return [&,
                    reader = std::make_shared<LevelReader>(m_study, m_codec),
                    describer = std::shared_ptr<FaceDescriber>(openFaceDescriber(
                        m_plan, {.device = run.device, .precision = run.precision, .threads = 1}))](
                       std::size_t number) {
                const Rows descriptions = describer->describe(picturesOf(group(number), *reader));
                Rows rows;
                for (std::size_t i = 0; i < group(number).size(); ++i)
                    rows.push_back(jointDescription(std::span(descriptions).subspan(i * each, each)));
                return rows;
            };
        },
        [&](std::size_t number, Rows rows) {
            for (std::size_t i = 0; i < rows.size(); ++i)
                m_descriptions.emplace(std::pair(group(number)[i], mirrored), std::move(rows[i]));
            done += rows.size();
            context.progress(done, missing.size(), "describing faces");
        });
}

}  // namespace limen
