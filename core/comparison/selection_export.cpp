// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/selection_export.h"

#include <fmt/format.h>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "evaluation/label_export.h"
#include "image/image_file.h"
#include "prediction/codec_mix.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// What streams of a codec are usually called: annex B of H.265 and H.266, AV1's low-overhead format.
std::string streamEnding(const std::string& codec) {
    static const std::map<std::string, std::string> endings = {
        {"hevc", "265"}, {"vvc", "266"}, {"vtm", "266"}, {"av1", "obu"}, {"jpeg", "jpg"}};
    const auto found = endings.find(codec);
    return found == endings.end() ? codec : found->second;
}

}  // namespace

SelectedFaces::SelectedFaces(Study& study, const CodecRecord& codec, const JndFaces& faces) : m_codec(codec) {
    for (const JndFace& face : faces.faces)
        m_faces.emplace(face.image, &face);
    for (const EncodingRecord& record : EncodingTable(study).records(codec.id))
        m_bytes.emplace(std::pair(record.image, record.level), record.bytes);
}

const JndFace& SelectedFaces::face(ImageId image) const {
    const auto found = m_faces.find(image);
    if (found == m_faces.end())
        throwFailure("An image that was measured has no JND point under these labels.");
    return *found->second;
}

double SelectedFaces::bpp(ImageId image, int level) const {
    const auto found = m_bytes.find({image, level});
    if (found == m_bytes.end())
        throwFailure(
            fmt::format("{} is not encoded at {} {}.", face(image).name(), m_codec.levels.unit, level),
            "Run `limen encode` first.");
    const RgbImage& original = face(image).original;
    return bitsPerPixel(found->second, original.width, original.height);
}

fs::path writeSelectedLevels(const std::vector<CodedPart>& parts,
                             const SelectedFaces& faces,
                             const fs::path& folder) {
    const std::string codec = csvField(faces.codec().setting);
    std::string text = "image,identity,codec,jnd_qp,candidate,rule,bias,qp,bpp\n";
    for (const CodedPart& part : parts)
        for (const LevelChoice& choice : part.choices) {
            const std::string bias =
                choice.bias.empty() ? std::string() : std::to_string(choice.bias.begin()->second);
            for (std::size_t i = 0; i < part.images.size(); ++i) {
                const JndFace& face = faces.face(part.images[i]);
                const int level = choice.selected[i];
                text += fmt::format("{},{},{},{},{},{},{},{},{}\n",
                                    csvField(face.stem),
                                    csvField(face.identity),
                                    codec,
                                    face.level,
                                    csvField(choice.candidate),
                                    choice.rule,
                                    bias,
                                    level,
                                    faces.bpp(part.images[i], level));
            }
        }
    makeFolder(folder);
    const fs::path file = folder / "selected.csv";
    writeFileAtomically(file, text);
    return file;
}

std::size_t writeSelectedStreams(const std::vector<CodedPart>& parts,
                                 const std::string& choice,
                                 const SelectedFaces& faces,
                                 const fs::path& study,
                                 const fs::path& folder,
                                 const JobContext& context) {
    const std::string ending = streamEnding(faces.codec().name);
    LevelReader reader(study, faces.codec());
    Study opened = Study::open(study, Study::Access::ReadOnly);
    const EncodingTable encodings(opened);
    std::size_t images = 0, written = 0;
    for (const CodedPart& part : parts)
        images += part.images.size();
    for (const CodedPart& part : parts)
        for (const LevelChoice& made : part.choices) {
            if (made.name != choice)
                continue;
            for (std::size_t i = 0; i < part.images.size(); ++i) {
                context.throwIfStopped();
                const JndFace& face = faces.face(part.images[i]);
                const fs::path target = folder / safeName(face.identity);
                makeFolder(target);
                const std::string stem = fmt::format("{}.qp{:02}.", safeName(face.stem), made.selected[i]);
                writeFileAtomically(target / (stem + ending),
                                    encodings.bitstream(faces.codec().id, face.image, made.selected[i]));
                writePng(target / (stem + "png"), reader.at(face.image, made.selected[i]));
                context.progress(++written, images, "writing streams");
            }
        }
    return written;
}

}  // namespace limen
