// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "base/safe_file.h"
#include "image/image_file.h"
#include "training/metric_file.h"
#include "training/run_commands.h"
#include "training/run_folder.h"
#include "training/run_history.h"
#include "ui/shell_fixture.h"
#include "ui/training/training_runs.h"
#include "ui/training/training_view.h"

namespace limen::test {

/// Writes the folder of a run as a training would, without one.
class WrittenRun {
public:
    WrittenRun(const std::filesystem::path& study, const std::string& name)
        : m_folder(study / "runs" / name) {
        makeFolder(m_folder.path());
        m_status.state = "running";
        m_status.steps = 400;
        m_status.stepsPerEpoch = 20;
        m_status.imagesPerSecond = 14.25;
        m_status.secondsLeft = 90.0;
        m_status.settings = {
            {"lambda_id", 0.5}, {"lambda_pixel", 5.0}, {"lambda_content", 0.1}, {"rate", 1e-4}};
        writeSettings({{"name", name}, {"batch", 12}, {"width", 0.25}});
    }

    const RunFolder& folder() const { return m_folder; }
    RunStatus& status() { return m_status; }
    void writeSettings(const Json& settings) { writeFileAtomically(m_folder.settings(), settings.dump()); }
    void writeStatus() { writeFileAtomically(m_folder.status(), toJson(m_status).dump()); }
    /// As a process that trains would.
    void lock() { m_lock.emplace(m_folder); }
    void unlock() { m_lock.reset(); }

    static double lossAt(std::int64_t step) {
        return 1.0 + 2.0 * std::exp(-static_cast<double>(step) / 100.0);
    }

    /// Losses of steps from `from` to before `to`; after each epoch a validation.
    void train(std::int64_t from, std::int64_t to) {
        MetricFile file(m_folder.metrics(), from);
        for (std::int64_t step = from; step < to; ++step) {
            file.add(step, "loss", lossAt(step));
            file.add(step, "pixel", lossAt(step) / 10.0);
            file.add(step, "share_pixel", 0.75);
            file.add(step, "rate", 5e-5);
            if ((step + 1) % m_status.stepsPerEpoch != 0)
                continue;
            const double psnr = 31.0 + 0.01 * static_cast<double>(step + 1) / 2.0;
            file.add(step, "validation_psnr", psnr);
            file.add(step, "validation_gain", psnr - 30.61);
            m_status.bestPsnr = psnr;
            m_status.bestStep = step + 1;
        }
        file.flush();
        m_status.step = to;
        writeStatus();
    }

    void writePreview(int faces, int shade) {
        makeFolder(m_folder.preview());
        Json list = Json::array();
        for (int i = 0; i < faces; ++i) {
            const std::string stem = "face" + std::to_string(i);
            RgbImage original = makeFace(i, 1);
            RgbImage predicted = original;
            for (std::uint8_t& value : predicted.pixels)
                value = static_cast<std::uint8_t>(std::max(0, value - shade));
            writePng(m_folder.preview() / (stem + "-original.png"), original);
            writePng(m_folder.preview() / (stem + "-jnd.png"), original);
            writePng(m_folder.preview() / (stem + "-predicted.png"), predicted);
            list.push_back({{"name", "person_" + std::to_string(i) + "/" + stem},
                            {"original", stem + "-original.png"},
                            {"jnd", stem + "-jnd.png"},
                            {"predicted", stem + "-predicted.png"},
                            {"psnr", 33.5},
                            {"original_psnr", 30.25}});
        }
        writeFileAtomically(m_folder.preview() / "preview.json",
                            Json{{"step", m_status.step}, {"faces", list}}.dump());
    }

    void writeCheckpoint(const std::filesystem::path& file) {
        makeFolder(file.parent_path());
        writeFileAtomically(file, std::string("weights"));
    }

private:
    RunFolder m_folder;
    RunStatus m_status;
    std::optional<RunLock> m_lock;
};

/// Name of the run that tests look at.
inline const QString firstRun = QStringLiteral("first");

/// A place for studies that hold nothing but runs.
class RunEnvironment : public ShellEnvironment {
public:
    std::filesystem::path newStudy() {
        const auto study = path(("study" + std::to_string(++m_studies) + ".limen").c_str());
        std::filesystem::create_directories(study);
        return study;
    }

private:
    int m_studies = 0;
};

inline std::unique_ptr<TrainingView> makeView(const std::filesystem::path& study) {
    auto view = std::make_unique<TrainingView>();
    view->resize(1280, 720);
    view->setStudy(study, true);
    view->show();
    return view;
}

/// Whether the numbers of the current run are there.
inline bool isRead(const TrainingView& view) {
    const RunRecord* record = view.runs()->record(view.runs()->current());
    return record != nullptr && record->metrics.contains("loss");
}

/// Takes what was asked of a run, as soon as there is something; nothing if nothing comes.
inline std::vector<RunCommand> awaitCommands(const RunFolder& run) {
    std::vector<RunCommand> taken;
    (void)QTest::qWaitFor([&] {
        taken = takeRunCommands(run);
        return !taken.empty();
    });
    return taken;
}

}  // namespace limen::test
