// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "base/job_context.h"
#include "prediction/face_describer.h"
#include "study/encoding_table.h"
#include "training/jnd_faces.h"

namespace limen {

/// The descriptions of a study's faces, each made once: the folds of a run share them.
class FaceDescriptions {
public:
    /// References are read from the study.
    FaceDescriptions(std::filesystem::path study,
                     CodecRecord codec,
                     std::shared_ptr<const JndFaces> faces,
                     DescriptionPlan plan);

    const DescriptionPlan& plan() const { return m_plan; }
    const CodecRecord& codec() const { return m_codec; }
    const JndFaces& faces() const { return *m_faces; }

    /// Makes what is missing for `places`, on all threads; `mirrored`: of the mirrored faces and references.
    /// Throws Error (Failure) naming a level that is not stored, Error (BadInput) as openFaceDescriber().
    void prepare(std::span<const std::size_t> places, bool mirrored, const JobContext& context);
    /// What was prepared.
    const std::vector<float>& of(std::size_t place, bool mirrored) const {
        return m_descriptions.at({place, mirrored});
    }

private:
    std::filesystem::path m_study;
    CodecRecord m_codec;
    std::shared_ptr<const JndFaces> m_faces;
    DescriptionPlan m_plan;
    std::map<std::pair<std::size_t, bool>, std::vector<float>> m_descriptions;
};

}  // namespace limen
