// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/jnd_walk.h"

#include <utility>

namespace limen {

Label startLabel(const JndTask& task, ImageId image, std::span<const float> original) {
    const RecognitionCount count = task.gallery.count(image, original, task.threshold);
    Label label;
    label.image = image;
    label.genuinePairs = count.genuinePairs;
    label.genuineAccepted = count.genuineAccepted;
    label.impostorsAccepted = count.impostorsAccepted;
    label.flag = count.genuinePairs == 0      ? LabelFlag::NoMates
                 : count.genuineAccepted == 0 ? LabelFlag::Unrecognised
                                              : LabelFlag::NoLevel;
    return label;
}

JndWalk::JndWalk(const JndTask& task,
                 ImageId image,
                 std::span<const float> original,
                 std::function<void(const Label&)> found)
    : m_task(task),
      m_found(std::move(found)),
      m_label(startLabel(task, image, original)),
      m_search(task.levels, task.reading) {}

std::optional<int> JndWalk::nextLevel() {
    // Without an accepted mate there is nothing compression could lose.
    return m_label.flag == LabelFlag::NoLevel ? m_search.nextLevel() : std::nullopt;
}

void JndWalk::record(const EncodingRecord& encoding, const std::vector<float>& embedding) {
    const RecognitionCount count = m_task.gallery.count(m_label.image, embedding, m_task.threshold);
    const RecognitionCount original{
        m_label.genuinePairs, m_label.genuineAccepted, m_label.impostorsAccepted, 0.0};
    const bool satisfies = keepsRecognition(original, count);
    if (satisfies)
        m_bpp = bitsPerPixel(encoding.bytes, alignedSize, alignedSize);
    m_search.record(satisfies);
}

void JndWalk::finish() {
    if (m_search.jndLevel()) {
        m_label.flag = LabelFlag::Ok;
        m_label.level = m_search.jndLevel();
        m_label.bpp = m_bpp;
    }
    m_found(m_label);
}

}  // namespace limen
