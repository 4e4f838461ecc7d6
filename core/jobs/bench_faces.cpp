// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/bench_faces.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"
#include "study/image_table.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// Images of the size of an aligned face.
std::vector<RgbImage> facesFromFolder(const fs::path& folder, std::size_t count) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<RgbImage> faces;
    for (const fs::path& file : files) {
        if (faces.size() == count)
            break;
        RgbImage image = readImage(file);
        if (image.width == alignedSize && image.height == alignedSize)
            faces.push_back(std::move(image));
    }
    if (faces.empty())
        throwBadInput(
            fmt::format("There is no image of {0}x{0} pixels in {1}.", alignedSize, folder.string()),
            "Name a folder of aligned faces, or none to use drawn ones.");
    return faces;
}

std::vector<RgbImage> facesFromStudy(const fs::path& folder, std::size_t count) {
    Study study = Study::open(folder, Study::Access::ReadOnly);
    const ImageTable images(study);
    const std::vector<ImageRecord> probes = images.withRole(Role::Probe);
    if (probes.empty())
        throwBadInput(fmt::format("The study {} has no probes.", study.name()), "Import photographs first.");
    const std::size_t taken = std::min(count, probes.size());
    std::vector<RgbImage> faces;
    for (std::size_t i = 0; i < taken; ++i)
        faces.push_back(images.face(probes[i * probes.size() / taken].id));
    return faces;
}

}  // namespace

BenchFaces benchFaces(const Params& params, const JobContext& context, std::size_t count) {
    if (params.has("images"))
        return {facesFromFolder(params.text("images"), count), params.text("images")};
    if (params.has("study"))
        return {facesFromStudy(params.text("study"), count), params.text("study")};
    BenchFaces drawn{{}, "drawn"};
    for (std::size_t i = 0; i < count; ++i)
        drawn.faces.push_back(drawFace(context.options().seed * 1000 + i, 0));
    return drawn;
}

}  // namespace limen
