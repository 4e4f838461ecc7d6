// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/study_face_loader.h"

#include <fmt/format.h>
#include <vector>

#include "base/error.h"
#include "codecs/level_list.h"
#include "inspect/error_text.h"
#include "metrics/psnr.h"

namespace limen {

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
        openCodec();
        facts.codecName = m_codec.codec->name();
        facts.levels = m_codec.codec->levels();
    } catch (const Error& error) {
        m_codec = {};
        m_codecProblem = errorText(error);
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

void StudyFaceLoader::openCodec() {
    if (!m_source.codec) {
        m_codec = {createCodec(m_source.codecSetting), {}};
        return;
    }
    const CodecRecord record = EncodingTable(*m_study).codec(*m_source.codec);
    m_codec = openStoredCodec(record.setting, record.identity, record.levels);
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
        if (label->second.level && m_codec.codec) {
            try {
                FaceFrame jnd = frameOf(image, facts.original, *label->second.level);
                if (jnd.whyNot.empty())
                    facts.jnd = std::move(jnd);
                else
                    facts.jndProblem = jnd.whyNot;
            } catch (const Error& error) {
                facts.jndProblem = errorText(error);
            }
        }
    }
    return facts;
}

FaceFrame StudyFaceLoader::frame(int level) {
    if (!m_codec.codec)
        throwBadInput(m_codecProblem);
    return frameOf(m_image, m_original, level);
}

FaceFrame StudyFaceLoader::frameOf(ImageId image, const RgbImage& original, int level) {
    FaceFrame frame;
    frame.level = level;
    if (m_source.codec) {
        const EncodingTable encodings(*m_study);
        const auto record = encodings.record(*m_source.codec, image, level);
        auto decoded = encodings.reconstruction(*m_source.codec, image, level, *m_codec.codec);
        if (record && decoded) {
            frame.image = std::move(*decoded);
            frame.bytes = record->bytes;
            frame.psnr = record->psnr;
            frame.stored = true;
        }
    }
    if (!frame.stored && !m_codec.whyNotEncoding.empty()) {
        frame.whyNot = whyNotEncoded(image, level);
        return frame;
    }
    if (!frame.stored) {
        Encoded encoded = m_codec.codec->encode(original, level);
        frame.image = std::move(encoded.reconstruction);
        frame.bytes = encoded.bitstream.size();
        frame.psnr = psnr(original, frame.image);
    }
    frame.bpp = bitsPerPixel(frame.bytes, original.width, original.height);
    return frame;
}

std::string StudyFaceLoader::whyNotEncoded(ImageId image, int level) {
    const CodecLevels& levels = m_codec.codec->levels();
    std::vector<int> stored;
    for (const EncodingRecord& record : EncodingTable(*m_study).records(*m_source.codec, image))
        stored.push_back(record.level);
    return fmt::format("{} {} of this image is not stored.\n{}\n{}",
                       levels.unit,
                       level,
                       m_codec.whyNotEncoding,
                       stored.empty()
                           ? "The study holds no level of it."
                           : fmt::format("Stored: {} {}.", levels.unit, levelListText(stored, levels)));
}

}  // namespace limen
