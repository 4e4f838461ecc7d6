// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inspect/inspect_facts.h"

namespace limen {

/// Where frames come from. Called on one worker thread only; may be slow; throws Error.
class FaceLoader {
public:
    virtual ~FaceLoader() = default;
    virtual SourceFacts open(const InspectSource& source) = 0;
    /// Makes the image current.
    virtual FaceFacts face(ImageId image) = 0;
    /// The current image at a level.
    virtual FaceFrame frame(int level) = 0;
};

/// Where judgements come from. Called on one worker thread only, another than the loader's; may be slow;
/// throws Error.
class FaceJudge {
public:
    virtual ~FaceJudge() = default;
    virtual void open(const InspectSource& source) = 0;
    /// Makes the image current.
    virtual FaceJudgements face(ImageId image) = 0;
    /// The current image at a level; only when face() gave no reason against it.
    virtual LevelJudgement judge(int level, const RgbImage& decoded) = 0;
};

}  // namespace limen
