// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/job_context.h"
#include "study/label_table.h"

namespace limen {

/// A file name from an identity or stem: names come from folders and CSV files, and must not leave the folder
/// that is written to.
std::string safeName(const std::string& text);

/// Writes labels.csv: image,identity,role,codec,recognizer,far,reading,threshold,jnd_qp,bpp,flag
/// (contract.md, "Files and JSON"); jnd_qp and bpp are empty unless flag is ok. Distractors are not listed.
/// Returns the number of rows.
std::size_t exportLabels(Study& study, const LabelSet& set, const std::filesystem::path& file);

struct ImageExport {
    std::optional<CodecRecord> codec;  ///< none: originals only
    std::optional<LabelSet> labels;
};

/// Writes IDENTITY/IMAGE/original.png for every image, and for probes qpNN.png of each stored level and
/// jnd.png at the JND point. Returns the number of files.
std::size_t exportImages(Study& study,
                         const ImageExport& request,
                         const std::filesystem::path& folder,
                         const JobContext& context);

}  // namespace limen
