// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "faces/face_aligner.h"
#include "image/float_tiff.h"
#include "image/image_file.h"
#include "image/residual.h"
#include "image/residual_picture.h"
#include "import/photo_list.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"
#include "metrics/psnr.h"
#include "prediction/jnd_predictor.h"
#include "prediction/qp_selection.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t facesAtOnce = 64;
/// Fixed, so that the pictures of several faces can be compared.
constexpr double residualPictureRange = 32.0;

struct Input {
    fs::path file;
    std::string name;  ///< of the files written for it; unique
};

/// Files as given, and the images in folders. Throws Error (BadInput) for a path that is neither.
std::vector<Input> inputsOf(const Params& params,
                            const JobContext& context,
                            std::vector<FailedItem>& failed) {
    std::vector<Input> inputs;
    std::set<std::string> taken;
    const auto add = [&](const fs::path& file) {
        std::string name = file.stem().string();
        for (int number = 2; !taken.insert(name).second; ++number)
            name = fmt::format("{}-{}", file.stem().string(), number);
        inputs.push_back({file, name});
    };
    for (const std::string& path : params.texts("in")) {
        std::error_code ignored;
        if (fs::is_directory(path, ignored)) {
            PhotoList list = listImagesBelow(path, context.stop());
            for (const Photo& photo : list.photos)
                add(photo.file);
            failed.insert(failed.end(), list.failed.begin(), list.failed.end());
        } else if (fs::is_regular_file(path, ignored)) {
            add(path);
        } else {
            throwBadInput(fmt::format("There is no file or folder {}.", path), "Check the path.");
        }
    }
    return inputs;
}

/// Reads one input as an aligned face.
class FaceReader {
public:
    explicit FaceReader(const Params& params) : m_aligned(params.flag("aligned")) {
        if (!m_aligned)
            m_aligner = createFaceAligner(params.has("detector") ? params.text("detector") : std::string());
    }

    RgbImage read(const fs::path& file) {
        RgbImage image = readImage(file);
        if (!m_aligned)
            return m_aligner->align(image).face;
        if (image.width != alignedSize || image.height != alignedSize)
            throwBadInput(fmt::format("An aligned face has {0} x {0} pixels, this image {1} x {2}.",
                                      alignedSize,
                                      image.width,
                                      image.height));
        return image;
    }

private:
    bool m_aligned;
    std::unique_ptr<FaceAligner> m_aligner;
};

/// Writes what is predicted for one face.
class PredictionWriter {
public:
    PredictionWriter(const Params& params, const JobContext& context)
        : m_folder(params.text("out")), m_writeFace(!params.flag("aligned")) {
        makeFolder(m_folder);
        if (params.flag("select-qp"))
            m_codec = createCodec(params.text("codec"), context.stop());
    }

    Json write(const Input& input, const RgbImage& face, const JndPrediction& prediction) {
        Json row = {{"file", displayText(input.file)}};
        if (prediction.hasImage())
            row.update(writeImage(input, face, prediction.jnd));
        if (m_writeFace)
            writePng(fileOf(input, ".face.png"), face);
        if (m_codec) {
            const auto [level, bytes] = selected(face, prediction);
            row["qp"] = level;
            row["bpp"] = bitsPerPixel(bytes, face.width, face.height);
        }
        return row;
    }

private:
    fs::path fileOf(const Input& input, const char* ending) const { return m_folder / (input.name + ending); }

    Json writeImage(const Input& input, const RgbImage& face, const RgbImage& jnd) const {
        const Residual residual = signedResidual(face, jnd);
        writePng(fileOf(input, ".jnd.png"), jnd);
        const std::vector<float> values(residual.values.begin(), residual.values.end());
        writeFloatTiff(fileOf(input, ".residual.tiff"), residual.width, residual.height, 3, values);
        writePng(fileOf(input, ".residual.png"), residualPicture(face, jnd, residualPictureRange));
        return {{"jnd", displayText(fileOf(input, ".jnd.png"))},
                {"residual", displayText(fileOf(input, ".residual.tiff"))},
                {"psnr", std::min(100.0, psnr(face, jnd))}};
    }

    std::pair<int, std::size_t> selected(const RgbImage& face, const JndPrediction& prediction) {
        if (prediction.level)
            return {*prediction.level, m_codec->encode(face, *prediction.level).bitstream.size()};
        const SelectedLevel nearest =
            selectLevel(encodeAllLevels(*m_codec, face), m_codec->levels(), prediction.jnd);
        return {nearest.level, nearest.bytes};
    }

    fs::path m_folder;
    bool m_writeFace;
    std::unique_ptr<Codec> m_codec;
};

Outcome run(const Params& params, JobContext& context) {
    if (params.flag("aligned") && params.has("detector"))
        throwBadInput("--aligned and --detector exclude each other.", "Aligned faces need no detector.");
    std::vector<FailedItem> failed;
    const std::vector<Input> inputs = inputsOf(params, context, failed);
    if (inputs.empty())
        throwFailure("There is no image to predict for.", "Name images, or folders that hold some.");
    const auto predictor = openAnyPredictor(params.text("model"),
                                            {.device = context.options().device,
                                             .precision = context.options().precision,
                                             .threads = context.workers()});
    const bool images = predictor->card().task == jndTask;
    if (!images && !params.flag("select-qp"))
        throwBadInput(fmt::format("{} predicts levels and no images.", predictor->card().name),
                      "Ask for them with --select-qp, or name a predictor of images.");
    FaceReader reader(params);
    PredictionWriter writer(params, context);
    Json files = Json::array();
    for (std::size_t first = 0; first < inputs.size(); first += facesAtOnce) {
        std::vector<RgbImage> faces;
        std::vector<const Input*> read;
        for (std::size_t i = first; i < std::min(inputs.size(), first + facesAtOnce); ++i) {
            context.throwIfStopped();
            try {
                faces.push_back(reader.read(inputs[i].file));
                read.push_back(&inputs[i]);
            } catch (const Error& error) {
                failed.push_back({displayText(inputs[i].file), error.what()});
            }
        }
        const JobContext quiet(silentObserver(), context.stop(), context.options());
        std::vector<JndPrediction> predicted = predictor->predict(faces, quiet);
        keepLevelsOf(params.text("codec"), predictor->card(), predicted);
        for (std::size_t i = 0; i < faces.size(); ++i) {
            context.throwIfStopped();
            files.push_back(writer.write(*read[i], faces[i], predicted[i]));
            context.progress(files.size() + failed.size(), inputs.size(), "faces");
        }
    }
    if (files.empty() && inputs.size() == 1)
        throwBadInput(fmt::format("{}: {}", failed.front().file, failed.front().reason));
    if (files.empty())
        throwFailure(fmt::format("None of {} images holds a face to predict for; the first: {}: {}",
                                 inputs.size(),
                                 failed.front().file,
                                 failed.front().reason));
    Json result = {{"model", predictor->card().name}, {"predicts", images ? "images" : "levels"}};
    if (images)
        result["residual_png_range"] = residualPictureRange;
    else
        result["method"] = predictor->card().options.value("method", "");
    result["files"] = std::move(files);
    result["failed"] = toJson(failed);
    return Outcome::finished(std::move(result), std::move(failed));
}

}  // namespace

Job predictJob() {
    Job job;
    job.id = "predict";
    job.title = "Predict JND images";
    job.help =
        "Predicts for each face the image at which recognition is about to suffer: from the face alone, or, "
        "with a predictor of `train --model mix`, from every level of it as well. Writes STEM.jnd.png, "
        "STEM.residual.tiff (face minus prediction, floats in grey levels) "
        "and STEM.residual.png (in colours), for photographs also the aligned STEM.face.png. A model of "
        "`train --model mv-nr`, `mv-fr` or `regressor` predicts no image: with it only the levels are said "
        "(--select-qp).";
    job.params = {
        {.name = "in",
         .help = "Images, or folders of images",
         .required = true,
         .positional = true,
         .repeated = true},
        {.name = "out",
         .type = ParamType::OutputFolder,
         .help = "Folder to write to; made if it is not there",
         .required = true},
        {.name = "model",
         .help = "Predictor of JND images, or of levels: an installed model or the path of its card",
         .defaultValue = shippedPredictor},
        {.name = "aligned",
         .type = ParamType::Flag,
         .help = "The images are aligned faces of 112x112 pixels"},
        {.name = "detector", .help = "Face detector (name or card) to align photographs with"},
        {.name = "select-qp",
         .type = ParamType::Flag,
         .help = "Also say which level to encode each face at: the one the predictor knows for this codec, "
                 "else the one most like the prediction of all levels (eq. 8)"},
        codecParam(false),
    };
    job.run = run;
    return job;
}

}  // namespace limen
