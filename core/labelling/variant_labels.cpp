// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/variant_labels.h"

#include <fmt/format.h>
#include <map>

#include "metrics/psnr.h"

namespace limen {

namespace {

/// Levels of varied faces; they belong to no image of the study, so none is kept.
class VariantLevels final : public LevelSupply {
public:
    VariantLevels(const Observation& observation, FaceVariant variant, const std::stop_token& stop)
        : m_study(Study::open(observation.study, Study::Access::ReadOnly)),
          m_codec(createCodec(observation.codecSetting, stop)),
          m_variant(variant) {}

    std::optional<Seen> stored(ImageId, int) override { return std::nullopt; }
    RgbImage face(ImageId image) override { return varied(ImageTable(m_study).face(image), m_variant); }
    LevelImage at(ImageId image, const RgbImage& face, int level) override {
        Encoded encoded = m_codec->encode(face, level);
        const double quality = psnr(face, encoded.reconstruction);
        return {std::move(encoded.reconstruction),
                {image, level, encoded.bitstream.size(), encoded.headerBytes, quality},
                true};
    }
    void keep(ImageId, int, const std::vector<float>&) override {}

private:
    Study m_study;
    std::unique_ptr<Codec> m_codec;
    FaceVariant m_variant;
};

}  // namespace

WalkTotals labelVariant(const Observation& observation,
                        const JndTask& task,
                        const std::vector<ImageRecord>& images,
                        FaceVariant variant,
                        const std::function<void(const Label&)>& found,
                        const JobContext& context) {
    std::vector<ImageId> ids;
    std::map<ImageId, std::size_t> places;
    for (const ImageRecord& image : images) {
        places[image.id] = ids.size();
        ids.push_back(image.id);
    }
    std::vector<std::vector<float>> uncompressed(ids.size());
    embedFaces(
        observation,
        ids,
        [variant](Study& study, ImageId image) { return varied(ImageTable(study).face(image), variant); },
        [&uncompressed](std::size_t place, const std::vector<float>& embedding) {
            uncompressed[place] = embedding;
        },
        context.part(0.0, 0.05),
        fmt::format("embedding the faces {}", variantName(variant)));
    return walkLevels(
        observation,
        images,
        [&](const ImageRecord& image) {
            return std::make_unique<JndWalk>(task, image.id, uncompressed[places.at(image.id)], found);
        },
        OpenSupply([&](const std::stop_token& stop) {
            return std::make_unique<VariantLevels>(observation, variant, stop);
        }),
        context.part(0.05, 1.0),
        fmt::format("finding JND points of the faces {}", variantName(variant)));
}

}  // namespace limen
