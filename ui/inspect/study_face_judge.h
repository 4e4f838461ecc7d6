// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "inspect/face_loader.h"
#include "labelling/gallery.h"
#include "recognition/recognizer.h"
#include "study/study.h"

namespace limen {

/// Judgements by the recognizer of a label set, from stored embeddings where the study has them. The network
/// is opened only when an embedding is missing, because opening one may take a second.
class StudyFaceJudge : public FaceJudge {
public:
    void open(const InspectSource& source) override;
    FaceJudgements face(ImageId image) override;
    LevelJudgement judge(int level, const RgbImage& decoded) override;

private:
    LevelJudgement judgementOf(int level, const std::vector<float>& embedding) const;
    Recognizer& recognizer();

    InspectSource m_source;
    std::optional<Study> m_study;
    std::optional<LabelSet> m_labels;
    RecognizerRecord m_record;
    std::unique_ptr<Recognizer> m_recognizer;
    std::map<ImageId, Role> m_roles;
    std::optional<Gallery> m_gallery;

    ImageId m_image = 0;
    RecognitionCount m_uncompressed;  // of the current image
};

}  // namespace limen
