// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_preview.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "metrics/psnr.h"
#include "training/best_model.h"

namespace limen {

namespace {

constexpr std::size_t mostFaces = 8;

/// JSON knows no infinity.
Json decibels(double psnr) {
    return std::min(psnr, 100.0);
}

}  // namespace

RunPreview readRunPreview(const RunFolder& run) {
    const std::filesystem::path file = run.preview() / "preview.json";
    RunPreview preview;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        return preview;
    try {
        const Json json = Json::parse(readTextFile(file));
        preview.step = json.at("step").get<std::int64_t>();
        for (const Json& face : json.at("faces")) {
            const auto picture = [&](const char* name) {
                // File names only: the folder is the run's.
                return run.preview() / std::filesystem::path(face.at(name).get<std::string>()).filename();
            };
            preview.faces.push_back({face.at("name").get<std::string>(),
                                     picture("original"),
                                     picture("jnd"),
                                     picture("predicted"),
                                     face.at("psnr").get<double>(),
                                     face.at("original_psnr").get<double>()});
        }
    } catch (const Json::exception&) {
        throwBadInput(fmt::format("{} is not the preview of a training run.", file.string()));
    }
    return preview;
}

RunPreviewer::RunPreviewer(RunFolder folder,
                           std::shared_ptr<const JndFaces> all,
                           std::span<const std::size_t> faces,
                           std::int64_t everySteps)
    : m_folder(std::move(folder)),
      m_all(std::move(all)),
      m_everySteps(std::max<std::int64_t>(1, everySteps)) {
    for (const std::size_t place : faces)
        m_faces.push_back(&m_all->faces[place]);
}

std::vector<std::string> RunPreviewer::show(const std::vector<std::string>& names) {
    std::vector<const JndFace*> found;
    std::vector<std::string> unknown;
    for (const std::string& name : names) {
        const auto face = std::find_if(
            m_all->faces.begin(), m_all->faces.end(), [&](const JndFace& one) { return one.name() == name; });
        if (face == m_all->faces.end())
            unknown.push_back(name);
        else if (found.size() < mostFaces)
            found.push_back(&*face);
    }
    if (!found.empty()) {
        m_faces = std::move(found);
        m_changed = true;
    }
    return unknown;
}

void RunPreviewer::beforeStep(std::int64_t step, double&, const TrainingControls& controls) {
    if (m_changed || step % m_everySteps == 0)
        write(step, controls.trainer);
}

void RunPreviewer::write(std::int64_t steps, models::NetworkTrainer& trainer) {
    if (m_written == steps && !m_changed)
        return;
    makeFolder(m_folder.preview());
    const std::vector<RgbImage> predicted = predictedJnd(trainer, m_faces);
    Json faces = Json::array();
    for (std::size_t i = 0; i < m_faces.size(); ++i) {
        const JndFace& face = *m_faces[i];
        const auto file = [i](const char* what) { return fmt::format("{}-{}.png", i + 1, what); };
        if (m_changed) {
            writePng(m_folder.preview() / file("original"), face.original);
            writePng(m_folder.preview() / file("jnd"), face.jnd);
        }
        writePng(m_folder.preview() / file("predicted"), predicted[i]);
        faces.push_back({{"name", face.name()},
                         {"original", file("original")},
                         {"jnd", file("jnd")},
                         {"predicted", file("predicted")},
                         {"psnr", decibels(psnr(face.jnd, predicted[i]))},
                         {"original_psnr", decibels(psnr(face.jnd, face.original))}});
    }
    const Json preview = {{"step", steps}, {"faces", std::move(faces)}};
    writeFileAtomically(m_folder.preview() / "preview.json", preview.dump());
    m_written = steps;
    m_changed = false;
}

}  // namespace limen
