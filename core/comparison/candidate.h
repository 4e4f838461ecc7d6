// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "prediction/jnd_predictor.h"
#include "study/encoding_table.h"
#include "training/jnd_faces.h"

namespace limen {

class EyeModel;

/// One set of faces that is measured, with those whose JND points may be known: places in faces.faces.
struct ComparedPart {
    const JndFaces* faces = nullptr;
    std::filesystem::path study;
    CodecRecord codec;
    std::string name;  ///< "fold-1", or "held out"
    std::vector<std::size_t> learned, validation, measured;

    std::size_t size() const { return measured.size(); }
    const JndFace& face(std::size_t i) const { return faces->faces[measured[i]]; }
};

enum class CandidateKind {
    Baseline,   ///< what needs no model: stands beside the others without a rank
    EyeModel,   ///< what the human eye just does not notice
    Predictor,  ///< a trained model
};

const char* kindName(CandidateKind kind);  ///< "baseline", "eye model", "predictor"

/// What a candidate says of each face of a part, in their order.
struct CandidateAnswers {
    std::vector<JndPrediction> faces;
    std::string note;  ///< what was chosen for it, and on whom
};

/// One who says what a face looks like at its JND point, or which level it bears.
struct Candidate {
    std::string name;
    CandidateKind kind = CandidateKind::Baseline;
    /// Everything its answers depend on beside the part: versions, hashes, settings.
    Json source;
    std::function<CandidateAnswers(const ComparedPart& part, const JobContext& context)> answer;
};

/// Whoever predicts better than these has seen more than they have:
/// - "original": the face itself, unchanged, and the finest level;
/// - "constant": the image at one level for all, the one with the least mean squared error to the JND images
///   of those who are learned from;
/// - "codec mix": the mean of the face's decoded levels, each weighing as often as it is the JND point of
///   those who are learned from.
std::vector<Candidate> baselineCandidates();

/// The eye models (core/hvs), as their authors' programs have them: the luma is looked at, the JND image is
/// made as published, with signs from the seed and the image.
std::vector<Candidate> eyeModelCandidates(std::uint64_t seed);

/// An eye model that somebody has trained (hvs/trained_eye_model.h), in the same way; under the star of its
/// own name, or of `name`. Throws as openTrainedEyeModel().
Candidate trainedEyeModelCandidate(const std::string& nameOrCard,
                                   const std::string& device,
                                   std::uint64_t seed,
                                   const std::string& name = {});

/// The JND images that an eye model makes of faces, each with signs from the seed and the image.
std::vector<RgbImage> jndImagesOf(const EyeModel& model,
                                  const JndFaces& faces,
                                  const std::vector<std::size_t>& places,
                                  std::uint64_t seed,
                                  const JobContext& context);

/// A predictor of an installed model or a card; under its own name, or `name`. Throws as openAnyPredictor().
Candidate predictorCandidate(const std::string& nameOrCard,
                             const PredictorOptions& options,
                             const std::string& name = {});

}  // namespace limen
