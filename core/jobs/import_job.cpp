// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/hash.h"
#include "base/ordered_workers.h"
#include "base/safe_file.h"
#include "faces/face_aligner.h"
#include "image/image_file.h"
#include "import/import_plan.h"
#include "import/photo_list.h"
#include "jobs/jobs.h"
#include "study/image_table.h"
#include "study/study.h"
#include "study/study_writer.h"

namespace limen {

namespace {

using Clock = std::chrono::steady_clock;
using FaceOrReason = std::variant<AlignedFace, std::string>;

/// For photographs that are aligned faces already: checks the size and changes nothing.
class NoAlignment : public FaceAligner {
public:
    const std::string& identity() const override { return m_identity; }
    AlignedFace align(const RgbImage& photo) override {
        if (photo.width != alignedSize || photo.height != alignedSize)
            throwBadInput(fmt::format("An aligned face has {0} x {0} pixels, this image {1} x {2}.",
                                      alignedSize,
                                      photo.width,
                                      photo.height));
        AlignedFace result;
        result.face = photo;
        result.transform = {1, 0, 0, 0, 1, 0};
        return result;
    }

private:
    std::string m_identity = fmt::format("aligned {0}x{0}", alignedSize);
};

std::unique_ptr<FaceAligner> makeAligner(const Params& params, std::string* remark = nullptr) {
    if (params.flag("aligned"))
        return std::make_unique<NoAlignment>();
    return createFaceAligner(params.has("detector") ? params.text("detector") : std::string(), remark);
}

FaceOrReason alignPhoto(const PlannedPhoto& planned, FaceAligner& aligner) {
    try {
        const std::vector<std::uint8_t> bytes = readFile(planned.photo.file, mostPhotoBytes);
        if (sha256Hex(bytes) != planned.hash)
            return "The file was changed while it was being imported.";
        return aligner.align(decodeImage(bytes, displayText(planned.photo.file)));
    } catch (const Error& error) {
        return error.what();
    } catch (const std::exception& exception) {
        // One photograph that a library chokes on must not end the import of thousands.
        return fmt::format("The photograph cannot be processed: {}.", exception.what());
    }
}

PhotoList listPhotos(const Params& params, const JobContext& context) {
    const std::string folder = params.text("folder");
    const Role role = params.text("role") == roleName(Role::Distractor) ? Role::Distractor : Role::Probe;
    PhotoList list = params.has("csv") ? listFromCsv(folder, params.text("csv"), role)
                                       : listIdentityFolders(folder, role, context.stop());
    if (list.photos.empty() && list.failed.empty())
        throwFailure(
            fmt::format("There is nothing to import in {}.", folder),
            list.outsideIdentities > 0
                ? "Put the images of each person into a folder of that name, or describe them with --csv."
                : "Name a folder with one sub-folder of images per person.");
    if (list.outsideIdentities > 0)
        context.warn(
            fmt::format("{} images of {} lie outside of the folders of the identities and are not imported.",
                        list.outsideIdentities,
                        folder));
    checkOneRolePerIdentity(list.photos);
    return list;
}

void checkRolesAgainstStudy(const std::vector<Photo>& photos, const ImageTable& images) {
    std::set<std::string> checked;
    for (const Photo& photo : photos) {
        if (!checked.insert(photo.identity).second)
            continue;
        const std::optional<Role> known = images.roleOf(photo.identity);
        if (known && *known != photo.role)
            throwBadInput(
                fmt::format(
                    "The identity {} is already in the study as {}.", photo.identity, roleName(*known)),
                "An identity is either a probe or a distractor.");
    }
}

struct ImportCounts {
    std::size_t imported = 0;
    std::size_t duplicates = 0;
    int otherFaces = 0;
    std::vector<FailedItem> failed;
};

void importPlanned(const ImportPlan& plan,
                   std::unique_ptr<FaceAligner> firstAligner,
                   const Params& params,
                   const JobContext& context,
                   ImportCounts& counts) {
    const std::string alignment = firstAligner->identity();
    StudyWriter writer(params.text("study"));
    const auto makeWorker = [&](int worker) -> std::function<FaceOrReason(std::size_t)> {
        const std::shared_ptr<FaceAligner> aligner =
            worker == 0 ? std::shared_ptr<FaceAligner>(std::move(firstAligner)) : makeAligner(params);
        return [&plan, aligner](std::size_t i) { return alignPhoto(plan.work[i], *aligner); };
    };
    const auto store = [&](std::size_t i, FaceOrReason result) {
        const PlannedPhoto& planned = plan.work[i];
        const std::string file = displayText(planned.photo.file);
        if (const auto* reason = std::get_if<std::string>(&result)) {
            counts.failed.push_back({file, *reason});
            for (const std::string& copy : planned.copies)
                counts.failed.push_back({copy, *reason});
            counts.duplicates -= planned.copies.size();
        } else {
            AlignedFace& face = std::get<AlignedFace>(result);
            counts.otherFaces += face.otherFaces;
            ++counts.imported;
            NewImage image{planned.photo.identity,
                           planned.photo.role,
                           planned.photo.stem,
                           file,
                           planned.hash,
                           alignment,
                           std::move(face)};
            writer.submit([image = std::move(image)](Study& study) { ImageTable(study).add(image); });
        }
        context.progress(i + 1, plan.work.size(), "finding and aligning faces");
    };
    computeInOrder<FaceOrReason>(context.workers(), plan.work.size(), context.stop(), makeWorker, store);
    writer.finish();
}

Json resultOf(const ImportCounts& counts, const ImportPlan& plan, const PhotoList& list, double seconds) {
    Json samePhotos = Json::array();
    for (const SamePhoto& same : plan.samePhotos)
        samePhotos.push_back(
            {{"file", same.file}, {"identity", same.identity}, {"kept_under", same.keptUnder}});
    return {{"imported", counts.imported},
            {"duplicates", counts.duplicates},
            {"failed", toJson(counts.failed)},
            {"other_faces", counts.otherFaces},
            {"same_photo", std::move(samePhotos)},
            {"left_out", plan.leftOut},
            {"ignored", list.ignored + list.outsideIdentities},
            {"seconds", seconds}};
}

Outcome runImport(const Params& params, JobContext& context) {
    const Clock::time_point start = Clock::now();
    if (params.flag("aligned") && params.has("detector"))
        throwBadInput("--aligned and --detector exclude each other.", "Aligned faces need no detector.");
    const PhotoList list = listPhotos(params, context);
    std::string remark;
    std::unique_ptr<FaceAligner> aligner = makeAligner(params, &remark);
    if (!remark.empty())
        context.warn(remark);
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const ImageTable images(study);
    checkRolesAgainstStudy(list.photos, images);

    std::optional<std::size_t> most;
    if (params.has("max-per-identity"))
        most = static_cast<std::size_t>(params.integer("max-per-identity"));
    const ImportPlan plan =
        planImport(list.photos, images, aligner->identity(), most, context.part(0.0, 0.1));
    for (const SamePhoto& same : plan.samePhotos)
        context.warn(fmt::format(
            "{} is the same photograph as one of {}, where it is kept.", same.file, same.keptUnder));

    ImportCounts counts;
    counts.duplicates = plan.duplicates;
    counts.failed = list.failed;
    counts.failed.insert(counts.failed.end(), plan.failed.begin(), plan.failed.end());
    importPlanned(plan, std::move(aligner), params, context.part(0.1, 1.0), counts);

    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    Json result = resultOf(counts, plan, list, seconds);
    if (counts.imported == 0 && counts.duplicates == 0 && plan.leftOut == 0) {
        Outcome outcome = Outcome::failed(Error(
            ErrorKind::Failure,
            fmt::format("None of {} photographs could be imported.", counts.failed.size()),
            fmt::format("The first: {}: {}", counts.failed.front().file, counts.failed.front().reason)));
        outcome.result = std::move(result);
        outcome.failedItems = std::move(counts.failed);
        return outcome;
    }
    return Outcome::finished(std::move(result), std::move(counts.failed));
}

}  // namespace

Job importJob() {
    Job job;
    job.id = "import";
    job.title = "Import photographs";
    job.help =
        "Finds the face of every photograph, aligns it to 112x112 pixels and stores it in the study. The "
        "folder holds "
        "one sub-folder per person, or images that a CSV file describes. Importing the same photograph again "
        "adds "
        "nothing.";
    job.params = {
        {.name = "folder",
         .type = ParamType::InputFolder,
         .help = "folder with one sub-folder of photographs per identity",
         .required = true,
         .positional = true},
        {.name = "study",
         .type = ParamType::Study,
         .help = "study to import into; made if missing",
         .required = true},
        {.name = "role",
         .type = ParamType::Choice,
         .help = "probe: image under test; distractor: somebody known to be somebody else",
         .defaultValue = "probe",
         .choices = {"probe", "distractor"}},
        {.name = "aligned",
         .type = ParamType::Flag,
         .help = "the images are aligned faces of 112x112 pixels: store them as they are"},
        {.name = "detector",
         .type = ParamType::Text,
         .help =
             "face detector, by name or card; without one OpenCV's cascade and Limen's landmarks are used"},
        {.name = "csv",
         .type = ParamType::InputFile,
         .help = "table with the columns file (relative to the folder), identity and, if wanted, role"},
        {.name = "max-per-identity",
         .type = ParamType::Integer,
         .help = "most images of one identity, chosen by the hash of their files",
         .minimum = 1},
    };
    job.run = runImport;
    job.changesStudy = true;
    job.createsStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
