// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_reader.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "base/error.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "training/run_preview.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

/// The step of "step-N.safetensors".
std::optional<std::int64_t> stepOf(const fs::path& file) {
    const std::string stem = file.stem().string();
    constexpr std::string_view before = "step-";
    std::int64_t step = 0;
    if (file.extension() != ".safetensors" || !stem.starts_with(before))
        return std::nullopt;
    const char* end = stem.data() + stem.size();
    const auto [rest, problem] = std::from_chars(stem.data() + before.size(), end, step);
    return problem == std::errc() && rest == end ? std::optional(step) : std::nullopt;
}

}  // namespace

bool FileStamp::changed(const fs::path& file) {
    std::error_code error;
    const fs::file_time_type time = fs::last_write_time(file, error);
    if (error)
        return false;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error || (m_known && time == m_time && size == m_size))
        return false;
    m_time = time;
    m_size = size;
    m_known = true;
    return true;
}

RunReader::RunReader(RunFolder folder) : m_folder(std::move(folder)), m_metrics(m_folder.metrics()) {}

RunUpdate RunReader::poll() {
    RunUpdate update;
    QString problem;
    const auto attempt = [&problem](const auto& read) {
        try {
            read();
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
    };
    attempt([&] { readMetrics(update); });
    attempt([&] {
        if (m_historyStamp.changed(m_folder.history()))
            update.history = RunHistory(m_folder.history()).read();
    });
    attempt([&] {
        if (m_settingsStamp.changed(m_folder.settings()))
            update.settings = Json::parse(readTextFile(m_folder.settings()));
    });
    attempt([&] { readPreview(update); });
    attempt([&] { readCheckpoints(update); });
    if (problem != m_problem)
        update.problem = m_problem = problem;
    return update;
}

void RunReader::readMetrics(RunUpdate& update) {
    for (const MetricRow& row : m_metrics.read(update.restarted)) {
        MetricSeries& series = update.added[row.name];
        series.steps.append(static_cast<double>(row.step + 1));
        series.values.append(row.value);
    }
}

void RunReader::readPreview(RunUpdate& update) {
    if (!m_previewStamp.changed(m_folder.preview() / "preview.json"))
        return;
    try {
        const RunPreview preview = readRunPreview(m_folder);
        auto pictures = std::make_shared<PreviewPictures>();
        pictures->step = preview.step;
        for (const PreviewFace& face : preview.faces)
            pictures->faces.push_back({face.name,
                                       readImage(face.original),
                                       readImage(face.jnd),
                                       readImage(face.predicted),
                                       face.psnr,
                                       face.originalPsnr});
        update.preview = std::move(pictures);
    } catch (const std::exception&) {
        // The pictures of the next preview are being written over those of this one: soon all is whole.
        m_previewStamp.forget();
        throw;
    }
}

void RunReader::readCheckpoints(RunUpdate& update) {
    std::vector<RunCheckpoint> found;
    std::error_code error;
    const auto add = [&](RunCheckpoint::Kind kind, const fs::path& file, std::int64_t step) {
        if (fs::is_regular_file(file, error))
            found.push_back({kind, step, file});
    };
    add(RunCheckpoint::Kind::Last, m_folder.checkpoint(), 0);
    add(RunCheckpoint::Kind::Best, m_folder.bestCheckpoint(), 0);
    const auto firstKept = static_cast<std::ptrdiff_t>(found.size());
    for (const auto& entry : fs::directory_iterator(m_folder.keptCheckpoint(0).parent_path(), error))
        if (const std::optional<std::int64_t> step = stepOf(entry.path()))
            add(RunCheckpoint::Kind::Kept, entry.path(), *step);
    std::sort(found.begin() + firstKept, found.end(), [](const RunCheckpoint& a, const RunCheckpoint& b) {
        return a.step < b.step;
    });
    if (found == m_checkpoints)
        return;
    update.checkpoints = m_checkpoints = std::move(found);
}

}  // namespace limen
