// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "faces/face_aligner.h"
#include "image/rgb_image.h"
#include "study/study.h"

namespace limen {

using ImageId = std::int64_t;

enum class Role { Probe, Distractor };

const char* roleName(Role role);  ///< "probe", "distractor"

struct ImageRecord {
    ImageId id = 0;
    std::int64_t identityId = 0;
    std::string identity;
    Role role = Role::Probe;
    std::string stem;        ///< file stem, unique within its identity
    std::string sourcePath;  ///< as found at import
    std::string fileHash;    ///< SHA-256 of the photograph's bytes
    std::string alignment;   ///< FaceAligner::identity()
    std::optional<FacePoints> points;
    int otherFaces = 0;
};

struct NewImage {
    std::string identity;
    Role role = Role::Probe;
    std::string stem;
    std::string sourcePath;
    std::string fileHash;
    std::string alignment;  ///< FaceAligner::identity(); with fileHash the image's identity
    AlignedFace face;
};

/// Images and identities of a study.
class ImageTable {
public:
    explicit ImageTable(Study& study) : m_study(&study) {}

    enum class Added { New, Duplicate };
    /// Stores the aligned crop as lossless PNG. A photograph already there (same bytes, same alignment) is a
    /// Duplicate, also under another identity. A stem taken by another photograph of the identity gets "-2",
    /// "-3", ... Throws Error (BadInput) when the identity exists with the other role.
    Added add(const NewImage& image);
    /// Identity under which a photograph is kept, if any.
    std::optional<std::string> identityOf(const std::string& fileHash, const std::string& alignment) const;
    std::optional<Role> roleOf(const std::string& identity) const;
    int imagesOf(const std::string& identity) const;

    /// In the order of identity and stem, so that every list and every hash of a set is reproducible.
    std::vector<ImageRecord> all() const;
    std::vector<ImageRecord> withRole(Role role) const;
    RgbImage face(ImageId image) const;

    struct Counts {
        int identities = 0;
        int images = 0;
    };
    Counts counts(Role role) const;
    /// FaceAligner::identity() -> images aligned so.
    std::map<std::string, int> alignments() const;
    /// SHA-256 over the file hashes and identities of a role's images: names the set labels were made with.
    std::string setHash(Role role) const;

private:
    Study* m_study;
};

}  // namespace limen
