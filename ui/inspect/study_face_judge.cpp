// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/study_face_judge.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"

namespace limen {

namespace {

FaceJudgements because(std::string reason) {
    FaceJudgements facts;
    facts.whyNot = std::move(reason);
    return facts;
}

}  // namespace

void StudyFaceJudge::open(const InspectSource& source) {
    if (source.recognizer != m_source.recognizer)
        m_recognizer.reset();
    m_source = source;
    m_labels.reset();
    m_gallery.reset();
    m_roles.clear();
    m_study = Study::open(source.study, Study::Access::ReadOnly);
    if (source.labelSet)
        for (const LabelSet& set : LabelTable(*m_study).sets())
            if (set.id == *source.labelSet)
                m_labels = set;
    if (!m_labels)
        return;

    for (const RecognizerRecord& record : EmbeddingTable(*m_study).recognizers())
        if (record.id == m_labels->key.recognizer)
            m_record = record;
    for (const ImageRecord& image : ImageTable(*m_study).all())
        m_roles.emplace(image.id, image.role);
    m_gallery = loadGallery(*m_study, m_record.id, m_record.dimension);
}

FaceJudgements StudyFaceJudge::face(ImageId image) {
    m_image = image;
    if (!m_labels)
        return because(
            "No threshold yet: it is found on the uncompressed images.\nRun Jobs › Find JND points.");
    const auto role = m_roles.find(image);
    if (role == m_roles.end())
        return because("This image came after the labels.\nRun Jobs › Find JND points again.");
    if (role->second == Role::Distractor)
        return because("A distractor stands for somebody else and is not judged.\nChoose a probe.");
    const std::optional<std::vector<float>> own = EmbeddingTable(*m_study).original(m_record.id, image);
    if (!own)
        return because(
            fmt::format("{} has not seen this image yet.\nRun Jobs › Find JND points again.", m_record.name));
    m_uncompressed = m_gallery->count(image, *own, m_labels->threshold);
    if (m_uncompressed.genuinePairs == 0)
        return because(
            "The only image of this person: there is no genuine pair to keep.\n"
            "Import another photograph of the same person.");

    FaceJudgements facts;
    facts.threshold = m_labels->threshold;
    facts.genuinePairs = m_uncompressed.genuinePairs;
    facts.distractors = static_cast<int>(m_gallery->distractors());
    facts.similarityUncompressed = m_uncompressed.closestGenuine;
    facts.genuineUncompressed = m_uncompressed.genuineAccepted;
    facts.distractorsUncompressed = m_uncompressed.impostorsAccepted;
    if (m_source.codec)
        for (const auto& [level, embedding] :
             EmbeddingTable(*m_study).levelsOf(m_record.id, *m_source.codec, image))
            facts.levels.push_back(judgementOf(level, embedding));
    return facts;
}

LevelJudgement StudyFaceJudge::judge(int level, const RgbImage& decoded) {
    return judgementOf(level, recognizer().embed({&decoded, 1}).front());
}

LevelJudgement StudyFaceJudge::judgementOf(int level, const std::vector<float>& embedding) const {
    const RecognitionCount count = m_gallery->count(m_image, embedding, m_labels->threshold);
    LevelJudgement judgement;
    judgement.level = level;
    judgement.similarity = count.closestGenuine;
    judgement.genuineAccepted = count.genuineAccepted;
    judgement.distractorsAccepted = count.impostorsAccepted;
    judgement.accepted = keepsRecognition(m_uncompressed, count);
    return judgement;
}

Recognizer& StudyFaceJudge::recognizer() {
    if (!m_recognizer)
        m_recognizer = openRecognizer(m_source.recognizer.empty() ? m_record.name : m_source.recognizer, {});
    // Cosines of two versions of a network do not compare, and t0 belongs to the stored one.
    if (m_recognizer->identity() != m_record.identity)
        throwBadInput(
            fmt::format("The installed {} differs from the one these labels were made with.", m_record.name),
            "Run Jobs › Find JND points again, or choose the recognizer of these labels.");
    return *m_recognizer;
}

}  // namespace limen
