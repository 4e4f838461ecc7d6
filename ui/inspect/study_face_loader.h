// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "codecs/stored_codec.h"
#include "inspect/face_loader.h"
#include "study/study.h"

namespace limen {

/// Frames of a study: what it keeps is decoded; what it lacks is encoded where this machine has the encoder
/// that the study was made with. Nothing is written. Has its own connection and its own codec, kept across
/// images.
class StudyFaceLoader : public FaceLoader {
public:
    SourceFacts open(const InspectSource& source) override;
    FaceFacts face(ImageId image) override;
    FaceFrame frame(int level) override;

private:
    void openCodec();
    FaceFrame frameOf(ImageId image, const RgbImage& original, int level);
    std::string whyNotEncoded(ImageId image, int level);

    InspectSource m_source;
    std::optional<Study> m_study;
    StoredCodec m_codec;
    std::string m_codecProblem;
    std::map<ImageId, ImageRecord> m_images;
    std::map<ImageId, Label> m_labels;
    ImageId m_image = 0;
    RgbImage m_original;
};

}  // namespace limen
