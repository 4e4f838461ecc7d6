// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <fmt/format.h>

#include <QtTest>
#include <filesystem>
#include <string>

#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "jobs/jobs.h"
#include "study/image_table.h"
#include "study/label_table.h"

namespace limen::test {

/// A study of drawn faces with JND points: `people` probes with `images` each, and twice as many distractors,
/// with one image each unless told otherwise.
class LabelledStudy {
public:
    explicit LabelledStudy(int people = 10, int images = 4, int distractorImages = 1) {
        {
            Study study = Study::create(folder());
            ImageTable table(study);
            for (int person = 0; person < 3 * people; ++person)
                for (int image = 0; image < (person < people ? images : distractorImages); ++image) {
                    NewImage added;
                    added.identity = name(person);
                    added.role = person < people ? Role::Probe : Role::Distractor;
                    added.stem = std::to_string(image);
                    added.fileHash = added.identity + "/" + added.stem;
                    added.alignment = "drawn";
                    added.face.face =
                        drawFace(static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(image));
                    table.add(added);
                }
        }
        writeFileAtomically(heldOut(), "identity,role\n" + name(0) + ",probe\n" + name(1) + ",probe\n");
        JobContext context(silentObserver(), {}, {.threads = 2});
        const Outcome labelled =
            runJob(labelJob(),
                   {{"study", folder().string()}, {"recognizer", "hog-baseline"}, {"far", "auto"}},
                   context);
        if (labelled.state != Outcome::State::Succeeded)
            qFatal("%s", labelled.message.c_str());
    }

    static std::string name(int person) { return "person" + std::to_string(100 + person); }
    std::filesystem::path folder() const { return m_scratch.path() / "drawn.limen"; }
    /// Names the first two people.
    std::filesystem::path heldOut() const { return m_scratch.path() / "held.csv"; }
    const std::filesystem::path& scratch() const { return m_scratch.path(); }

    LabelSet labels() const {
        Study study = Study::open(folder(), Study::Access::ReadOnly);
        return LabelTable(study).sets().front();
    }

    /// How tables of them are called.
    std::string labelsInIds() const {
        return fmt::format("hevc hog-baseline far {}", labels().key.farRequested);
    }

private:
    ScratchFolder m_scratch;
};

}  // namespace limen::test
