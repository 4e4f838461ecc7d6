// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <span>

#include "labelling/gallery.h"
#include "labelling/jnd_search.h"
#include "labelling/level_walk.h"

namespace limen {

/// What JND points are searched with.
struct JndTask {
    const Gallery& gallery;
    double threshold;  ///< t0
    Reading reading;
    CodecLevels levels;
};

/// The label of a probe of which no level was looked at yet, from its uncompressed embedding: NoLevel where
/// there is something to search for.
Label startLabel(const JndTask& task, ImageId image, std::span<const float> original);

/// Searches the JND point of one probe, or of another version of it: the mates and distractors that
/// compression may not lose or gain are those of the version's own uncompressed embedding.
class JndWalk final : public LevelWalk {
public:
    /// `task` must outlive it; `found` is called once, with the label.
    JndWalk(const JndTask& task,
            ImageId image,
            std::span<const float> original,
            std::function<void(const Label&)> found);

    std::optional<int> nextLevel() override;
    void record(const EncodingRecord& encoding, const std::vector<float>& embedding) override;
    void finish() override;

private:
    const JndTask& m_task;
    std::function<void(const Label&)> m_found;
    Label m_label;
    JndSearch m_search;
    double m_bpp = 0.0;
};

}  // namespace limen
