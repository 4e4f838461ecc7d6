// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "comparison/level_choice.h"

namespace limen {

/// What a study keeps of the faces that levels are selected for.
class SelectedFaces {
public:
    /// `faces` must outlive the object.
    SelectedFaces(Study& study, const CodecRecord& codec, const JndFaces& faces);

    const CodecRecord& codec() const { return m_codec; }
    /// Throws Error (Failure) for an image that is none of the faces.
    const JndFace& face(ImageId image) const;
    /// Bits per pixel of a stored level. Throws Error (Failure) for one that is not.
    double bpp(ImageId image, int level) const;

private:
    CodecRecord m_codec;
    std::map<ImageId, const JndFace*> m_faces;
    std::map<std::pair<ImageId, int>, std::size_t> m_bytes;
};

/// Writes selected.csv, a row for each image and choice of the parts:
/// image,identity,codec,jnd_qp,candidate,rule,bias,qp,bpp; `bias` is empty where levels are not shifted.
/// Returns the file.
std::filesystem::path writeSelectedLevels(const std::vector<CodedPart>& parts,
                                          const SelectedFaces& faces,
                                          const std::filesystem::path& folder);

/// Writes each image as the choice of that name encodes it: IDENTITY/IMAGE.qpNN.ENDING, the stored stream,
/// and IDENTITY/IMAGE.qpNN.png, what a decoder shows. The ending is the codec's: 265, 266, obu, jpg or webp.
/// Returns the number of images.
std::size_t writeSelectedStreams(const std::vector<CodedPart>& parts,
                                 const std::string& choice,
                                 const SelectedFaces& faces,
                                 const std::filesystem::path& study,
                                 const std::filesystem::path& folder,
                                 const JobContext& context);

}  // namespace limen
