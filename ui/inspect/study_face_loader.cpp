// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/study_face_loader.h"

#include <algorithm>

#include "base/error.h"
#include "metrics/psnr.h"

namespace limen {

namespace {

std::string withHint(const Error& error) {
    return error.hint().empty() ? std::string(error.what()) : std::string(error.what()) + "\n" + error.hint();
}

/// The study's record of a codec; none while nothing was encoded with it.
std::optional<CodecId> findCodec(Study& study, const Codec& codec) {
    for (const CodecRecord& record : EncodingTable(study).codecs())
        if (record.identity == codec.identity())
            return record.id;
    return std::nullopt;
}

}  // namespace

SourceFacts StudyFaceLoader::open(const InspectSource& source) {
    m_source = source;
    m_study.reset();
    m_codecProblem.clear();
    m_images.clear();
    m_labels.clear();
    m_study = Study::open(source.study, Study::Access::ReadOnly);
    for (ImageRecord& image : ImageTable(*m_study).all())
        m_images.emplace(image.id, std::move(image));

    SourceFacts facts;
    try {
        m_codec = createCodec(source.codecSetting);
        facts.codecName = m_codec->name();
        facts.levels = m_codec->levels();
    } catch (const Error& error) {
        m_codec.reset();
        m_codecProblem = withHint(error);
        facts.codecProblem = m_codecProblem;
    }
    if (source.labelSet) {
        LabelTable table(*m_study);
        for (const LabelSet& set : table.sets())
            if (set.id == *source.labelSet)
                facts.labels = set;
        if (facts.labels)
            for (const Label& label : table.labels(facts.labels->id))
                m_labels.emplace(label.image, label);
    }
    return facts;
}

FaceFacts StudyFaceLoader::face(ImageId image) {
    const auto record = m_images.find(image);
    if (record == m_images.end())
        throwBadInput("This image is no longer in the study.", "Reload the study.");
    FaceFacts facts;
    facts.record = record->second;
    facts.original = ImageTable(*m_study).face(image);
    m_image = image;
    m_original = facts.original;
    if (const auto label = m_labels.find(image); label != m_labels.end()) {
        facts.label = label->second;
        if (label->second.level && m_codec) {
            try {
                facts.jnd = frameOf(image, facts.original, *label->second.level);
            } catch (const Error& error) {
                facts.jndProblem = withHint(error);
            }
        }
    }
    return facts;
}

FaceFrame StudyFaceLoader::frame(int level) {
    if (!m_codec)
        throwBadInput(m_codecProblem);
    return frameOf(m_image, m_original, level);
}

FaceFrame StudyFaceLoader::frameOf(ImageId image, const RgbImage& original, int level) {
    FaceFrame frame;
    frame.level = level;
    EncodingTable encodings(*m_study);
    if (const std::optional<CodecId> codec = findCodec(*m_study, *m_codec)) {
        const std::optional<EncodingRecord> record = encodings.record(*codec, image, level);
        std::optional<RgbImage> decoded;
        if (record)
            decoded = encodings.reconstruction(*codec, image, level, *m_codec);
        if (decoded) {
            frame.image = std::move(*decoded);
            frame.bytes = record->bytes;
            frame.psnr = record->psnr;
            frame.stored = true;
        }
    }
    if (!frame.stored) {
        Encoded encoded = m_codec->encode(original, level);
        frame.image = std::move(encoded.reconstruction);
        frame.bytes = encoded.bitstream.size();
        frame.psnr = psnr(original, frame.image);
    }
    frame.bpp = bitsPerPixel(frame.bytes, original.width, original.height);
    return frame;
}

}  // namespace limen
