// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "evaluation/verification.h"
#include "image/rgb_image.h"
#include "recognition/recognizer.h"
#include "study/study.h"

namespace limen {

/// False accept rates of every report on recognizers.
inline constexpr double verificationFars[] = {1e-3, 1e-4};
/// Decides which impostor pairs stand against the genuine ones; the same for every recognizer.
inline constexpr std::uint64_t verificationSeed = 1;

struct VerificationFace {
    std::string identity;
    bool probe = true;
    RgbImage face;
};

/// The faces of `identities` (empty: of everybody) in a study, of each person at most `mostPerIdentity`, the
/// first by file hash. Throws Error (BadInput) when none of them is in the study.
std::vector<VerificationFace> verificationFaces(Study& study,
                                                const std::set<std::string>& identities,
                                                std::size_t mostPerIdentity);

/// Embeds the faces, in order. Throws what the recognizer throws.
std::vector<VerificationImage> embedFaces(const std::vector<VerificationFace>& faces,
                                          Recognizer& recognizer,
                                          const JobContext& context);

/// Embeds the faces and verifies all pairs. Throws what verify() and the recognizer throw.
VerificationReport verifyRecognizer(const std::vector<VerificationFace>& faces,
                                    Recognizer& recognizer,
                                    const JobContext& context);

/// {"accuracy","deviation","genuine_pairs","impostor_pairs","balanced_pairs","tar":[{"far","tar","threshold"}]}
Json verificationJson(const VerificationReport& report);

}  // namespace limen
